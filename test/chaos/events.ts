import type { Change, Version } from "./platform/database.ts";
import { HttpsError } from "./platform/modules.ts";
import type * as Product from "./product.ts";
import { type Instance, MINUTE, type Outcome, SECOND, type World } from "./world.ts";

/** What carries a call to the functions: events, schedules and people's own calls. */

const TRIGGERS: Record<string, keyof typeof Product> = {
  selfScores: "onSelfScoreWritten",
  appraisals: "onAppraisalWritten",
  surveyScores: "onSurveyScoreWritten",
  explanations: "onExplanationWritten",
};

/** How long (ms) a function may take before the platform gives it up, where it does not say. */
const TIMEOUT = 60 * SECOND;

interface Defined {
  options: { timeoutSeconds?: number };
  run(input: unknown): Promise<unknown>;
}

const snapshotOf = (version: Version | undefined) => ({
  exists: Boolean(version?.data),
  data: () => version?.data ?? undefined,
});

/** An event of a written document, and the function it is for. */
interface Event {
  function: keyof typeof Product;
  path: string;
  input: object;
}

function eventOf({ path, before, after }: Change, id: string, at: number): Event | null {
  const time = new Date(at).toISOString();
  const parts = path.split("/");
  if (parts[0] === "publications" && parts.length === 2) {
    if (before) return null;
    const params = { publication: parts[1] };
    return {
      function: "onPublished",
      path,
      input: { id, time, document: path, params, data: snapshotOf(after) },
    };
  }
  const trigger = parts.length === 8 && parts[4] === "units" ? TRIGGERS[parts[6] ?? ""] : undefined;
  if (!trigger) return null;
  const [, scheme, , period, , unit, , leaf] = parts;
  const data = { before: snapshotOf(before), after: snapshotOf(after) };
  return {
    function: trigger,
    path,
    input: { id, time, document: path, params: { scheme, period, unit, leaf }, data },
  };
}

/** Errors that a fault or a refusal makes, by the name of their class. */
const EXPLAINED = ["FirestoreError", "Refused", "DoorRefused"];

/** Whether a fault explains what a line of the log tells of an error. */
export const isExplained = (fault: { name: string }): boolean => EXPLAINED.includes(fault.name);

/**
 * Whether a fault or a refusal explains how a function ended. `HttpsError` and `Failed` say nothing of what is behind them:
 * that stands in the log.
 */
function explained(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.every(explained);
  if (error instanceof HttpsError) return true;
  return [...EXPLAINED, "Failed"].includes((error as Error)?.constructor.name);
}

export class Caller {
  readonly #world: World;
  readonly #of: (instance: Instance) => typeof Product;
  readonly #product: typeof Product;
  #events = 0;
  /** Whether events may be lost for good: where reconciliation mends what they leave behind. */
  mayDrop = false;
  /** The history entries that lost events would have made. */
  readonly dropped = new Set<string>();

  constructor(world: World, of: (instance: Instance) => typeof Product, product: typeof Product) {
    this.#world = world;
    this.#of = of;
    this.#product = product;
  }

  /** Calls a function; an error that nothing explains is a violation. */
  async call<T>(
    name: keyof typeof Product,
    perform: (product: typeof Product) => Promise<unknown>,
    timeout = TIMEOUT,
  ): Promise<Outcome<T>> {
    const outcome = await this.#world.invoke(name, timeout, (instance) => perform(this.#of(instance)));
    if (outcome.kind === "error" && !explained(outcome.error))
      this.#world.fail(
        "fails only where a fault explains it",
        `${name}: ${String((outcome.error as Error).stack)}`,
      );
    return outcome as Outcome<T>;
  }

  /** Calls a callable as this account. */
  ask<T>(name: keyof typeof Product, data: object, uid: string): Promise<Outcome<T>> {
    // Signed in a moment ago, by a clock that may be ahead of all others.
    const auth = { uid, token: { auth_time: Math.floor(this.#world.now / 1_000) } };
    return this.call<T>(
      name,
      (product) => (product[name] as unknown as Defined).run({ data, auth, rawRequest: {} }),
      this.#timeoutOf(name),
    );
  }

  /** Runs a scheduled function. */
  async schedule(name: keyof typeof Product): Promise<void> {
    await this.call(name, (product) => (product[name] as unknown as Defined).run({}), this.#timeoutOf(name));
  }

  /** How long (ms) a function may take, as it says itself. */
  #timeoutOf(name: keyof typeof Product): number {
    const { timeoutSeconds } = (this.#product[name] as unknown as Defined).options;
    return timeoutSeconds ? timeoutSeconds * SECOND : TIMEOUT;
  }

  /** Sends the events of a commit on their way. */
  hear(changes: readonly Change[]): void {
    for (const change of changes) {
      const event = eventOf(change, `e${this.#events}`, this.#world.now);
      if (!event) continue;
      this.#events += 1;
      if (this.mayDrop && event.function !== "onPublished" && this.#world.fault("drop")) {
        this.dropped.add(`${change.path}#${String(change.after.data?.rev)}`);
        continue;
      }
      this.#deliver(event);
      if (this.#world.fault("duplicate")) this.#deliver(event, this.#world.duration(SECOND, 10 * MINUTE));
    }
  }

  #deliver(event: Event, more = 0): void {
    const late = this.#world.fault("delay") ? this.#world.duration(SECOND, 20 * MINUTE) : 0;
    const due = this.#world.now + this.#world.duration(5, 400) + late + more;
    this.#world.add(due, `event ${event.function} ${event.path}`, async () => {
      const outcome = await this.call(event.function, (product) =>
        (product[event.function] as unknown as Defined).run(event.input),
      );
      if (outcome.kind !== "value") this.#deliver(event, this.#world.duration(10 * SECOND, 10 * MINUTE));
    });
  }
}

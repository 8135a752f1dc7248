import { isDeepStrictEqual } from "node:util";
import {
  type Appraisal,
  type Decision,
  type Explanation,
  Member,
  paths,
  type RequestName,
  refusalOfAppraisal,
  refusalOfExplanation,
  refusalOfSelfScore,
  type SelfScore,
  Unit,
} from "../../core/src/index.ts";
import { SMALL_SET } from "../functions/setup/small-set.ts";
import type { Caller } from "./events.ts";
import type { PooledKey } from "./platform/ballots.ts";
import type { Database } from "./platform/database.ts";
import { HttpsError } from "./platform/modules.ts";
import { isMap, written } from "./platform/values.ts";
import type * as Product from "./product.ts";
import { periodOf, read } from "./stored.ts";
import { PERIOD, SCHEME, SURVEY, UNITS } from "./templates.ts";
import type { World } from "./world.ts";

/** What is going on in one run, for those who act in it. */
export interface Sim {
  world: World;
  database: Database;
  caller: Caller;
  pool: readonly PooledKey[];
  /** The versions that were told to whoever wrote them that they are stored, by path. */
  acknowledged: Map<string, number[]>;
  survey: SurveySeen;
  /** How often a button was pressed, and what each press says so that its entries in the audit are known. */
  pressed: { act: string; reason: string }[];
}

/** The option chosen at each question. */
type Form = Record<string, number>;

/** What respondents know of a survey: codes they hold, and what became of their answers. */
export interface SurveySeen {
  codes: string[];
  /** The forms handed in under each ballot, and the one that was accepted, if any was. */
  answers: Map<string, { unit: string; forms: Form[]; accepted: Form | null }>;
  /** Ballots of the pool that a respondent uses, by key. */
  drawn: Map<string, number>;
}

/** How long (ms) a write is under way at most between the check of its rules and its commit. */
const IN_FLIGHT = 1_900;

/** How long (ms) sealing waits for it: what other steps hold up for so long does not land. */
const WAITED_FOR = 2_000;

/**
 * A score or explanation as a browser writes it: the rules are checked, some time later the write lands, where nobody
 * else wrote the document meanwhile. `allows` says what the rules say, by the causes in core.
 */
async function writeScore<Written extends SelfScore | Appraisal | Explanation>(
  { world, database, acknowledged }: Sim,
  path: string,
  make: (rev: number, at: Date) => Written,
  allows: (score: Written, current: number | null, at: Date) => boolean,
): Promise<void> {
  const revOf = () => (database.data(path)?.rev as number | undefined) ?? null;
  const seen = await world.client(`client reads ${path}`, revOf);
  const score = make((seen ?? 0) + 1, new Date(world.now));
  const allowed = await world.client(`rules of ${path}`, () => allows(score, revOf(), new Date(world.now)));
  if (!allowed) return world.reach("refused by the rules");
  const checked = world.now;
  await world.client(
    `client writes ${path} rev ${score.rev}`,
    () => {
      if (world.now >= checked + WAITED_FOR || revOf() !== seen) return;
      const data = written({ ...score, at: new Date(world.now) });
      if (isMap(data)) database.commit([{ kind: "set", path, data }]);
      const revs = acknowledged.get(path) ?? [];
      acknowledged.set(path, [...revs, score.rev]);
    },
    checked + world.flight(IN_FLIGHT),
  );
}

/** What the rules look at when somebody writes something of a unit. */
function subjectOf(database: Database, unitId: string, uid: string, now: Date) {
  const member = read(database, paths.member(SCHEME, uid), Member) ?? null;
  const unit = read(database, paths.unit(SCHEME, PERIOD, unitId), Unit);
  if (!unit) throw new Error("the unit is gone");
  return { member, period: periodOf(database), unitId, unit, now };
}

const placeOf = (unit: string, leaf: string, rev: number, by: string, at: Date) => ({
  ...{ scheme: SCHEME, period: PERIOD, unit, leaf, field: SMALL_SET.leaves[leaf]?.field ?? "f1" },
  ...{ rev, by, at },
});

/** A clerk gives one of their unit's leaves points, or clears them. */
export function writeSelf(sim: Sim, unit: number, leaf: string, points: number | null): Promise<void> {
  const id = UNITS[unit] as string;
  const uid = `editor-${unit}`;
  return writeScore(
    sim,
    paths.score(SCHEME, PERIOD, id, "selfScores", leaf),
    (rev, at) => ({ ...placeOf(id, leaf, rev, uid, at), facts: null, points, note: "" }),
    (score, current, at) =>
      !refusalOfSelfScore(
        subjectOf(sim.database, id, uid, at),
        SMALL_SET.leaves[leaf],
        { leaf, points, rev: score.rev },
        current,
      ),
  );
}

/** An appraiser or a member of the council judges a leaf. `points` undefined: recognises what the unit gave itself. */
export function writeAppraisal(
  sim: Sim,
  uid: string,
  unit: number,
  leaf: string,
  points: number | null | undefined,
): Promise<void> {
  const id = UNITS[unit] as string;
  const self = () =>
    (sim.database.data(paths.score(SCHEME, PERIOD, id, "selfScores", leaf))?.points as number | null) ?? null;
  return writeScore(
    sim,
    paths.score(SCHEME, PERIOD, id, "appraisals", leaf),
    (rev, at) => {
      const place = placeOf(id, leaf, rev, uid, at);
      if (points === undefined)
        return {
          ...place,
          ...{ points: self(), decision: "recognised", reason: "", ask: "Vì sao?", minutes: "" },
        };
      const decision = points === null ? null : "adjusted";
      const reason = points === null ? "" : "Thiếu minh chứng";
      return { ...place, points, decision, reason, ask: "", minutes: "" };
    },
    (score, current, at) =>
      !refusalOfAppraisal(
        subjectOf(sim.database, id, uid, at),
        SMALL_SET.leaves[leaf],
        score,
        current,
        self(),
      ),
  );
}

/** A clerk explains what was released of a leaf. */
export function writeExplanation(sim: Sim, unit: number, leaf: string): Promise<void> {
  const id = UNITS[unit] as string;
  const uid = `editor-${unit}`;
  const round = () => periodOf(sim.database).releaseRound;
  const released = () =>
    isMap(sim.database.data(paths.release(SCHEME, PERIOD, id, round()))?.leaves) &&
    Object.hasOwn(sim.database.data(paths.release(SCHEME, PERIOD, id, round()))?.leaves as object, leaf);
  return writeScore(
    sim,
    paths.score(SCHEME, PERIOD, id, "explanations", leaf),
    (rev, at) => ({ ...placeOf(id, leaf, rev, uid, at), round: Math.max(1, round()), text: `Lần ${rev}` }),
    (score, current, at) =>
      !refusalOfExplanation(subjectOf(sim.database, id, uid, at), leaf, released(), score.rev, current) &&
      score.round === round(),
  );
}

type Callable = RequestName & keyof typeof Product;

/**
 * What a press says otherwise than all others, by its number, so that its entries in the audit are known: its reason, or
 * the document that it is based on. Null where it says neither.
 */
function sayingItsOwn(data: object, number: number): { own: object; said: string | null } {
  const { reason, source } = data as { reason?: string; source?: { document?: string } };
  if (reason !== undefined) {
    const said = `${reason} ${number}`;
    return { own: { reason: said }, said };
  }
  if (source?.document === undefined) return { own: {}, said: null };
  const said = `${source.document} ${number}`;
  return { own: { source: { ...source, document: said } }, said };
}

/**
 * Somebody presses a button: the call is made, made twice where they click twice, and made again where its answer does
 * not come, until they give up. Returns what was answered, or null where it was refused or never answered.
 */
export async function press<T>(
  { world, caller, pressed }: Sim,
  name: Callable,
  uid: string,
  data: object = {},
): Promise<T | null> {
  const { own, said } = sayingItsOwn(data, pressed.length);
  if (said !== null) pressed.push({ act: name, reason: said });
  const input = { scheme: SCHEME, period: PERIOD, ...data, ...own };
  if (world.fault("doubleClick")) void caller.ask(name, input, uid);
  for (let tries = 0; tries < 5; tries += 1) {
    const outcome = await caller.ask<T>(name, input, uid);
    if (outcome.kind === "value") {
      world.reach(`did ${name}`);
      return outcome.value;
    }
    if (
      outcome.kind === "error" &&
      outcome.error instanceof HttpsError &&
      outcome.error.code !== "internal"
    ) {
      world.reach(`refused ${name}`);
      return null;
    }
    if (world.fault("giveUp")) return null;
    await world.sleep(world.duration(1_000, 60_000));
  }
  return null;
}

export const DECISION: Decision = {
  ...{ number: "123/QĐ-UBND", date: "2025-02-28", file: "https://example.vn/qd-123.pdf" },
};

/** The head of a unit submits what the screen shows of its scores. */
export async function submit(sim: Sim, unit: number): Promise<void> {
  const id = UNITS[unit] as string;
  const seen = await sim.world.client(`client reads scores of ${id}`, () => {
    const scores = sim.database.list(paths.column(SCHEME, PERIOD, id, "selfScores"));
    return {
      scores: scores.length,
      revSum: scores.reduce((sum, { version }) => sum + Number(version.data?.rev), 0),
    };
  });
  await press(sim, "submitSelfAssessment", `head-${unit}`, {
    ...{ unit: id, confirmName: `Đơn vị ${unit}`, seen },
    report: { number: "2/BC", date: "2024-12-02", file: null },
  });
}

const ofSurvey = { scheme: SCHEME, period: PERIOD, survey: SURVEY };

/** Carries out a respondent's request, again where no answer came. Returns what was answered; null where nothing was, or a no. */
async function knock<T>(
  { world, caller }: Sim,
  name: "buyBallot" | "answerByBallot" | "openByCode",
  perform: (product: typeof Product) => Promise<unknown>,
): Promise<T | null> {
  for (let tries = 0; tries < 6; tries += 1) {
    const outcome = await caller.call<T>(name, perform);
    if (outcome.kind === "value") {
      world.reach(`did ${name}`);
      return outcome.value;
    }
    const refusal = outcome.kind === "error" ? (outcome.error as { refusal?: string }).refusal : undefined;
    if (refusal !== undefined && refusal !== "later") {
      world.reach(`${refusal} ${name}`);
      return null;
    }
    if (world.fault("giveUp")) return null;
    await world.sleep(world.duration(1_000, 5 * 60_000));
  }
  return null;
}

/**
 * A respondent opens a code, buys a ballot for a unit with it and answers by it, with as many forms as there are: the
 * same one again where the browser did not hear, another one where somebody tries.
 */
export async function respond(sim: Sim, code: number, unit: number, forms: readonly Form[]): Promise<void> {
  const { survey, world } = sim;
  const text = survey.codes[code];
  const id = UNITS[unit] as string;
  if (text === undefined) return;
  const opened = await knock<{ units: { id: string; publicKey: string }[] }>(sim, "openByCode", (product) =>
    product.openByCode({ code: text }),
  );
  const publicKey = opened?.units.find((one) => one.id === id)?.publicKey;
  const pooled = sim.pool.find((one) => one.publicKey === publicKey);
  if (!publicKey || !pooled) return;
  const drawn = survey.drawn.get(publicKey) ?? 0;
  survey.drawn.set(publicKey, drawn + 1);
  const ballot = pooled.ballots[drawn];
  if (!ballot) return;
  const bought = await knock<{ signature: string }>(sim, "buyBallot", (product) =>
    product.buyBallot({ code: text, unit: id, blinded: ballot.blinded }),
  );
  if (!bought) return;
  if (bought.signature !== ballot.signed) world.fail("signs ballots right", id);
  const known: { unit: string; forms: Form[]; accepted: Form | null } = {
    ...{ unit: id, forms: [...forms], accepted: null },
  };
  survey.answers.set(ballot.message, known);
  const { message, signature } = ballot;
  const hand = async (form: Form) => {
    const answered = await knock<undefined>(sim, "answerByBallot", (product) =>
      product.answerByBallot({
        ...ofSurvey,
        ...{ unit: id, channel: "code", ballot: { message, signature }, form, minutes: 1 },
      }),
    );
    if (answered !== undefined) return;
    if (known.accepted && !isDeepStrictEqual(known.accepted, form))
      world.fail("a ballot counts once", `two answers of ${id} were accepted by one`);
    known.accepted = form;
  };
  await Promise.all(forms.map(hand));
}

import { isDeepStrictEqual } from "node:util";
import {
  Correction,
  Publication,
  paths,
  SealSheet,
  verifyResult,
  type YearStep,
} from "../../core/src/index.ts";
import type { Change, Database } from "./platform/database.ts";
import { isMap, Timestamp, type Value } from "./platform/values.ts";
import { look, read } from "./stored.ts";
import { PERIOD, SCHEME, SURVEY } from "./templates.ts";
import type { World } from "./world.ts";

/** What must hold at every commit, whatever goes wrong around it. */

/** The states that a period may leave for another, with the act that the audit must name. */
const TRANSITIONS: Record<string, string> = {
  ...Object.fromEntries(
    (
      [
        ["preparing", "selfAssessment"],
        ["selfAssessment", "appraisal"],
        ["appraisal", "explanation"],
        ["explanation", "reappraisal"],
        ["reappraisal", "adoption"],
      ] satisfies [YearStep["from"], YearStep["to"]][]
    ).map(([from, to]) => [`${from} → ${to}`, "advance"]),
  ),
  "adoption → sealing": "seal",
  "sealing → sealed": "sealed",
  "sealing → adoption": "giveUpSeal",
  "sealed → adoption": "reopen",
  "sealed → published": "published",
};

/** Acts that may stand in the audit without a change beside them: what they did was done before. */
const ALONE = new Set(["recountSurvey", "scoreSurvey", "remind"]);

const SCORES = new Set(["selfScores", "appraisals", "surveyScores", "explanations"]);

const differs = (change: Change, field: string): boolean =>
  change.before !== undefined && !isDeepStrictEqual(change.before.data?.[field], change.after.data?.[field]);

/** The period's own changes in a commit, each with the acts of which one must be told beside it. */
function happeningsOfPeriod(change: Change, fail: World["fail"]): [string, string[]][] {
  if (!change.before) return [];
  const [before, after] = [change.before.data ?? {}, change.after.data ?? {}];
  const found: [string, string[]][] = [];
  if (before.state !== after.state) {
    const step = `${before.state} → ${after.state}`;
    const act = TRANSITIONS[step];
    if (act) found.push([step, [act]]);
    else fail("a period takes legal steps", step);
  }
  if (differs(change, "adoption"))
    found.push(["adoption", after.adoption ? ["adopt"] : ["reopen", "giveUpSeal"]]);
  if (differs(change, "decision")) found.push(["decision", ["enterDecision", "reopen"]]);
  if (differs(change, "settings")) found.push(["settings", ["changeSettings"]]);
  if (differs(change, "dates")) found.push(["dates", ["setDate", "release", "enterDecision"]]);
  return found;
}

const UNIT_ACTS = {
  submission: ["submitSelfAssessment", "returnSubmission", "lockAsItStands"],
  exempt: ["setExemption"],
  lockException: ["returnSubmission", "setLockException", "lockAsItStands"],
};

/** What of a change needs its entry in the audit. */
function happenings(change: Change, fail: World["fail"]): [string, string[]][] {
  const parts = change.path.split("/");
  const [collection] = parts.slice(-2);
  if (change.path === paths.period(SCHEME, PERIOD)) return happeningsOfPeriod(change, fail);
  switch (collection) {
    case "units":
      return Object.entries(UNIT_ACTS).filter(([field]) => differs(change, field));
    case "members":
      return differs(change, "roles") ? [["roles", ["handOver"]]] : [];
    case "adjustments":
      return [["adjustment", ["saveAdjustment", "revokeAdjustment"]]];
    case "surveys":
      return differs(change, "state") ? [["survey", ["openSurvey", "closeSurvey", "reopenSurvey"]]] : [];
    case "batches":
      return [["batch", ["issueInvitations"]]];
    case "corrections":
      return [
        ["correction", ["draftCorrection", "discardCorrection", "publishCorrection", "correctionPublished"]],
      ];
    case "publications":
      return change.before ? [] : [["publication", ["published", "correctionPublished"]]];
    default:
      return [];
  }
}

const leaseIn = (moving: Value | undefined): Value | undefined => (isMap(moving) ? moving.lease : undefined);

const millisOf = (value: unknown) => (value instanceof Timestamp ? value.toMillis() : undefined);

/** The version of a folded score; no number where there is none. */
const revIn = (score: unknown): number => (isMap(score) ? Number(score.rev) : Number.NaN);

export class Monitor {
  readonly #world: World;
  readonly #database: Database;

  constructor(world: World, database: Database) {
    this.#world = world;
    this.#database = database;
  }

  readonly #fail = (invariant: string, detail: string): void => this.#world.fail(invariant, detail);

  /** Looks at a transaction that a function has just committed. */
  committed(name: string): void {
    if (name !== "takeSealLease") return;
    const seals = this.#database.list(`${paths.period(SCHEME, PERIOD)}/seals`);
    const newest = seals
      .map(({ path }) => this.#database.versions(path))
      .find((all) => all.at(-1)?.at === this.#database.last);
    const [before, after] = newest?.slice(-2) ?? [];
    if (before && after) this.#taken("the seal", before.data?.lease, after.data?.lease);
  }

  /** Whoever takes over something that is held waits until it is not held any more. */
  #taken(what: string, before: Value | undefined, after: Value | undefined): void {
    if (!(before instanceof Timestamp && after instanceof Timestamp) || before.isEqual(after)) return;
    const left = before.toMillis() - this.#world.now;
    if (left > 2 * this.#world.skew)
      this.#fail("one at a time", `${what} was taken over ${left} ms before its time`);
  }

  /** Looks at a commit. */
  look(changes: readonly Change[], at: number): void {
    const acts: string[] = [];
    for (const change of changes) {
      const collection = change.path.split("/").at(-2) ?? "";
      if (collection === "audit") acts.push(this.#audited(change));
      else if (SCORES.has(collection)) this.#scored(change);
      else if (collection === "history") this.#onlyOnce(change, "history is never rewritten");
      else if (collection === "releases") this.#onlyOnce(change, "what was released stays as it was");
      else if (collection === "ledgers") this.#ledger(change);
      else if (change.path.startsWith("publications/")) this.#published(change, changes, at);
    }
    for (const { path, before, after } of changes) {
      if (path === paths.period(SCHEME, PERIOD))
        this.#taken("the step", leaseIn(before?.data?.moving), leaseIn(after.data?.moving));
      if (path === paths.survey(SCHEME, PERIOD, SURVEY))
        this.#taken("the rewrite", before?.data?.rewriting, after.data?.rewriting);
    }
    this.#audit(changes, acts);
    this.#frozen(changes);
  }

  #audited({ path, before, after }: Change): string {
    if (before || !after.data) this.#fail("the audit is never altered", path);
    return String(after.data?.act);
  }

  #onlyOnce({ path, before }: Change, invariant: string): void {
    if (before) this.#fail(invariant, path);
  }

  /** Versions follow one another: none is overwritten by another of the same number, none is skipped. */
  #scored({ path, before, after }: Change): void {
    const [old, now] = [before?.data?.rev ?? 0, after.data?.rev];
    if (now !== Number(old) + 1) this.#fail("versions follow one another", `${path}: ${old} → ${now}`);
  }

  /** A ledger never goes back behind a version that it has folded, and freezes while its period is sealed. */
  #ledger({ path, before, after }: Change): void {
    if (after.data?.frozen === true && before?.data?.frozen !== true) {
      const state = this.#database.data(paths.period(SCHEME, PERIOD))?.state;
      if (state !== "sealing") this.#fail("a ledger freezes with its period", `${path} while ${state}`);
    }
    for (const column of ["self", "appraisal", "survey"]) {
      const [old, now] = [before?.data?.[column], after.data?.[column]];
      if (!isMap(old) || !isMap(now)) continue;
      for (const [leaf, score] of Object.entries(old)) {
        const [was, is] = [revIn(score), revIn(now[leaf])];
        if (!(is >= was))
          this.#fail("a ledger only goes forward", `${path} ${column} ${leaf}: ${was} → ${is}`);
      }
    }
  }

  #published(change: Change, changes: readonly Change[], at: number): void {
    const [, id = "", below] = change.path.split("/");
    if (below !== undefined) {
      const publication = this.#database.versions(paths.publication(id))[0];
      if (publication && publication.at < at) this.#fail("published is for good", change.path);
      return;
    }
    if (change.before) {
      const [before, after] = [change.before.data ?? {}, change.after.data ?? {}];
      const others = Object.keys(before).filter((field) => !isDeepStrictEqual(before[field], after[field]));
      if (others.join() !== "supersededBy" || before.supersededBy !== null)
        this.#fail("published is for good", `${id}: ${others.join()}`);
      return;
    }
    look(this.#fail, () => this.#revealed(id, changes));
  }

  /** What is revealed is whole, proves itself and comes in its time. */
  #revealed(id: string, changes: readonly Change[]): void {
    const publication = read(this.#database, paths.publication(id), Publication);
    if (!publication) return;
    this.#world.reach("revealed");
    const sheets = this.#database
      .list(paths.publicationSheets(id))
      .map(({ path }) => read(this.#database, path, SealSheet)?.sheet)
      .flatMap((sheet) => sheet ?? []);
    const findings = verifyResult(publication.manifest, sheets, publication.root);
    if (findings.length > 0) this.#fail("a publication verifies", `${id}: ${JSON.stringify(findings[0])}`);
    const period = changes.find(({ path }) => path === paths.period(SCHEME, PERIOD));
    const before = period?.before?.data;
    const planned = isMap(before?.dates) ? before.dates.publishAt : undefined;
    const { corrects, version } = publication.manifest;
    const due =
      corrects === null
        ? millisOf(planned)
        : read(this.#database, paths.correction(SCHEME, PERIOD, version), Correction)?.publishAt?.getTime();
    if (due === undefined || this.#world.now + this.#world.skew < due)
      this.#fail("nothing is published before its time", `${id} at ${this.#world.now}, due ${due}`);
    if (corrects === null && (before?.state !== "sealed" || before.decision === null))
      this.#fail("only a sealed result with its decision is published", id);
  }

  /** Every act leaves its entry in its own commit, one of a kind, and no entry is without what it tells. */
  #audit(changes: readonly Change[], acts: readonly string[]): void {
    if (new Set(acts).size < acts.length) this.#fail("an act leaves one entry", acts.join());
    const others = changes.some(({ path }) => !/\/(audit|notices)\//.test(path));
    const lonely = acts.find((act) => !ALONE.has(act));
    if (lonely !== undefined && !others) this.#fail("an entry tells of what was done", lonely);
    for (const change of changes)
      for (const [what, expected] of happenings(change, this.#fail))
        if (!expected.some((act) => acts.includes(act)))
          this.#fail("every act leaves its entry", `${what} of ${change.path}, beside [${acts.join()}]`);
  }

  /** Once sealed, nothing that a result rests on changes any more. */
  #frozen(changes: readonly Change[]): void {
    const period = paths.period(SCHEME, PERIOD);
    const state = this.#database.data(period)?.state;
    if (state !== "sealed" && state !== "published") return;
    if (changes.some(({ path }) => path === period)) return;
    for (const change of changes) {
      const [collection = ""] = change.path.split("/").slice(-2);
      const isInput = SCORES.has(collection) || ["ledgers", "indices", "adjustments"].includes(collection);
      const isSheet = change.path.startsWith(`${period}/seals/`);
      const isUnit = collection === "units" && (differs(change, "exempt") || differs(change, "submission"));
      if (isInput || isSheet || isUnit) this.#fail("sealed is frozen", change.path);
    }
  }
}

import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import {
  type Adjustment,
  type AuditEntry,
  addTallies,
  answerIncrements,
  type Column,
  collectionOf,
  computeSheet,
  EMPTY_TALLY,
  type Evidence,
  emptyLedger,
  foldChanges,
  freezeSheet,
  type HistoryEntry,
  type Invitation,
  isFrozen,
  type Ledger,
  type Notice,
  type Period,
  type Publication,
  paths,
  questionsFor,
  type Rollup,
  type ScoreChange,
  type Seal,
  type SealSheet,
  type StoredTally,
  type Survey,
  type SurveyAnswer,
  sha256Hex,
  standing,
  type Tally,
  tallyOf,
  type Unit,
  unitIndex,
} from "../../core/src/index.ts";
import { SMALL_SET } from "../functions/setup/small-set.ts";
import { periodOf, read, type Sim } from "./people.ts";
import { type Database, idOf } from "./platform/database.ts";
import { type Fields, Timestamp } from "./platform/values.ts";
import { COMPILED, changeOf, PARENT, PEOPLE, PERIOD, SCHEME, SURVEY, UNITS } from "./templates.ts";

/** What must hold once everything has come to rest. */

type Fail = (invariant: string, detail: string) => void;

function all<T>(database: Database, path: string): { id: string; data: T }[] {
  return database
    .list(path)
    .map((found) => ({ id: idOf(found.path), data: read<T>(database, found.path) as T }));
}

const withoutMarks = (ledger: Ledger): Ledger => {
  const unmarked = <T extends object>(column: Record<string, T>): Record<string, T> =>
    Object.fromEntries(
      Object.entries(column).map(([leaf, score]) => {
        const { unrecorded: _, ...rest } = score as T & { unrecorded?: true };
        return [leaf, rest as unknown as T];
      }),
    );
  return {
    ...ledger,
    ...{
      self: unmarked(ledger.self),
      appraisal: unmarked(ledger.appraisal),
      survey: unmarked(ledger.survey),
    },
  };
};

/** A unit's ledger as it follows from what is stored, by `core` alone. */
function ledgerFrom(
  database: Database,
  period: Period,
  id: string,
): { ledger: Ledger; adjustments: Adjustment[] } {
  const unit = read<Unit>(database, paths.unit(SCHEME, PERIOD, id)) as Unit;
  const given = all<Adjustment>(database, paths.adjustments(SCHEME, PERIOD, id));
  given.sort((a, b) => a.data.at.getTime() - b.data.at.getTime() || (a.id < b.id ? -1 : 1));
  const adjustments = standing(given.map(({ data }) => data));
  const evidence: Record<string, number> = {};
  for (const { data } of all<Evidence>(database, paths.evidence(SCHEME, PERIOD, id)))
    for (const leaf of Object.keys(data.leaves)) evidence[leaf] = (evidence[leaf] ?? 0) + 1;
  const empty = {
    ...emptyLedger(id, unit, period.settings, adjustments),
    evidence,
    frozen: isFrozen(period.state),
  };
  const changes = (["self", "appraisal", "survey"] as const).flatMap((column): ScoreChange[] =>
    all<Parameters<typeof changeOf>[1]>(database, paths.column(SCHEME, PERIOD, id, collectionOf[column])).map(
      ({ data }) => changeOf(column, data),
    ),
  );
  return { ledger: foldChanges(empty, changes), adjustments };
}

/** Every ledger and index is what its sources give, and every sheet that was sealed too. */
function checkResults({ database, caller }: Sim, period: Period, fail: Fail): void {
  if (period.state === "preparing") return;
  const sealedOnce = database.list(`${paths.period(SCHEME, PERIOD)}/seals`).length > 0;
  for (const id of UNITS) {
    const stored = read<Ledger>(database, paths.ledger(SCHEME, PERIOD, id));
    const { ledger, adjustments } = ledgerFrom(database, period, id);
    if (!stored) {
      fail("every ledger follows from its sources", `${id} has none`);
      continue;
    }
    if (!isDeepStrictEqual(withoutMarks(stored), ledger))
      fail("every ledger follows from its sources", `${id}: ${differenceOf(withoutMarks(stored), ledger)}`);
    const sheet = computeSheet(COMPILED, ledger);
    const index = read<object>(database, paths.index(SCHEME, PERIOD, id));
    if (!isDeepStrictEqual(index, unitIndex(ledger, sheet)))
      fail(
        "every index follows from its sources",
        `${id}: ${differenceOf(index ?? {}, unitIndex(ledger, sheet))}`,
      );
    // What came while a ledger was frozen left its history, and stays marked when the result is opened again.
    if (!sealedOnce && caller.dropped.size === 0 && !isDeepStrictEqual(stored, withoutMarks(stored)))
      fail("no version waits for its event", id);
    if (period.state !== "sealed" && period.state !== "published") continue;
    const unit = read<Unit>(database, paths.unit(SCHEME, PERIOD, id)) as Unit;
    const place = { scheme: SCHEME, period: PERIOD, unit: id };
    const frozen = freezeSheet(place, unit, SMALL_SET, sheet, ledger, adjustments);
    const sealed = read<SealSheet>(database, paths.sealSheet(SCHEME, PERIOD, period.seal ?? "", id));
    if (sealed?.sha256 !== frozen.sha256)
      fail(
        "every acknowledged write is in the sealed result",
        `${id}: ${differenceOf(sealed?.sheet ?? {}, frozen.sheet)}`,
      );
  }
}

function differenceOf(stored: object, expected: object): string {
  const names = new Set([...Object.keys(stored), ...Object.keys(expected)]);
  const [left, right] = [stored as Record<string, unknown>, expected as Record<string, unknown>];
  const differing = [...names].filter((name) => !isDeepStrictEqual(left[name], right[name]));
  return differing
    .map((name) => `${name} ${JSON.stringify(left[name])} ≠ ${JSON.stringify(right[name])}`)
    .join("; ");
}

function contentOf(fields: Fields): Record<string, unknown> {
  const { scheme: _s, period: _p, unit: _u, leaf: _l, field: _f, rev: _r, by: _b, at: _a, ...rest } = fields;
  return rest;
}

const plain = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner) && !(inner instanceof Timestamp)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

/** The history holds every version of every score and explanation once, with what it was before and after. */
function checkHistory(
  { database, caller, acknowledged }: Sim,
  reported: ReadonlySet<string>,
  fail: Fail,
): void {
  for (const id of UNITS) {
    let expected = 0;
    for (const [column, collection] of Object.entries(collectionOf))
      for (const { path } of database.list(paths.column(SCHEME, PERIOD, id, collection))) {
        let before: Fields | null = null;
        const leaf = idOf(path);
        for (const { data } of database.versions(path)) {
          if (!data) continue;
          const entryPath = paths.historyEntry(SCHEME, PERIOD, id, column as Column, leaf, Number(data.rev));
          const entry = database.data(entryPath) as unknown as HistoryEntry | null;
          const lost = caller.dropped.has(`${path}#${data.rev}`);
          if (!entry && lost && column !== "explanation" && !reported.has(`${id} ${column}`))
            fail("a gap in the history is reported", entryPath);
          if (!entry && !lost) fail("the history has every version", entryPath);
          if (entry) {
            expected += 1;
            const same =
              plain(entry.to) === plain(contentOf(data)) &&
              plain(entry.from) === plain(before && contentOf(before)) &&
              entry.by === data.by;
            if (!same)
              fail("the history says what was", `${entryPath}: ${plain(entry.from)} → ${plain(entry.to)}`);
          }
          before = data;
        }
      }
    const found = database.list(paths.history(SCHEME, PERIOD, id)).length;
    if (found !== expected) fail("the history has nothing else", `${id}: ${found} entries of ${expected}`);
  }
  for (const [path, revs] of acknowledged)
    for (const rev of revs)
      if (!database.versions(path).some(({ data }) => data?.rev === rev))
        fail("every acknowledged write is there", `${path} ${rev}`);
}

/** Nothing is held any more by who is no longer at it. */
function checkLeases({ database }: Sim, period: Period, fail: Fail): void {
  if (period.moving) fail("nothing is held for ever", `moving to ${period.moving.to}`);
  for (const { id, data } of all<Seal>(database, `${paths.period(SCHEME, PERIOD)}/seals`))
    if (data.state !== "done" && data.state !== "discarded")
      fail("nothing is held for ever", `seal ${id} is ${data.state}`);
  const survey = read<Survey>(database, paths.survey(SCHEME, PERIOD, SURVEY));
  if (survey?.rewriting) fail("nothing is held for ever", "the survey is being rewritten");
  if (period.state === "sealing") fail("nothing is held for ever", "the period is being sealed");
}

/** Versions follow one another from the first to the period's newest, and everyone was told of each once. */
function checkPublications({ database, world }: Sim, period: Period, fail: Fail): void {
  const publications = all<Publication>(database, paths.publications());
  if ((period.state === "published") !== publications.length > 0)
    fail("a published period has its publication", `${period.state}, ${publications.length} publications`);
  publications.forEach(({ id, data }, at) => {
    const next = publications[at + 1]?.id ?? null;
    const before = publications[at - 1]?.id ?? null;
    const isRight =
      data.manifest.version === at + 1 && data.manifest.corrects === before && data.supersededBy === next;
    if (!isRight) fail("versions of a publication follow one another", id);
    if (next === null && period.publication !== id) fail("the period names its newest publication", id);
    for (const uid of Object.keys(PEOPLE)) {
      const notices = all<Notice>(database, paths.notices(SCHEME, uid));
      const told = notices.filter((notice) => notice.data.told.kind === "published" && notice.id === id);
      if (told.length !== 1) fail("everyone is told of a publication once", `${uid}: ${told.length}`);
    }
    world.reach(`publication ${data.manifest.version}`);
  });
}

/** A call that was made again, with nothing done in between, left one entry. */
function checkAudit({ database, pressed }: Sim, fail: Fail): void {
  const entries = database.list(paths.audit(SCHEME)).map(({ version }) => version);
  entries.sort((a, b) => a.created - b.created);
  const known = new Set(pressed.map(({ act, reason }) => `${act} ${reason}`));
  let last = "";
  for (const { data } of entries) {
    const { act, reason, detail } = data as unknown as AuditEntry;
    const { source } = detail as { source?: { document?: string } };
    const entry = `${act} ${reason ?? source?.document}`;
    if (entry === last && known.has(entry)) fail("a call that is made again leaves one entry", entry);
    last = entry;
  }
}

/** The stages from which on every unit has its ledger, and those that follow a release. */
function checkYear({ database }: Sim, period: Period, fail: Fail): void {
  for (let round = 1; round <= period.releaseRound; round += 1)
    for (const id of UNITS)
      if (!database.data(paths.release(SCHEME, PERIOD, id, round)))
        fail("every unit gets its release", `${id}, round ${round}`);
  if (period.state !== "preparing" && period.unitCount !== UNITS.length)
    fail("a period knows its units", String(period.unitCount));
}

/** The board of the scheme above shows what is. */
function checkRollup({ database }: Sim, period: Period, fail: Fail): void {
  const rollup = read<Rollup>(database, paths.rollup(PARENT, SCHEME));
  if (!rollup?.period) {
    fail("the rollup follows", "there is none");
    return;
  }
  const indices = all<{ submission: string; missing: { appraisal: number } }>(
    database,
    paths.indices(SCHEME, PERIOD),
  );
  const { units, submitted, appraised, state } = rollup.period;
  const expected = {
    ...{ units: UNITS.length, state: period.state },
    submitted: indices.filter(({ data }) => data.submission === "submitted").length,
    appraised: indices.filter(({ data }) => data.missing.appraisal === 0).length,
  };
  if (!isDeepStrictEqual({ units, submitted, appraised, state }, expected))
    fail("the rollup follows", differenceOf({ units, submitted, appraised, state }, expected));
  if ((rollup.published?.publication ?? null) !== period.publication)
    fail("the rollup follows", `it shows ${rollup.published?.publication}, not ${period.publication}`);
}

const tallyPlain = ({ channels, questions, leaves, ballots }: Tally): string => {
  const sorted = (value: unknown): unknown =>
    value !== null && typeof value === "object"
      ? Object.fromEntries(
          Object.entries(value)
            .filter(([, inner]) => inner !== 0)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([name, inner]) => [name, sorted(inner)]),
        )
      : value;
  return JSON.stringify(sorted({ channels, questions, leaves, ballots }));
};

/** Every ballot counts once: answers, tallies and what respondents were told agree. */
function checkSurvey({ database, survey: seen, world }: Sim, fail: Fail): void {
  const survey = read<Survey>(database, paths.survey(SCHEME, PERIOD, SURVEY));
  if (!survey) return;
  const stored = all<SurveyAnswer>(database, paths.surveyAnswers(SCHEME, PERIOD, SURVEY));
  const current = stored.filter(({ data }) => data.epoch === survey.epoch);
  if (stored.length > current.length)
    fail("a rewrite leaves nothing behind", `${stored.length - current.length} answers of other epochs`);
  const keys = new Set(current.map(({ data }) => data.key));
  if (keys.size < current.length)
    fail("a ballot counts once", `${current.length} answers, ${keys.size} ballots`);
  for (const { id, data } of current)
    if (id !== sha256Hex(`${data.key}:${survey.epoch}`)) fail("an answer stands under its id", id);
  for (const [message, { unit, forms, accepted }] of seen.answers) {
    const key = createHash("sha256").update(Buffer.from(message, "base64url")).digest("hex");
    const answer = current.find(({ data }) => data.key === key)?.data;
    if (accepted && !answer) fail("no accepted answer is lost", `of ${unit}`);
    const said = (accepted ? [accepted] : forms).some((form) => isDeepStrictEqual(answer?.form, form));
    if (answer && (answer.unit !== unit || !said)) fail("an answer says what was answered", unit);
    if (answer) world.reach("answers stored");
  }
  const invitations = all<Invitation>(database, paths.invitations());
  for (const unit of UNITS) {
    const asked = questionsFor(survey.questions, unit, SMALL_SET.id);
    const increments = current
      .filter(({ data }) => data.unit === unit)
      .flatMap(({ data }) => answerIncrements(data, asked, SMALL_SET.id));
    const ballots = invitations.reduce((sum, { data }) => sum + (data.ballots[unit]?.length ?? 0), 0);
    const counted = { ...tallyOf(increments), ballots };
    const parts = [
      ...all<StoredTally>(database, paths.tallies(SCHEME, PERIOD, SURVEY)),
      ...all<StoredTally>(database, paths.tallyTotals(SCHEME, PERIOD, SURVEY)),
    ].filter(({ data }) => data.unit === unit);
    const tallied = parts.reduce<Tally>(
      (sum, { data }) => addTallies(sum, { ...EMPTY_TALLY, ...data }),
      EMPTY_TALLY,
    );
    if (tallyPlain(tallied) !== tallyPlain(counted))
      fail("tallies equal the recount", `${unit}: ${tallyPlain(tallied)} ≠ ${tallyPlain(counted)}`);
    if (survey.state !== "closed") continue;
    for (const leaf of Object.keys(counted.leaves)) {
      const score = database.data(paths.score(SCHEME, PERIOD, unit, "surveyScores", leaf));
      if (score?.n !== counted.leaves[leaf]?.n)
        fail(
          "a closed survey's scores count all its answers",
          `${unit} ${leaf}: ${score?.n} of ${counted.leaves[leaf]?.n}`,
        );
    }
  }
  for (const { id, data } of invitations)
    for (const [unit, bought] of Object.entries(data.ballots))
      if (bought.length > data.uses) fail("a code buys no more than it is good for", `${id} ${unit}`);
}

/** Everything that must hold of a run that has come to rest. `reported`: the gaps that reconciliation told of. */
export function checkAll(sim: Sim, reported: ReadonlySet<string>, rolledUp: boolean, fail: Fail): void {
  const period = periodOf(sim.database);
  sim.world.reach(`ends ${period.state}`);
  checkResults(sim, period, fail);
  checkHistory(sim, reported, fail);
  checkLeases(sim, period, fail);
  checkPublications(sim, period, fail);
  checkYear(sim, period, fail);
  checkAudit(sim, fail);
  checkSurvey(sim, fail);
  if (rolledUp) checkRollup(sim, period, fail);
}

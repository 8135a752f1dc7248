import {
  type CriteriaSet,
  type LeafNode,
  type MissingItem,
  paths,
  type RequestOf,
  SelfScore,
  Unit,
} from "../../core/src/index.ts";
import { SCHEME } from "../seed.ts";
import { inventClaim } from "./claims.ts";
import { eachOf, type Session, signedIn, type Write } from "./doors.ts";
import { expectRefused, expectSame } from "./expect.ts";
import {
  advanceTo,
  bringDate,
  editorOf,
  headOf,
  KEY,
  PERIOD,
  type RosterUnit,
  random,
  remember,
  scoreWrite,
  selfLeaves,
  setOf,
  surveyLeaves,
  type World,
  writeNew,
  YEAR,
} from "./world.ts";

/** How many units work side by side. */
const WIDTH = 3;
/** How many leaves the unit that never submits has scored when the deadline comes. */
const BEGUN = 5;

const unitPath = (unit: RosterUnit) => paths.unit(SCHEME, PERIOD, unit.id);
const selfScores = (unit: RosterUnit) => paths.column(SCHEME, PERIOD, unit.id, "selfScores");
const selfScore = (unit: RosterUnit, { id }: LeafNode) =>
  paths.score(SCHEME, PERIOD, unit.id, "selfScores", id);

/** The leaves a unit is to score. */
const toScore = (world: World, unit: RosterUnit): LeafNode[] => {
  const { exempted } = world.cast;
  const leaves = selfLeaves(setOf(world.sets, unit));
  return unit === exempted.unit ? leaves.filter(({ id }) => id !== exempted.leaf.id) : leaves;
};

/** The leaf a forgetful unit leaves out at first. */
const forgotten = (world: World, unit: RosterUnit) =>
  world.cast.forgetful.includes(unit) ? toScore(world, unit).at(-1) : undefined;

function scoring(world: World, unit: RosterUnit, set: CriteriaSet, session: Session) {
  const quality = random(world.seed, unit.id, "quality").between(0.8, 0.97);
  return (leaf: LeafNode, rev: number): Write => {
    const source = random(world.seed, unit.id, leaf.id, String(rev));
    const claim = inventClaim(leaf, quality, source, YEAR);
    return scoreWrite(session, set, unit.id, "self", leaf.id, rev, { ...claim });
  };
}

/** One unit's editor scores every leaf, and corrects a few of them. */
async function scoreUnit(world: World, unit: RosterUnit, session: Session): Promise<void> {
  const set = setOf(world.sets, unit);
  const score = scoring(world, unit, set, session);
  const left = forgotten(world, unit);
  const leaves =
    unit === world.cast.silent
      ? toScore(world, unit).slice(0, BEGUN)
      : toScore(world, unit).filter((leaf) => leaf !== left);
  await writeNew(
    world,
    session,
    unit.id,
    "self",
    leaves.map((leaf) => score(leaf, 1)),
  );
  const source = random(world.seed, unit.id, "corrections");
  const corrected = leaves.filter(() => source.chance(0.04));
  for (const leaf of corrected) await session.write(score(leaf, 2));
  remember(world, unit.id, "self", 0, corrected.length);
}

/** Writes that the rules must refuse an editor, whatever the screen lets through. */
async function refuseBadScores(world: World): Promise<void> {
  const { exempted, silent } = world.cast;
  const { unit } = exempted;
  const set = setOf(world.sets, unit);
  const [leaf, other] = toScore(world, unit);
  const [surveyed] = surveyLeaves(set);
  if (!leaf || !other || !surveyed) throw new Error(`${set.id} has too few leaves`);
  await signedIn(editorOf(unit), async (session) => {
    const { rev } = await session.must(selfScore(unit, leaf), SelfScore);
    const next = rev + 1;
    const refuse = (what: string, at: string, id: string, rev: number, content: Record<string, unknown>) =>
      expectRefused(what, "permission-denied", () =>
        session.write(
          scoreWrite(session, set, at, "self", id, rev, { facts: null, points: 0, note: "", ...content }),
        ),
      );
    await refuse("points above the maximum", unit.id, leaf.id, next, { points: leaf.max + leaf.step });
    await refuse("points off their step", unit.id, leaf.id, next, { points: leaf.step - 1 });
    await refuse("points as text", unit.id, leaf.id, next, { points: "1" });
    await refuse("a stale version", unit.id, leaf.id, rev, {});
    await refuse("another person's name on a score", unit.id, leaf.id, next, { by: "someone" });
    await refuse("another unit's leaf", silent.id, other.id, 1, {});
    await refuse("a surveyed leaf", unit.id, surveyed.id, 1, {});
    await refuse("an exempt leaf", unit.id, exempted.leaf.id, 1, {});
    await refuse("an unknown leaf", unit.id, "f99", 1, {});
    for (const path of [
      paths.ledger(SCHEME, PERIOD, unit.id),
      paths.index(SCHEME, PERIOD, unit.id),
      paths.score(SCHEME, PERIOD, unit.id, "appraisals", leaf.id),
    ])
      await expectRefused(`an editor's look at ${path}`, "permission-denied", () => session.get(path, Unit));
  });
}

/** The editors of all units score their leaves: 27 of them all, one only begins. */
export async function assessSelves(world: World): Promise<string> {
  await eachOf(world.units, WIDTH, (unit) =>
    signedIn(editorOf(unit), (session) => scoreUnit(world, unit, session)),
  );
  await refuseBadScores(world);
  const tallies = [...world.written.values()].map(({ self }) => self);
  const scores = tallies.reduce((sum, { n }) => sum + n, 0);
  const versions = tallies.reduce((sum, { revs }) => sum + revs, 0);
  return `${world.units.length} units score ${scores} leaves in ${versions} versions; bad scores are refused`;
}

/** What a head's screen sends: the saved scores it has seen, the unit's name, the signed report. */
async function submission(
  session: Session,
  unit: RosterUnit,
  report: number,
): Promise<RequestOf<"submitSelfAssessment">> {
  const { name } = await session.must(unitPath(unit), Unit);
  const scores = [...(await session.list(selfScores(unit), SelfScore)).values()];
  return {
    ...{ ...KEY, unit: unit.id, confirmName: name },
    seen: { scores: scores.length, revSum: scores.reduce((sum, { rev }) => sum + rev, 0) },
    report: { number: `MINH-HOA-${report}/BC-${unit.order + 1}`, date: `${YEAR}-12-20`, file: null },
  };
}

const missingIn = (details: unknown) => (details as { missing?: MissingItem[] } | undefined)?.missing ?? [];

/** A forgetful unit's submission is refused with the very leaf it left out; its editor scores it. */
async function completeForgotten(world: World, unit: RosterUnit, head: Session): Promise<void> {
  const leaf = forgotten(world, unit);
  if (!leaf) return;
  const request = await submission(head, unit, 1);
  const refusal = await expectRefused(`${unit.id} submits too early`, "failed-precondition", () =>
    head.call("submitSelfAssessment", request),
  );
  const missing = missingIn(refusal.details).map((item) => item.leaf);
  expectSame(`what ${unit.id} still misses`, missing, [leaf.id]);
  await signedIn(editorOf(unit), async (editor) => {
    const score = scoring(world, unit, setOf(world.sets, unit), editor);
    await writeNew(world, editor, unit.id, "self", [score(leaf, 1)]);
  });
}

async function submitUnit(world: World, unit: RosterUnit): Promise<void> {
  await signedIn(headOf(unit), async (head) => {
    await completeForgotten(world, unit, head);
    const request = await submission(head, unit, 1);
    if (unit === world.cast.returned)
      await expectRefused("a submission of a screen out of date", "failed-precondition", () =>
        head.call("submitSelfAssessment", {
          ...request,
          seen: { ...request.seen, revSum: request.seen.revSum - 1 },
        }),
      );
    await head.call("submitSelfAssessment", request);
    const stored = await head.must(unitPath(unit), Unit);
    expectSame(`the submission of ${unit.id}`, stored.submission.state, "submitted");
  });
}

/** The heads of 27 units submit; a few are refused first, with the list of what is missing. */
export async function submitAll(world: World): Promise<string> {
  const { silent, forgetful } = world.cast;
  const submitting = world.units.filter((unit) => unit !== silent);
  for (const unit of submitting) await submitUnit(world, unit);
  await expectRefused("a lock before the deadline", "failed-precondition", () => lock(world));
  const [first] = submitting;
  const leaf = first && toScore(world, first)[0];
  if (!first || !leaf) throw new Error("nobody submitted");
  await signedIn(editorOf(first), async (editor) => {
    const { rev } = await editor.must(selfScore(first, leaf), SelfScore);
    const late = scoring(world, first, setOf(world.sets, first), editor)(leaf, rev + 1);
    await expectRefused("an edit after submission", "permission-denied", () => editor.write(late));
  });
  return `${submitting.length} heads submit, ${forgetful.length} after a refusal that names the missing leaf`;
}

const lock = (world: World) =>
  world.admin.call("lockAsItStands", {
    ...{ ...KEY, unit: world.cast.silent.id },
    reason: "Đơn vị không gửi hồ sơ trong thời hạn (minh họa)",
  });

/** Nobody's edit passes once the due instant has come, before the schedule has moved the period. */
async function refuseLateEdit(world: World): Promise<void> {
  const { silent } = world.cast;
  const leaf = toScore(world, silent)[BEGUN];
  if (!leaf) throw new Error(`${silent.criteriaSet} has too few leaves`);
  await signedIn(editorOf(silent), async (editor) => {
    const late = scoring(world, silent, setOf(world.sets, silent), editor)(leaf, 1);
    await expectRefused("an edit after the deadline", "permission-denied", () => editor.write(late));
  });
}

/** A submitted file is returned past the deadline with a lock exception, corrected and submitted again. */
async function returnAndCorrect(world: World): Promise<void> {
  const { returned } = world.cast;
  const exception = new Date(Date.now() + 30 * 60_000);
  const request = { ...KEY, unit: returned.id, reason: "Số liệu cần rà soát lại (minh họa)" };
  await expectRefused("a return past the deadline without a date", "failed-precondition", () =>
    world.admin.call("returnSubmission", { ...request, until: null }),
  );
  await world.admin.call("returnSubmission", { ...request, until: exception.toISOString() });
  await signedIn(editorOf(returned), async (editor) => {
    const scores = await editor.list(selfScores(returned), SelfScore);
    const leaf = toScore(world, returned).find(({ id }) => scores.get(id)?.rev === 1);
    if (!leaf) throw new Error(`${returned.id} has corrected every leaf`);
    await editor.write(scoring(world, returned, setOf(world.sets, returned), editor)(leaf, 2));
    remember(world, returned.id, "self", 0, 1);
  });
  await signedIn(headOf(returned), async (head) => {
    await head.call("submitSelfAssessment", await submission(head, returned, 2));
    const stored = await head.must(unitPath(returned), Unit);
    expectSame("the submission that was returned", stored.submission.state, "submitted");
  });
}

/** The deadline comes: edits are refused from that instant, one file is locked, one returned and corrected. */
export async function passDeadline(world: World): Promise<string> {
  const { silent, returned } = world.cast;
  await bringDate(world, "selfAssessmentDue");
  await refuseLateEdit(world);
  await advanceTo(world, "appraisal");
  await lock(world);
  await returnAndCorrect(world);
  return `the file of ${silent.name} is locked as it stands; ${returned.name} corrects a returned file`;
}

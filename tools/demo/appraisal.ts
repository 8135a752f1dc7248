import { z } from "zod";
import {
  Appraisal,
  appraisingUnit,
  Explanation,
  type LeafNode,
  paths,
  Release,
  SelfScore,
} from "../../core/src/index.ts";
import { SCHEME } from "../seed.ts";
import { pointsOfShare } from "./claims.ts";
import { eachOf, type Session, signedIn, type Write } from "./doors.ts";
import { expectRefused, expectSame, expectThat } from "./expect.ts";
import type { Random } from "./random.ts";
import {
  advanceTo,
  bringDate,
  drained,
  editorOf,
  KEY,
  PERIOD,
  type RosterUnit,
  random,
  remember,
  scoreWrite,
  selfLeaves,
  setOf,
  type World,
  writeNew,
} from "./world.ts";

/** How many units are appraised side by side. */
const WIDTH = 3;
const EXPLAINED = 3;
const Recognised = z.object({ recognised: z.int() });

const REASONS = [
  "Tài liệu kiểm chứng chưa thể hiện đủ kết quả đã báo cáo (minh họa).",
  "Số liệu báo cáo chưa khớp với số liệu theo dõi của cơ quan chủ trì (minh họa).",
  "Nhiệm vụ hoàn thành sau thời hạn được giao (minh họa).",
];

/** A unit's leaves by the department that appraises them. */
function leavesByAppraiser(world: World, unit: RosterUnit): Map<string, LeafNode[]> {
  const { exempted } = world.cast;
  const leaves = selfLeaves(setOf(world.sets, unit)).filter(
    ({ id }) => unit !== exempted.unit || id !== exempted.leaf.id,
  );
  return Map.groupBy(leaves, ({ lead }) => appraisingUnit(lead, unit.id, world.period));
}

function appraiserOf(world: World, department: string): Session {
  const session = world.appraisers.get(department);
  if (!session) throw new Error(`${department} has no appraiser`);
  return session;
}

const appraisalPath = (unit: string, leaf: string) => paths.score(SCHEME, PERIOD, unit, "appraisals", leaf);

const readSelf = (session: Session, unit: RosterUnit, leaf: LeafNode) =>
  session.get(paths.score(SCHEME, PERIOD, unit.id, "selfScores", leaf.id), SelfScore);

interface Judgement {
  points: number;
  decision: "recognised" | "adjusted";
  reason: string;
}

function judging(world: World, unit: RosterUnit, session: Session) {
  const set = setOf(world.sets, unit);
  return (leaf: LeafNode, rev: number, judgement: Judgement): Write =>
    scoreWrite(session, set, unit.id, "appraisal", leaf.id, rev, { ...judgement, ask: "", minutes: "" });
}

/** A lower score than the unit's own, on the leaf's step. */
const lowered = ({ step }: LeafNode, points: number, source: Random) =>
  Math.max(0, points - step * (1 + source.below(Math.max(1, Math.floor(points / step / 3)))));

/** What one department's appraiser decides by hand of a unit: some scores are adjusted, each with a reason. */
async function adjust(world: World, unit: RosterUnit, department: string, leaves: readonly LeafNode[]) {
  const session = appraiserOf(world, department);
  const judge = judging(world, unit, session);
  const source = random(world.seed, unit.id, department, "appraisal");
  const writes: Write[] = [];
  for (const leaf of leaves.filter(() => source.chance(0.12))) {
    const self = await readSelf(session, unit, leaf);
    if (!self?.points) continue;
    const reason = REASONS[source.below(REASONS.length)] as string;
    writes.push(judge(leaf, 1, { points: lowered(leaf, self.points, source), decision: "adjusted", reason }));
    world.adjusted.get(unit.id)?.push(leaf.id);
  }
  await writeNew(world, session, unit.id, "appraisal", writes);
}

const BLANK = "Đơn vị không tự đánh giá; thẩm định theo tài liệu cơ quan chủ trì đang có (minh họa).";

/** What a locked file left blank is appraised by one department with a reason. */
async function appraiseBlanks(
  world: World,
  unit: RosterUnit,
  department: string,
  leaves: readonly LeafNode[],
) {
  const session = appraiserOf(world, department);
  const judge = judging(world, unit, session);
  const source = random(world.seed, unit.id, department, "blanks");
  const writes: Write[] = [];
  for (const leaf of leaves) {
    const points = pointsOfShare(leaf, source.between(0.2, 0.7));
    const blank = (await readSelf(session, unit, leaf)) === null;
    if (blank && leaf.id !== world.overlooked?.leaf.id)
      writes.push(judge(leaf, 1, { points, decision: "adjusted", reason: BLANK }));
  }
  await writeNew(world, session, unit.id, "appraisal", writes);
}

/** One department's appraiser recognises at once what they left as the unit scored it. */
async function recogniseRest(world: World, unit: RosterUnit, department: string): Promise<void> {
  const request = { ...KEY, unit: unit.id, field: null };
  const { recognised } = Recognised.parse(
    await appraiserOf(world, department).call("recogniseRest", request),
  );
  remember(world, unit.id, "appraisal", recognised);
}

/** The leaf of the locked file that its appraiser overlooks: the last one. */
function overlook(world: World): void {
  const { silent } = world.cast;
  const last = [...leavesByAppraiser(world, silent).values()].flat().at(-1);
  world.overlooked = last ? { unit: silent.id, leaf: last } : null;
}

/** How many leaves of a unit are to be appraised. */
const toAppraise = (world: World, unit: RosterUnit) =>
  [...leavesByAppraiser(world, unit).values()].flat().length - (unit === world.cast.silent ? 1 : 0);

/** Nobody appraises their own unit, another department's leaf, or without a reason. */
async function refuseBadAppraisals(world: World): Promise<void> {
  const { standingBody } = world.period;
  const own = world.units.find(({ id }) => id === standingBody);
  const other = world.units.find((unit) => unit !== own && unit !== world.cast.silent);
  if (!own || !other) throw new Error("the roster has too few units");
  const session = appraiserOf(world, standingBody);
  const refuse = (what: string, unit: RosterUnit, leaf: LeafNode | undefined, judgement: Judgement) => {
    if (!leaf) throw new Error(`${unit.id} has no such leaf`);
    const write = judging(world, unit, session)(leaf, 1, judgement);
    return expectRefused(what, "permission-denied", () => session.write(write));
  };
  const down: Judgement = { points: 0, decision: "adjusted", reason: "Thử (minh họa)" };
  const [ownLeaf] = selfLeaves(setOf(world.sets, own));
  await refuse("an appraisal of one's own unit", own, ownLeaf, down);
  await expectRefused("recognising the rest of one's own unit", "permission-denied", () =>
    session.call("recogniseRest", { ...KEY, unit: own.id, field: null }),
  );
  const leaves = leavesByAppraiser(world, other);
  const mine = leaves.get(standingBody)?.[0];
  const [theirs] = [...leaves].find(([department]) => department !== standingBody)?.[1] ?? [];
  await refuse("another department's leaf", other, theirs, down);
  await refuse("an adjustment without reason", other, mine, { ...down, reason: "" });
  if (mine) await refuse("points above the maximum", other, mine, { ...down, points: mine.max + mine.step });
}

/** Lead departments adjust about a tenth of all leaves with reasons and recognise the rest. */
export async function appraiseAll(world: World): Promise<string> {
  await refuseBadAppraisals(world);
  overlook(world);
  await eachOf(world.units, WIDTH, async (unit) => {
    const byHand = unit === world.cast.silent ? appraiseBlanks : adjust;
    for (const [department, leaves] of leavesByAppraiser(world, unit))
      await byHand(world, unit, department, leaves);
  });
  await drained(world);
  for (const unit of world.units) {
    for (const department of leavesByAppraiser(world, unit).keys())
      await recogniseRest(world, unit, department);
    const appraised = world.written.get(unit.id)?.appraisal.n;
    expectSame(`appraised leaves of ${unit.id}`, appraised, toAppraise(world, unit));
  }
  const adjusted = [...world.adjusted.values()].reduce((sum, leaves) => sum + leaves.length, 0);
  const all = [...world.written.values()].reduce((sum, { appraisal }) => sum + appraisal.n, 0);
  return `${world.appraisers.size} departments appraise ${all} leaves, ${adjusted} adjusted with reasons`;
}

/** The standing body ends the appraisal and releases it to the units. */
export async function releaseAll(world: World): Promise<string> {
  const unit = world.cast.explaining.find(({ id }) => world.adjusted.get(id)?.length);
  const [leaf] = unit ? (world.adjusted.get(unit.id) ?? []) : [];
  if (!unit || !leaf) throw new Error("nothing was adjusted");
  await signedIn(editorOf(unit), async (editor) => {
    await expectRefused("a unit's look at an appraisal", "permission-denied", () =>
      editor.get(appraisalPath(unit.id, leaf), Appraisal),
    );
  });
  const released = await world.admin.call("release", KEY);
  expectSame("units released to", released, { units: world.units.length });
  world.period = { ...world.period, state: "explanation", releaseRound: 1 };
  return `${world.units.length} units see what was recognised and adjusted`;
}

async function explainUnit(world: World, unit: RosterUnit): Promise<number> {
  const adjusted = world.adjusted.get(unit.id) ?? [];
  const round = world.period.releaseRound;
  return signedIn(editorOf(unit), async (editor) => {
    const release = await editor.must(paths.release(SCHEME, PERIOD, unit.id, round), Release);
    const shown = Object.entries(release.leaves).filter(([, { decision }]) => decision === "adjusted");
    expectSame(
      `adjusted leaves shown to ${unit.id}`,
      shown.map(([leaf]) => leaf).sort(),
      adjusted.toSorted(),
    );
    const text = "Đơn vị đã bổ sung tài liệu kiểm chứng, đề nghị Hội đồng xem xét lại (minh họa).";
    const writes = adjusted
      .slice(0, EXPLAINED)
      .map((leaf) =>
        scoreWrite(editor, setOf(world.sets, unit), unit.id, "explanation", leaf, 1, { round, text }),
      );
    await writeNew(world, editor, unit.id, "explanation", writes);
    return writes.length;
  });
}

/** Some units explain leaves that were adjusted. */
export async function explain(world: World): Promise<string> {
  let explained = 0;
  for (const unit of world.cast.explaining) explained += await explainUnit(world, unit);
  expectThat("some leaves are explained", explained > 0, explained);
  return `${world.cast.explaining.length} units explain ${explained} adjusted leaves`;
}

/** The appraiser of an explained leaf reads the explanation and gives the unit's own score back. */
async function giveBack(world: World, unit: RosterUnit, leaf: LeafNode, department: string): Promise<void> {
  const session = appraiserOf(world, department);
  const path = paths.score(SCHEME, PERIOD, unit.id, "explanations", leaf.id);
  await session.must(path, Explanation);
  const appraisal = await session.must(appraisalPath(unit.id, leaf.id), Appraisal);
  const self = await readSelf(session, unit, leaf);
  if (self === null || self.points === null) throw new Error(`${unit.id} has no own score of ${leaf.code}`);
  const back: Judgement = { points: self.points, decision: "recognised", reason: "" };
  await session.write(judging(world, unit, session)(leaf, appraisal.rev + 1, back));
  remember(world, unit.id, "appraisal", 0, 1);
}

/** The explanation round ends; appraisers give back every other explained leaf. */
export async function reappraise(world: World): Promise<string> {
  await bringDate(world, "explanationDue");
  await advanceTo(world, "reappraisal");
  let given = 0;
  let explained = 0;
  for (const unit of world.cast.explaining) {
    const byLeaf = new Map(
      [...leavesByAppraiser(world, unit)].flatMap(([department, leaves]) =>
        leaves.map((leaf) => [leaf.id, { department, leaf }] as const),
      ),
    );
    for (const id of world.adjusted.get(unit.id)?.slice(0, EXPLAINED) ?? []) {
      const found = byLeaf.get(id);
      explained += 1;
      if (!found || explained % 2 === 0) continue;
      await giveBack(world, unit, found.leaf, found.department);
      given += 1;
    }
  }
  return `${given} of ${explained} explained leaves are given back`;
}

/** The council's own judgement of the leaf that its appraiser overlooked. */
function councilWrite(world: World, rev: number): { unit: RosterUnit; write: Write } {
  const unit = world.units.find(({ id }) => id === world.overlooked?.unit);
  if (!world.overlooked || !unit) throw new Error("no leaf was overlooked");
  const { leaf } = world.overlooked;
  const write = judging(world, unit, world.chair)(leaf, rev, {
    points: pointsOfShare(leaf, 0.5),
    decision: "adjusted",
    reason: "Hội đồng thống nhất tại phiên họp (minh họa).",
  });
  return { unit, write };
}

/** The council decides the leaf that its appraiser overlooked. */
export async function decideOverlooked(world: World): Promise<void> {
  const { unit, write } = councilWrite(world, 1);
  await writeNew(world, world.chair, unit.id, "appraisal", [write]);
}

/** What the council has adopted, it can't change any more. */
export async function refuseAfterAdoption(world: World): Promise<void> {
  await expectRefused("an appraisal after adoption", "permission-denied", () =>
    world.chair.write(councilWrite(world, 2).write),
  );
}

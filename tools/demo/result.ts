import { createPublicKey, verify } from "node:crypto";
import { z } from "zod";
import {
  type Manifest,
  type MissingItem,
  Period,
  Publication,
  paths,
  SealSheet,
  verifyResult,
} from "../../core/src/index.ts";
import { SCHEME } from "../seed.ts";
import { decideOverlooked, refuseAfterAdoption } from "./appraisal.ts";
import { pointsOfShare } from "./claims.ts";
import { runScheduled, Session } from "./doors.ts";
import { expectRefused, expectSame, expectThat } from "./expect.ts";
import {
  advanceTo,
  bringDate,
  drained,
  KEY,
  PERIOD,
  PERIOD_PATH,
  type RosterUnit,
  random,
  remember,
  setOf,
  soon,
  surveyLeaves,
  type World,
} from "./world.ts";

const SAMPLE = { asked: 60, thin: 21 };

/** The survey's scores of one unit, as the standing body keys them in with their source document. */
async function enterSurvey(world: World, unit: RosterUnit): Promise<void> {
  const set = setOf(world.sets, unit);
  const source = random(world.seed, unit.id, "survey");
  const quality = source.between(0.72, 0.94);
  const scores = surveyLeaves(set).map((leaf) => ({
    leaf: leaf.id,
    points: pointsOfShare(leaf, quality + source.between(-0.08, 0.08)),
    n: unit === world.cast.thinlySurveyed ? SAMPLE.thin : SAMPLE.asked + source.below(40),
    minimum: SAMPLE.asked,
  }));
  await world.admin.call("enterSurveyScores", {
    ...{ ...KEY, unit: unit.id, scores },
    source: { document: "Báo cáo điều tra xã hội học MINH-HOA (minh họa)", date: "2025-01-10" },
  });
  remember(world, unit.id, "survey", scores.length);
}

/** The survey's scores arrive; of one unit too few people answered. */
export async function survey(world: World): Promise<string> {
  const [unit] = world.units;
  if (!unit) throw new Error("the roster is empty");
  const [leaf] = surveyLeaves(setOf(world.sets, unit));
  if (!leaf) throw new Error(`${unit.criteriaSet} has no surveyed leaf`);
  await expectRefused("a survey score above the maximum", "failed-precondition", () =>
    world.admin.call("enterSurveyScores", {
      ...{ ...KEY, unit: unit.id },
      source: { document: "minh họa", date: "2025-01-10" },
      scores: [{ leaf: leaf.id, points: leaf.max + leaf.step, n: 1, minimum: 1 }],
    }),
  );
  for (const each of world.units) await enterSurvey(world, each);
  const scores = [...world.written.values()].reduce((sum, tally) => sum + tally.survey.n, 0);
  return `${scores} survey scores; the sample of ${world.cast.thinlySurveyed.name} is below its minimum`;
}

const adopt = (world: World, insufficientSampleReason: string | null) =>
  world.chair.call("adopt", {
    ...KEY,
    minutes: "Biên bản họp Hội đồng MINH-HOA-01",
    insufficientSampleReason,
  });

const refuseAdoption = async (world: World) => {
  const { details } = await expectRefused("adoption while something is missing", "failed-precondition", () =>
    adopt(world, null),
  );
  const items = (details as { missing?: MissingItem[] } | undefined)?.missing ?? [];
  return items.map(({ unit, leaf, column }) => `${column} ${unit} ${leaf}`).sort();
};

/** The council adopts: refused with the list until all is there, and for the thin sample a reason is given. */
export async function adoptResult(world: World): Promise<string> {
  const { thinlySurveyed } = world.cast;
  const { overlooked } = world;
  const samples = surveyLeaves(setOf(world.sets, thinlySurveyed)).map(
    ({ id }) => `sample ${thinlySurveyed.id} ${id}`,
  );
  const blank = `appraisal ${overlooked?.unit} ${overlooked?.leaf.id}`;
  expectSame("what adoption lacks", await refuseAdoption(world), [blank, ...samples].sort());
  await decideOverlooked(world);
  await drained(world);
  expectSame("what adoption lacks then", await refuseAdoption(world), samples.toSorted());
  await expectRefused("sealing what is not adopted", "failed-precondition", () =>
    world.admin.call("seal", KEY),
  );
  await adopt(world, "Đơn vị có ít đối tượng khảo sát; Hội đồng chấp nhận kết quả (minh họa)");
  await refuseAfterAdoption(world);
  return `refused with ${samples.length + 1} items, then adopted with a reason for the thin sample`;
}

/** The reappraisal ends: what is left is the council's. */
export async function endReappraisal(world: World): Promise<string> {
  await bringDate(world, "reappraisalDue");
  await advanceTo(world, "adoption");
  await drained(world);
  return "every live index has folded every score";
}

/** Once sealed, no score is taken any more, and the candidate is nobody's to read. */
async function refuseAfterSealing(world: World, run: string): Promise<void> {
  const [unit] = world.units;
  if (!unit) throw new Error("the roster is empty");
  await expectRefused("a survey score after sealing", "failed-precondition", () => enterSurvey(world, unit));
  const anonymous = Session.anonymous();
  for (const session of [anonymous, world.admin])
    await expectRefused("a look at the sealed sheets", "permission-denied", () =>
      session.list(paths.sealSheets(SCHEME, PERIOD, run), SealSheet),
    );
  await anonymous.close();
}

const Sealed = z.object({ run: z.string(), root: z.string() });

/** The result is sealed, once; nothing of it changes from here on. */
export async function sealResult(world: World): Promise<string> {
  const sealed = Sealed.parse(await world.admin.call("seal", KEY));
  expectSame("sealing again", await world.admin.call("seal", KEY), sealed);
  await refuseAfterSealing(world, sealed.run);
  return `Merkle root ${sealed.root}`;
}

const publicationId = paths.publicationId(SCHEME, PERIOD, 1);

const enterDecision = (world: World, publishAt: Date) =>
  world.admin.call("enterDecision", {
    ...KEY,
    decision: { number: "MINH-HOA-01/QĐ-UBND", date: "2025-02-28", file: "" },
    publishAt: publishAt.toISOString(),
  });

/** The decision's number is entered; its date comes; two overlapping runs of the schedule publish once. */
export async function publish(world: World): Promise<string> {
  await expectRefused("a publication in the past", "failed-precondition", () =>
    enterDecision(world, new Date(Date.now() - 60_000)),
  );
  await soon((at) => enterDecision(world, at));
  const anonymous = Session.anonymous();
  const early = await anonymous.get(paths.publication(publicationId), Publication);
  expectSame("what the public reads before the schedule ran", early, null);
  await anonymous.close();
  await Promise.all([runScheduled("advanceYear"), runScheduled("advanceYear")]);
  const { state, publication } = await world.admin.must(PERIOD_PATH, Period);
  expectSame("the period's state after its date", state, "published");
  expectSame("the period's publication", publication, publicationId);
  return `${publicationId}, by the illustrative decision MINH-HOA-01/QĐ-UBND`;
}

export interface Result {
  manifest: Manifest;
  root: string;
}

/** Anyone, without an account, reads what is published and verifies sums, ranking, root and signature. */
export async function verifyPublished(id = publicationId): Promise<Result> {
  const anonymous = Session.anonymous();
  const publication = await anonymous.must(paths.publication(id), Publication);
  const sheets = await anonymous.list(paths.publicationSheets(id), SealSheet);
  await anonymous.close();
  const { manifest, root, signature, publicKey } = publication;
  const frozen = [...sheets.values()].map(({ sheet }) => sheet);
  expectSame("findings of the public verification", verifyResult(manifest, frozen, root), []);
  const key = createPublicKey({ key: Buffer.from(publicKey, "base64"), format: "der", type: "spki" });
  const signed = verify(null, Buffer.from(root, "hex"), key, Buffer.from(signature, "base64"));
  expectThat("the root's signature verifies", signed, signature);
  return { manifest, root };
}

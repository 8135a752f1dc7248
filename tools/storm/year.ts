import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import {
  appraisingUnit,
  type CriteriaSet,
  type LeafNode,
  paths,
  Release,
  SelfScore,
  Unit,
} from "../../core/src/index.ts";
import { pointsOfShare } from "../demo/claims.ts";
import { eachOf, type Session } from "../demo/doors.ts";
import { type RosterUnit, random, selfLeaves, surveyLeaves } from "../demo/world.ts";
import { SCHEME } from "../seed.ts";
import type { Acknowledged, Clerk } from "./clerks.ts";
import { attempt, bring, insist, periodOf } from "./doors.ts";
import { FIRST, type People, SECOND } from "./people.ts";

/** What the parts of the year share. */
export interface Play {
  seed: number;
  people: People;
  clerks: ReadonlyMap<string, readonly Clerk[]>;
  sets: ReadonlyMap<string, CriteriaSet>;
  acks: Acknowledged;
  /** Units whose head has told the clerks to leave the sheet alone. */
  hushed: Set<string>;
  /** Evidence whose saving was acknowledged, by its path. */
  evidence: Map<string, string>;
}

const setOf = (play: Play, unit: RosterUnit): CriteriaSet => {
  const set = play.sets.get(unit.criteriaSet);
  if (!set) throw new Error(`${unit.criteriaSet} is not there`);
  return set;
};

/** How long (ms) a clerk thinks at most before the next leaf: when everybody types at once, and while next year's begins. */
const THINKS = { [FIRST]: 700, [SECOND]: 6_000 };

/** A clerk adds a link as evidence of a leaf. */
async function giveEvidence(play: Play, period: string, unit: RosterUnit, clerk: Clerk, leaf: LeafNode) {
  const evidence = randomBytes(10).toString("hex");
  const title = `Tài liệu ${evidence} (minh họa)`;
  const saved = await attempt(clerk.session, "saveEvidence", {
    ...{ scheme: SCHEME, period, unit: unit.id, evidence, rev: 1, title },
    ...{ source: { kind: "link", url: `https://tailieu.example/${evidence}` }, leaves: { [leaf.id]: "" } },
  });
  if (saved) play.evidence.set(paths.evidenceOne(SCHEME, period, unit.id, evidence), title);
}

/** The clerks of all units type at once, anywhere in their sheet, until told to stop or a lock stops them. */
export async function typeAtOnce(
  play: Play,
  period: keyof typeof THINKS,
  goesOn: () => boolean,
): Promise<void> {
  await Promise.all(
    play.people.units.flatMap((unit) => {
      const leaves = selfLeaves(setOf(play, unit));
      return (play.clerks.get(unit.id) ?? []).map(async (clerk, number) => {
        const chance = random(play.seed, period, unit.id, String(number));
        const isHushed = () => period === FIRST && play.hushed.has(unit.id);
        for (let open = true; open && goesOn() && !isHushed(); await sleep(chance.below(THINKS[period]))) {
          const leaf = leaves[chance.below(leaves.length)] as LeafNode;
          open = await clerk.score(period, unit.id, setOf(play, unit), leaf, chance);
          if (open && chance.chance(0.03)) await giveEvidence(play, period, unit, clerk, leaf);
        }
      });
    }),
  );
}

/** Every clerk scores once more a leaf that is theirs alone. */
export const typeOnce = (play: Play, period: string): Promise<unknown> =>
  Promise.all(
    play.people.units.flatMap((unit) => {
      const leaves = selfLeaves(setOf(play, unit));
      return (play.clerks.get(unit.id) ?? []).map((clerk, number) => {
        const leaf = leaves[number] as LeafNode;
        return clerk.score(
          period,
          unit.id,
          setOf(play, unit),
          leaf,
          random(play.seed, "once", unit.id, leaf.id),
        );
      });
    }),
  );

const selfScores = (unit: RosterUnit) => paths.column(SCHEME, FIRST, unit.id, "selfScores");

/** What nobody has scored yet is scored, by the unit's clerks at once. */
async function fillGaps(play: Play, unit: RosterUnit, head: Session): Promise<void> {
  const clerks = play.clerks.get(unit.id) ?? [];
  const stored = await head.list(selfScores(unit), SelfScore);
  const left = selfLeaves(setOf(play, unit)).filter(({ id }) => !stored.has(id));
  await Promise.all(
    clerks.map(async (clerk, number) => {
      const chance = random(play.seed, "gaps", unit.id, String(number));
      for (const leaf of left.filter((_, at) => at % clerks.length === number))
        await clerk.score(FIRST, unit.id, setOf(play, unit), leaf, chance);
    }),
  );
}

/** How often a head tries to submit while the clerks still type. */
const PATIENCE = 5;

/**
 * A head submits while their clerks still type: again and again until what they saw is what is stored, in the end after
 * a word to the clerks.
 */
async function submit(play: Play, unit: RosterUnit): Promise<void> {
  const head = play.people.heads.get(unit.id);
  if (!head) throw new Error(`${unit.id} has no head`);
  await fillGaps(play, unit, head);
  for (let tries = 0; tries < 400; tries++) {
    const stored = await head.must(paths.unit(SCHEME, FIRST, unit.id), Unit);
    if (stored.submission.state === "submitted") return;
    if (tries === PATIENCE) play.hushed.add(unit.id);
    const scores = [...(await head.list(selfScores(unit), SelfScore)).values()];
    await attempt(head, "submitSelfAssessment", {
      ...{ scheme: SCHEME, period: FIRST, unit: unit.id, confirmName: stored.name },
      seen: { scores: scores.length, revSum: scores.reduce((sum, { rev }) => sum + rev, 0) },
      report: { number: `BAO-${unit.order + 1}/BC`, date: "2024-12-20", file: null },
    });
  }
  throw new Error(`${unit.id} could not submit`);
}

/** All heads submit, some at a time. */
export const submitAll = (play: Play): Promise<void> =>
  eachOf(play.people.units, 6, (unit) => submit(play, unit));

/** Lead departments and the council judge at once: some leaves by hand, now and then twice, the rest recognised. */
async function appraiseAll(play: Play, clerkOf: (department: string | null) => Clerk): Promise<void> {
  const period = await periodOf(play.people.admin, FIRST);
  const byDepartment = new Map<string, { unit: RosterUnit; leaf: LeafNode }[]>();
  for (const unit of play.people.units)
    for (const leaf of selfLeaves(setOf(play, unit))) {
      const department = appraisingUnit(leaf.lead, unit.id, period);
      const own = byDepartment.get(department) ?? [];
      byDepartment.set(department, [...own, { unit, leaf }]);
    }
  const judgeSome = async (
    department: string | null,
    all: { unit: RosterUnit; leaf: LeafNode }[],
    share: number,
  ) => {
    const chance = random(play.seed, "judge", String(department));
    const clerk = clerkOf(department);
    for (const { unit, leaf } of all) {
      if (!chance.chance(share)) continue;
      for (let times = chance.chance(0.2) ? 2 : 1; times > 0; times--)
        await clerk.judge(FIRST, unit.id, setOf(play, unit), leaf, chance);
    }
  };
  const departments = [...byDepartment];
  await Promise.all([
    ...departments.map(([department, all]) => judgeSome(department, all, 0.25)),
    judgeSome(
      null,
      departments.flatMap(([, all]) => all),
      0.03,
    ),
  ]);
  await Promise.all(
    departments.map(async ([department, all]) => {
      for (const unit of new Set(all.map((one) => one.unit)))
        await insist(clerkOf(department).session, "recogniseRest", {
          ...{ scheme: SCHEME, period: FIRST, unit: unit.id, field: null },
        });
    }),
  );
}

/** Units explain some of what was adjusted. */
async function explainSome(play: Play): Promise<void> {
  const { releaseRound: round } = await periodOf(play.people.admin, FIRST);
  await Promise.all(
    play.people.units.map(async (unit) => {
      const clerks = play.clerks.get(unit.id) ?? [];
      const [clerk] = clerks;
      if (!clerk) return;
      const release = await clerk.session.must(paths.release(SCHEME, FIRST, unit.id, round), Release);
      const adjusted = Object.entries(release.leaves).filter(([, { decision }]) => decision === "adjusted");
      for (const [leaf] of adjusted.slice(0, 4)) {
        const field = setOf(play, unit).leaves[leaf]?.field ?? "";
        const place = { period: FIRST, unit: unit.id, column: "explanation" as const, leaf, field };
        await clerk.type(place, { round, text: `Giải trình của ${unit.id} (minh họa)` });
        await clerk.type(place, { round, text: `Giải trình bổ sung của ${unit.id} (minh họa)` });
      }
    }),
  );
}

/** The standing body enters the survey's scores of every unit, several at once. */
export const enterSurveys = (play: Play): Promise<void> =>
  eachOf(play.people.units, 4, async (unit) => {
    const chance = random(play.seed, "survey", unit.id);
    await insist(play.people.admin, "enterSurveyScores", {
      ...{ scheme: SCHEME, period: FIRST, unit: unit.id },
      source: { document: "Báo cáo điều tra (minh họa)", date: "2025-01-10" },
      scores: surveyLeaves(setOf(play, unit)).map((leaf) => ({
        ...{ leaf: leaf.id, points: pointsOfShare(leaf, chance.between(0.6, 0.95)), n: 100, minimum: 60 },
      })),
    });
  });

/** From the self-assessment's end to the council's table. */
export async function judge(play: Play, clerkOf: (department: string | null) => Clerk): Promise<void> {
  const { admin } = play.people;
  await bring(admin, FIRST, "selfAssessmentDue", "appraisal");
  await appraiseAll(play, clerkOf);
  await bring(admin, FIRST, "appraisalDue", "explanation");
  await explainSome(play);
  await bring(admin, FIRST, "explanationDue", "reappraisal");
  const chance = random(play.seed, "again");
  for (const unit of play.people.units)
    for (const leaf of selfLeaves(setOf(play, unit)))
      if (chance.chance(0.02)) await clerkOf(null).judge(FIRST, unit.id, setOf(play, unit), leaf, chance);
  await bring(admin, FIRST, "reappraisalDue", "adoption");
}

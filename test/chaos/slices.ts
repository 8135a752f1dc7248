import { type Period, type PeriodDate, paths } from "../../core/src/index.ts";
import { SELF_LEAVES, SMALL_SET } from "../functions/setup/small-set.ts";
import {
  DECISION,
  periodOf,
  press,
  read,
  respond,
  type Sim,
  submit,
  writeAppraisal,
  writeExplanation,
  writeSelf,
} from "./people.ts";
import type { Database } from "./platform/database.ts";
import type { Prng } from "./prng.ts";
import type * as Product from "./product.ts";
import {
  adjustmentOf,
  DAY,
  databaseOf,
  datesFor,
  PERIOD,
  reminded,
  SCHEME,
  type Stage,
  SURVEY,
  SURVEYED,
  UNITS,
  yearAt,
} from "./templates.ts";
import { MINUTE, SECOND } from "./world.ts";

/** Something that happens some time (ms) after the beginning. */
export interface Act {
  at: number;
  name: string;
  run(sim: Sim): Promise<void>;
}

/** A part of the year that a run plays: how the world stands, what is done in it, and what must have come of it. */
export interface Slice {
  /** Of a hundred runs, how many play it. */
  weight: number;
  database(random: Prng): Database;
  /** What comes next, without anything that goes wrong, where the functions themselves must make it: done once. */
  prepare?(sim: Sim): Promise<void>;
  acts(random: Prng): Act[];
  /** What is done at last, when nothing goes wrong any more. */
  finish(sim: Sim): Promise<void>;
  mayDrop: boolean;
  /** The schedules that matter to it, in the order in which they run at last. */
  schedules: readonly Schedule[];
}

type Schedule = keyof Pick<
  typeof Product,
  "advanceYear" | "gatherTallies" | "reconcile" | "rewriteAnswers" | "rollUp"
>;

const letters = (random: Prng) => Array.from({ length: 20 }, () => "abcdefghij"[random.below(10)]).join("");

const ofUnit = (unit: number) => ({ unit: UNITS[unit] as string });
const ofSurvey = { survey: SURVEY };

/** Points that a leaf can have; null in one of eight. */
function pointsFor(random: Prng, leaf: string): number | null {
  const { max = 0, step = 1 } = SMALL_SET.leaves[leaf] ?? {};
  return random.chance(0.12) ? null : random.between(0, max / step) * step;
}

const clerk = (random: Prng): Omit<Act, "at"> => {
  const [unit, leaf] = [random.below(2), random.pick(SELF_LEAVES)];
  const points = pointsFor(random, leaf);
  return { name: `clerk ${unit} ${leaf} ${points}`, run: (sim) => writeSelf(sim, unit, leaf, points) };
};

const appraiser = (random: Prng): Omit<Act, "at"> => {
  const [unit, leaf] = [random.below(3), random.pick(SELF_LEAVES)];
  const uid = random.pick(["council", "council", "appraiser-0", "appraiser-1"]);
  const points = random.chance(0.4) ? undefined : pointsFor(random, leaf);
  return {
    name: `${uid} judges ${unit} ${leaf} ${points}`,
    run: (sim) => writeAppraisal(sim, uid, unit, leaf, points),
  };
};

const clerkExplains = (random: Prng): Omit<Act, "at"> => {
  const [unit, leaf] = [random.below(2), random.pick(SELF_LEAVES)];
  return { name: `clerk ${unit} explains ${leaf}`, run: (sim) => writeExplanation(sim, unit, leaf) };
};

/** A call that is fixed beforehand. */
const pressing = (
  name: Parameters<typeof press>[1],
  uid: string,
  data: object | ((sim: Sim) => object) = {},
): Omit<Act, "at"> => ({
  name: `${uid} ${name}`,
  run: async (sim) => {
    await press(sim, name, uid, typeof data === "function" ? data(sim) : data);
  },
});

const submits = (random: Prng): Omit<Act, "at"> => {
  const unit = random.below(2);
  return { name: `head ${unit} submits`, run: (sim) => submit(sim, unit) };
};

const scheduled = (name: Schedule): Omit<Act, "at"> => ({
  name: `schedule ${name}`,
  run: async ({ caller, world }) => {
    const runs = [caller.schedule(name)];
    if (world.fault("overlap")) runs.push(caller.schedule(name));
    await Promise.all(runs);
  },
});

const exempts = (random: Prng): Omit<Act, "at"> =>
  pressing("setExemption", "admin", {
    ...ofUnit(random.below(3)),
    node: random.pick([...SELF_LEAVES, ...SURVEYED, "f1c1"]),
    ...{ exempt: random.chance(0.7), reason: "Không có" },
  });

const changesSettings = (random: Prng): Omit<Act, "at"> => {
  const more = { surveyHeld: random.chance(0.7), bonusCap: random.between(1, 4) * 5_000 };
  return pressing("changeSettings", "admin", ({ database }) => {
    const { version: _, ...settings } = periodOf(database).settings;
    return { settings: { ...settings, ...more }, reason: "Đổi" };
  });
};

const adjusts = (random: Prng): Omit<Act, "at"> => {
  const given = { ...ofUnit(random.below(3)), adjustment: letters(random), reason: "Thưởng" };
  const { kind, points, decision } = adjustmentOf(random);
  const revokes = random.chance(0.4);
  return {
    name: `council ${kind} ${points}`,
    run: async (sim) => {
      await press(sim, "saveAdjustment", "council", { ...given, kind, points, decision });
      if (!revokes) return;
      await sim.world.sleep(sim.world.duration(10, 5_000));
      await press(sim, "revokeAdjustment", "council", given);
    },
  };
};

const entersSurvey = (random: Prng): Omit<Act, "at"> => {
  const leaves = SURVEYED.filter(() => random.chance(0.7));
  const scores = leaves.map((leaf) => ({
    ...{ leaf, points: pointsFor(random, leaf), n: 100, minimum: random.pick([90, 100, 110]) },
  }));
  const source = { document: "Báo cáo 2", date: "2025-01-10" };
  return pressing("enterSurveyScores", "admin", { ...ofUnit(random.below(3)), source, scores });
};

const recognisesRest = (random: Prng): Omit<Act, "at"> =>
  pressing("recogniseRest", random.pick(["council", "appraiser-0"]), {
    ...ofUnit(random.below(3)),
    field: random.pick([null, "f1"]),
  });

const savesEvidence = (random: Prng): Omit<Act, "at"> => {
  const unit = random.below(2);
  return pressing("saveEvidence", `editor-${unit}`, {
    ...{ ...ofUnit(unit), evidence: letters(random), rev: 1, title: "Báo cáo" },
    source: { kind: "document", number: "1/BC", date: null, issuer: "" },
    leaves: { [random.pick(SELF_LEAVES)]: "trang 1" },
  });
};

const returns = (random: Prng): Omit<Act, "at"> => {
  const unit = random.below(2);
  const minutes = random.between(1, 20);
  return pressing("returnSubmission", "admin", ({ world }) => ({
    ...ofUnit(unit),
    ...{ reason: "Thiếu", until: new Date(world.now + minutes * MINUTE).toISOString() },
  }));
};

const locks = (random: Prng): Omit<Act, "at"> =>
  pressing("lockAsItStands", "admin", { ...ofUnit(random.below(3)), reason: "Không gửi" });

const excepts = (random: Prng): Omit<Act, "at"> => {
  const [unit, minutes] = [random.below(3), random.between(1, 30)];
  return pressing("setLockException", "admin", ({ world }) => ({
    ...ofUnit(unit),
    ...{ reason: "Xin thêm", until: new Date(world.now + minutes * MINUTE).toISOString() },
  }));
};

const movesDate = (date: PeriodDate, random: Prng): Omit<Act, "at"> => {
  const by = random.duration(10 * SECOND, 30 * MINUTE);
  return pressing("setDate", "admin", ({ database }) => ({
    ...{ date, to: new Date(periodOf(database).dates[date].getTime() + by).toISOString(), reason: "Lùi" },
  }));
};

const handsOver = (random: Prng): Omit<Act, "at"> =>
  pressing("handOver", "admin", {
    ...{ role: "unitEditor", from: `editor-${random.below(2)}`, to: "successor", reason: "Chuyển công tác" },
  });

const adopts = pressing("adopt", "council", { minutes: "BB 1", insufficientSampleReason: "Ít người" });
const seals = pressing("seal", "admin");
const reopens = pressing("reopen", "admin", { reason: "Bổ sung" });

const decides = (wait: number): Omit<Act, "at"> =>
  pressing("enterDecision", "admin", ({ world }) => ({
    ...{ decision: DECISION, publishAt: new Date(world.now + wait).toISOString() },
  }));

/** Whoever calls next falls asleep over it. */
const naps = (millis: number): Omit<Act, "at"> => ({
  name: `somebody sleeps for ${millis} ms`,
  run: async ({ world }) => world.nap(millis),
});

type Make = (random: Prng) => Omit<Act, "at">;

/** Draws acts over a time (ms), each kind as often as its weight has it. */
function drawn(
  random: Prng,
  count: number,
  span: number,
  kinds: readonly (readonly [number, Make])[],
): Act[] {
  return Array.from({ length: count }, () => {
    const make = random.weighted(kinds);
    return { at: random.below(span), ...make(random) };
  });
}

const at = (moment: number, act: Omit<Act, "at">): Act => ({ at: moment, ...act });

/** A database at a stage, made once. */
function standing(stage: Stage, step: number, quiet = true): () => Database {
  let made: Database | undefined;
  return () => {
    const dates = datesFor(stage.state, step);
    made ??= databaseOf([...yearAt(stage, dates), ...(quiet ? reminded(dates) : [])]);
    return made;
  };
}

const pointsDue = async (sim: Sim, until: Date) => {
  await sim.world.sleep(Math.max(0, until.getTime() - sim.world.now) + 61 * SECOND);
  await sim.caller.schedule("advanceYear");
};

/** Whether the council and the standing body can do no more to bring a period to its publication. */
async function publishStep(sim: Sim): Promise<boolean> {
  const { database, world, caller } = sim;
  const { state, adoption, decision, dates } = periodOf(database);
  switch (state) {
    case "adoption":
      if (adoption) await press(sim, "seal", "admin");
      else if (
        (await press(sim, "adopt", "council", { minutes: "BB 9", insufficientSampleReason: "Ít" })) === null
      )
        return true;
      return false;
    case "sealing":
      await world.sleep(6 * MINUTE);
      await caller.schedule("advanceYear");
      return false;
    case "sealed":
      if (!decision)
        await press(sim, "enterDecision", "admin", {
          ...{ decision: DECISION, publishAt: new Date(world.now + MINUTE).toISOString() },
        });
      else await pointsDue(sim, dates.publishAt);
      return false;
    default:
      return true;
  }
}

/** Does whatever still leads to the publication. */
async function publishes(sim: Sim): Promise<void> {
  for (let step = 0; step < 12; step += 1) if (await publishStep(sim)) return;
  sim.world.fail("a year comes to its publication", `still ${periodOf(sim.database).state}`);
}

const nothing = async () => {};

/** The self-assessment is open: every leaf of every unit is scored, or none. */
const selfAssessment = (self: boolean) =>
  standing({ state: "selfAssessment", self, appraised: false, surveyed: false }, 10 * DAY);
const [SCORED, UNSCORED] = [selfAssessment(true), selfAssessment(false)];

const scores: Slice = {
  weight: 34,
  database: (random) => (random.chance(0.3) ? SCORED() : UNSCORED()),
  acts: (random) =>
    drawn(random, random.between(5, 12), random.pick([500, 20_000]), [
      [12, clerk],
      [1, submits],
      [1, exempts],
      [1, changesSettings],
      [1, entersSurvey],
      [1, savesEvidence],
      [0.5, returns],
      [0.5, handsOver],
      [0.7, () => scheduled("reconcile")],
    ]),
  finish: nothing,
  mayDrop: true,
  schedules: ["reconcile"],
};

const judgements: Slice = {
  weight: 22,
  database: standing({ state: "appraisal", self: true, appraised: false, surveyed: false }, 10 * DAY),
  acts: (random) =>
    drawn(random, random.between(5, 12), random.pick([500, 20_000]), [
      [8, appraiser],
      [2, recognisesRest],
      [2, adjusts],
      [1, exempts],
      [1, changesSettings],
      [1, entersSurvey],
      [1, returns],
      [1, excepts],
      [2, clerk],
      [0.7, () => scheduled("reconcile")],
    ]),
  finish: nothing,
  mayDrop: true,
  schedules: ["reconcile"],
};

/** Dates that come within minutes: the schedule moves the year while people work. */
const dates: Slice = {
  weight: 12,
  database: standing(
    { state: "preparing", self: false, appraised: false, surveyed: false },
    3 * MINUTE,
    false,
  ),
  acts: (random) => [
    ...drawn(random, random.between(6, 12), 16 * MINUTE, [
      [4, clerk],
      [2, submits],
      [2, appraiser],
      [1, clerkExplains],
      [1, recognisesRest],
      [1, returns],
      [1, locks],
      [1, excepts],
      [
        1,
        (own) => movesDate(own.pick(["selfAssessmentDue", "appraisalDue", "explanationDue"] as const), own),
      ],
      [1, () => pressing("release", "admin")],
    ]),
    ...Array.from({ length: 5 }, (_, index) =>
      at(3 * MINUTE * (index + 1) + random.below(MINUTE), scheduled("advanceYear")),
    ),
  ],
  finish: async (sim) => {
    for (let step = 0; step < 7; step += 1) {
      const { state, dates: of } = periodOf(sim.database);
      const due = (
        {
          preparing: of.opensAt,
          selfAssessment: of.selfAssessmentDue,
          appraisal: of.appraisalDue,
          explanation: of.explanationDue,
          reappraisal: of.reappraisalDue,
        } as Partial<Record<Period["state"], Date>>
      )[state];
      if (!due) return;
      sim.world.reach(`stage ${state}`);
      await pointsDue(sim, due);
      if (periodOf(sim.database).moving) await sim.world.sleep(6 * MINUTE);
    }
  },
  mayDrop: false,
  schedules: ["advanceYear", "reconcile"],
};

/** An explanation round that has been released, with what the clerks say to it. */
const explanations: Slice = {
  weight: 6,
  database: standing({ state: "appraisal", self: true, appraised: true, surveyed: true }, 4 * MINUTE),
  acts: (random) => [
    at(random.below(20_000), pressing("release", "admin")),
    ...drawn(random, random.between(3, 7), 5 * MINUTE, [
      [6, clerkExplains],
      [2, appraiser],
      [1, () => scheduled("advanceYear")],
    ]),
  ],
  finish: nothing,
  mayDrop: true,
  schedules: ["advanceYear", "reconcile"],
};

const sealing: Slice = {
  weight: 14,
  database: standing({ state: "adoption", self: true, appraised: true, surveyed: true }, 10 * DAY),
  acts: (random) => {
    const adoption = random.below(3_000);
    const seal = adoption + random.pick([100, 500, 1_500, 4_000]);
    const acts = [
      ...drawn(random, random.between(1, 4), adoption + 300, [
        [4, appraiser],
        [1, adjusts],
        [1, exempts],
      ]),
      at(adoption, adopts),
      at(seal, seals),
    ];
    const course = random.below(4);
    if (course === 0) {
      // Somebody takes over from who fell asleep, and the result is opened again before that one wakes.
      acts.push(at(seal + random.between(2_000, 3_200), naps(random.between(6, 18) * MINUTE)));
      acts.push(at(random.between(5, 8) * MINUTE + random.below(MINUTE), scheduled("advanceYear")));
      acts.push(at(random.between(6, 14) * MINUTE, reopens));
    } else if (course === 1) {
      // The result is opened again while it is being revealed.
      const reveal = random.between(40_000, 50_000);
      acts.push(at(20_000, decides(10_000)));
      acts.push(at(reveal, scheduled("advanceYear")));
      acts.push(at(reveal + random.below(500), reopens));
    } else {
      if (random.chance(0.3)) acts.push(at(random.between(seal, 60_000), seals));
      if (random.chance(0.3)) acts.push(at(random.between(seal, 400_000), reopens));
      if (random.chance(0.3)) acts.push(at(random.between(10_000, 300_000), adopts));
      acts.push(at(random.between(20_000, 100_000), decides(random.duration(10 * SECOND, 10 * MINUTE))));
      if (random.chance(0.5)) acts.push(at(random.between(30_000, 12 * MINUTE), scheduled("advanceYear")));
    }
    return acts;
  },
  finish: publishes,
  mayDrop: false,
  schedules: ["advanceYear", "reconcile", "rollUp"],
};

/** What may be corrected of a published result. */
function changesFor(random: Prng) {
  return Array.from({ length: random.between(1, 2) }, (_, index) => {
    const leaf = ["f1c2", "f2c2"][index] as string;
    const { max = 0, step = 1 } = SMALL_SET.leaves[leaf] ?? {};
    return {
      ...{ unit: random.pick(UNITS), leaf, points: random.between(0, max / step) * step, reason: "Nhầm" },
    };
  });
}

const drafts = (random: Prng): Omit<Act, "at"> => {
  const changes = changesFor(random);
  return pressing("draftCorrection", "admin", ({ database }) => ({
    corrects: periodOf(database).publication ?? "none",
    changes,
  }));
};

const corrects = (random: Prng): Omit<Act, "at"> => {
  const wait = random.chance(0.5) ? random.duration(10 * SECOND, 5 * MINUTE) : null;
  return {
    name: `admin publishes the correction ${wait === null ? "at once" : `in ${wait} ms`}`,
    run: async (sim) => {
      const version = Number(periodOf(sim.database).publication?.split("_v")[1] ?? 1) + 1;
      const root = read<{ root: string }>(sim.database, paths.correction(SCHEME, PERIOD, version))?.root;
      if (!root) return;
      const publishAt = wait === null ? null : new Date(sim.world.now + wait).toISOString();
      await press(sim, "publishCorrection", "admin", { root, decision: DECISION, publishAt });
    },
  };
};

const correction: Slice = {
  weight: 5,
  database: standing({ state: "adoption", self: true, appraised: true, surveyed: true }, 10 * DAY),
  prepare: publishes,
  acts: (random) => [
    at(random.below(2_000), drafts(random)),
    ...drawn(random, random.between(1, 4), 5 * MINUTE, [
      [2, drafts],
      [3, corrects],
      [1, () => pressing("discardCorrection", "admin", { reason: "Thôi" })],
    ]),
    at(random.between(3_000, 60_000), corrects(random)),
    at(random.between(30_000, 8 * MINUTE), scheduled("advanceYear")),
  ],
  finish: nothing,
  mayDrop: false,
  schedules: ["advanceYear", "rollUp"],
};

const answers = (random: Prng): Omit<Act, "at"> => {
  const [code, unit] = [random.below(4), random.below(2)];
  const form = { q0: random.below(4), q1: random.below(4) };
  const more = random.pick([[], [], [form], [{ ...form, q0: random.below(4) }]]);
  return {
    name: `respondent ${code} of ${unit} ${JSON.stringify(form)} and ${more.length} more`,
    run: (sim) => respond(sim, code, unit, [form, ...more]),
  };
};

/** Issues four codes for two units. Returns those that were told. */
async function issue(sim: Sim, batch: string): Promise<string[]> {
  const issued = await press<{ codes: string[] }>(sim, "issueInvitations", "admin", {
    ...{ ...ofSurvey, batch, kind: "slips", units: UNITS.slice(0, 2), uses: 1 },
    ...{ note: "", eligibility: "", count: 4 },
  });
  return issued?.codes ?? [];
}

const keysIn = (random: Prng): Omit<Act, "at"> =>
  pressing("keyPaperForm", "admin", {
    ...{ ...ofSurvey, ...ofUnit(random.below(2)), number: String(random.between(1, 4)) },
    ...{ form: { q0: random.below(4), q1: random.below(4) }, resolved: false },
  });

/** Closes the survey, whatever an earlier closing or rewrite left behind. */
async function closes(sim: Sim): Promise<void> {
  for (let tries = 0; tries < 3; tries += 1) {
    if (await press(sim, "closeSurvey", "admin", ofSurvey)) return;
    await sim.world.sleep(11 * MINUTE);
    await sim.caller.schedule("gatherTallies");
  }
  sim.world.fail("a survey can be closed", "refused again and again");
}

/** Somebody answers while all answers are rewritten. */
function rewrittenMeanwhile(random: Prng): Act[] {
  const moment = random.between(500, 60_000);
  return [at(moment, scheduled("rewriteAnswers")), at(moment - random.below(500), answers(random))];
}

const survey: Slice = {
  weight: 7,
  database: standing(
    { state: "appraisal", self: true, appraised: true, surveyed: false, survey: {} },
    10 * DAY,
  ),
  prepare: async (sim) => {
    await press(sim, "openSurvey", "admin", ofSurvey);
    sim.survey.codes.push(...(await issue(sim, "a".repeat(20))));
  },
  acts: (random) => [
    ...drawn(random, random.between(2, 5), 60_000, [
      [6, answers],
      [2, keysIn],
      [1, () => scheduled("gatherTallies")],
      [1, () => scheduled("rewriteAnswers")],
    ]),
    ...rewrittenMeanwhile(random),
    at(random.between(5_000, 90_000), pressing("closeSurvey", "admin", ofSurvey)),
    ...(random.chance(0.4)
      ? [
          at(
            random.between(10_000, 120_000),
            pressing("reopenSurvey", "admin", { ...ofSurvey, reason: "Thêm" }),
          ),
          at(random.between(20_000, 200_000), answers(random)),
        ]
      : []),
    ...(random.chance(0.4) ? [at(random.between(60_000, 15 * MINUTE), scheduled("gatherTallies"))] : []),
  ],
  finish: closes,
  mayDrop: false,
  schedules: ["gatherTallies", "rewriteAnswers", "reconcile"],
};

/** A survey that is opened, with its keys made and its codes issued, by whoever may be interrupted. */
const opening: Slice = {
  weight: 2,
  database: standing(
    { state: "appraisal", self: true, appraised: true, surveyed: false, survey: {} },
    10 * DAY,
  ),
  acts: (random) => {
    const opens = pressing("openSurvey", "admin", ofSurvey);
    const issues: Omit<Act, "at"> = {
      name: "admin issues codes",
      run: async (sim) => {
        const issued = await issue(sim, letters(random));
        sim.survey.codes.push(...issued);
      },
    };
    return [
      at(random.below(1_000), opens),
      ...(random.chance(0.5) ? [at(random.below(3_000), opens)] : []),
      at(random.between(500, 30_000), issues),
      ...drawn(random, random.between(1, 3), 60_000, [
        [3, answers],
        [1, keysIn],
      ]),
    ];
  },
  finish: async (sim) => {
    await press(sim, "openSurvey", "admin", ofSurvey);
    await closes(sim);
  },
  mayDrop: false,
  schedules: ["gatherTallies", "rewriteAnswers", "reconcile"],
};

/** The slices by their names. */
export const SLICES: Record<string, Slice> = {
  ...{ scores, judgements, dates, explanations, sealing, correction, survey, opening },
};

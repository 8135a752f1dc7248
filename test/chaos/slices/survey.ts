import { letters, ofUnit, pressing, scheduled } from "../acts.ts";
import { press, respond, type Sim } from "../people.ts";
import type { Prng } from "../prng.ts";
import { type Act, at, drawn, type PlannedAct, type Slice, standing } from "../slice.ts";
import { DAY, SURVEY, UNITS } from "../templates.ts";
import { MINUTE } from "../world.ts";

const ofSurvey = { survey: SURVEY };

const answers = (random: Prng): Act => {
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

const keysIn = (random: Prng): Act =>
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
function rewrittenMeanwhile(random: Prng): PlannedAct[] {
  const moment = random.between(500, 60_000);
  return [at(moment, scheduled("rewriteAnswers")), at(moment - random.below(500), answers(random))];
}

export const survey: Slice = {
  weight: 7,
  database: standing(
    { state: "appraisal", self: true, appraised: true, surveyed: false, survey: true },
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
export const opening: Slice = {
  weight: 2,
  database: standing(
    { state: "appraisal", self: true, appraised: true, surveyed: false, survey: true },
    10 * DAY,
  ),
  acts: (random) => {
    const opens = pressing("openSurvey", "admin", ofSurvey);
    const issues: Act = {
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

import type { PeriodDate, PeriodState } from "../../../core/src/index.ts";
import {
  appraiser,
  clerk,
  clerkExplains,
  excepts,
  locks,
  movesDate,
  pressing,
  recognisesRest,
  returns,
  scheduled,
  submits,
} from "../acts.ts";
import { advanceAt, at, drawn, type Slice, standing } from "../slice.ts";
import { periodOf } from "../stored.ts";
import { MINUTE } from "../world.ts";

/** The date that ends a state, where one does. */
const ENDS: Partial<Record<PeriodState, PeriodDate>> = {
  preparing: "opensAt",
  selfAssessment: "selfAssessmentDue",
  appraisal: "appraisalDue",
  explanation: "explanationDue",
  reappraisal: "reappraisalDue",
};

/** Dates that come within minutes: the schedule moves the year while people work. */
export const dates: Slice = {
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
      const period = periodOf(sim.database);
      const date = ENDS[period.state];
      if (!date) return;
      sim.world.reach(`stage ${period.state}`);
      await advanceAt(sim, period.dates[date]);
      if (periodOf(sim.database).moving) await sim.world.sleep(6 * MINUTE);
    }
  },
  mayDrop: false,
  schedules: ["advanceYear", "reconcile"],
};

/** An explanation round that has been released, with what the clerks say to it. */
export const explanations: Slice = {
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
  mayDrop: true,
  schedules: ["advanceYear", "reconcile"],
};

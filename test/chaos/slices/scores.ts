import {
  adjusts,
  appraiser,
  changesSettings,
  clerk,
  entersSurvey,
  excepts,
  exempts,
  handsOver,
  recognisesRest,
  returns,
  savesEvidence,
  scheduled,
  submits,
} from "../acts.ts";
import { drawn, type Slice, standing } from "../slice.ts";
import { DAY } from "../templates.ts";

/** Units score themselves, lead departments and the council judge. */

/** The self-assessment is open: every leaf of every unit is scored, or none. */
const selfAssessment = (self: boolean) =>
  standing({ state: "selfAssessment", self, appraised: false, surveyed: false }, 10 * DAY);
const [SCORED, UNSCORED] = [selfAssessment(true), selfAssessment(false)];

export const scores: Slice = {
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
  mayDrop: true,
  schedules: ["reconcile"],
};

export const judgements: Slice = {
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
  mayDrop: true,
  schedules: ["reconcile"],
};

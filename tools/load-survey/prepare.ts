import { advanceAll } from "../../functions/src/schedule/advanceYear.ts";
import { db } from "../../functions/src/store/firestore.ts";
import type { PeriodKey, SurveyKey } from "../../functions/src/store/refs.ts";
import { issueInvitations } from "../../functions/src/store/survey-invitations.ts";
import { openSurvey } from "../../functions/src/store/surveys.ts";
import { Random } from "../demo/random.ts";
import { ROSTER, SCHEME, seedLaiChau } from "../seed.ts";

/** The administrator of the seeded scheme. */
export const ADMIN = "quantri";

/** Two groups, so that some leaves have a score, some wait for a third group and some for none. */
const SURVEYS = ["nguoi-dan", "doanh-nghiep"];
const SET = "pl06-huyen";

/** A code and the survey it belongs to. */
export interface IssuedCode {
  survey: string;
  code: string;
}

export interface Prepared {
  key: PeriodKey;
  surveys: SurveyKey[];
  units: string[];
  codes: IssuedCode[];
}

/** The most codes that one batch takes (a transaction of the emulator's size). */
const BATCH = 1_000;

/**
 * A period with two surveys as shipped, open, and codes for this many answers about some districts: each code is for two
 * units, or one where there is only one.
 */
export async function prepare(year: number, answers: number, unitCount: number): Promise<Prepared> {
  await seedLaiChau(db, null, { now: new Date(), year });
  await advanceAll(new Date());
  const key = { scheme: SCHEME, period: String(year) };
  const districts = ROSTER.units.filter(({ criteriaSet }) => criteriaSet === SET).map(({ id }) => id);
  const units = districts.slice(0, unitCount);
  const surveys = SURVEYS.map((survey) => ({ ...key, survey }));
  const codes: IssuedCode[] = [];
  const perCode = Math.min(2, units.length);
  // A few more than are needed: some ballots are bought and kept.
  const perSurvey = Math.ceil(answers / perCode / surveys.length) + 10;
  for (const [at, survey] of surveys.entries()) {
    await openSurvey(survey, ADMIN);
    const each = Math.ceil(perSurvey / units.length);
    for (const [first, unit] of units.entries()) {
      const entitled = [...new Set([unit, units[(first + 1) % units.length] ?? unit])];
      for (let left = each, part = 0; left > 0; left -= BATCH, part++) {
        const batch = `b${at}u${first}p${part}`.padEnd(20, "0");
        const request = {
          ...{
            ...survey,
            batch,
            kind: "slips" as const,
            units: entitled,
            uses: 1,
            note: "",
            eligibility: "",
          },
          count: Math.min(left, BATCH),
        };
        const issued = await issueInvitations(request, ADMIN);
        codes.push(...issued.codes.map((code) => ({ survey: survey.survey, code })));
      }
    }
  }
  return { key, surveys, units, codes: shuffled(codes) };
}

/** In an order of chance, the same every time. */
function shuffled<T>(items: readonly T[]): T[] {
  const chance = new Random("codes");
  return items
    .map((item) => ({ item, at: chance.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

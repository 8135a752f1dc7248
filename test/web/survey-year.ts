import process from "node:process";
import { z } from "zod";
import { paths, REGION, type RequestName, type RequestOf, SurveyAnswer } from "../../core/src/index.ts";
import { PROJECT } from "../../tools/emulators.ts";
import { SCHEME } from "../../tools/seed.ts";
import { PASSWORD } from "./browser.ts";
import { db, openSmallYear, smallYear } from "./small-year.ts";

const ADMIN = "quantri@laichau.example";
const SURVEY = "nguoi-dan";

async function post(url: string, body: object, headers: Record<string, string> = {}): Promise<unknown> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return response.json();
}

/** Calls one of the functions as the administrator does. */
export async function asAdmin<Name extends RequestName>(name: Name, data: RequestOf<Name>): Promise<unknown> {
  const auth = `http://${process.env.FIREBASE_AUTH_EMULATOR_HOST}/identitytoolkit.googleapis.com/v1`;
  const signedIn = await post(`${auth}/accounts:signInWithPassword?key=demo`, {
    ...{ email: ADMIN, password: PASSWORD, returnSecureToken: true },
  });
  const { idToken } = z.object({ idToken: z.string() }).parse(signedIn);
  const url = `${process.env.FUNCTIONS_EMULATOR_ORIGIN}/${PROJECT}/${REGION}/${name}`;
  const answer = await post(url, { data }, { authorization: `Bearer ${idToken}` });
  return z.object({ result: z.unknown() }).parse(answer).result;
}

const ofSurvey = () => ({ scheme: SCHEME, period: smallYear(), survey: SURVEY });

/** Lai Châu's small year with the people's survey open. */
export async function openSurveyYear(): Promise<void> {
  await openSmallYear();
  await asAdmin("openSurvey", ofSurvey());
}

let batches = 0;

/** Codes for some units, as slips carry them. */
export async function issueCodes(units: string[], count: number): Promise<string[]> {
  batches += 1;
  const issued = await asAdmin("issueInvitations", {
    ...{ ...ofSurvey(), batch: `dot${batches}`.padEnd(20, "0"), kind: "slips", units, uses: 1 },
    ...{ note: "", eligibility: "", count },
  });
  return z.object({ codes: z.array(z.string()) }).parse(issued).codes;
}

/** Every stored answer of the survey. */
export async function storedAnswers(): Promise<SurveyAnswer[]> {
  const { docs } = await db.collection(paths.surveyAnswers(SCHEME, smallYear(), SURVEY)).get();
  return docs.map((doc) => SurveyAnswer.parse(doc.data()));
}

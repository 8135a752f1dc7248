import "./environment.ts";
import { RSABSSA } from "@cloudflare/blindrsa-ts";
import type {
  AnswerRequest,
  Ballot,
  BallotAnswer,
  FilledForm,
  OpenAnswer,
  PeriodState,
  Survey,
} from "../../../core/src/index.ts";
import { refs, type SurveyKey } from "../../../functions/src/store/refs.ts";
import { issueInvitations } from "../../../functions/src/store/survey-invitations.ts";
import { openSurvey } from "../../../functions/src/store/surveys.ts";
import { answerKnock, type Reply } from "../../../functions/src/surveyDoor.ts";
import { smallYear } from "./small-year.ts";
import { storeSurvey } from "./surveys.ts";

const suite = RSABSSA.SHA384.PSS.Randomized();

/** A survey that was opened as the standing body opens it, with keys of its own. */
export async function openedSurvey(
  test: string,
  more: Partial<Survey> = {},
  state: PeriodState = "selfAssessment",
): Promise<SurveyKey> {
  const key: SurveyKey = { ...(await smallYear(test, state)), survey: "nguoi-dan" };
  await storeSurvey(key, { ...more, state: "draft" });
  await openSurvey(key, "admin");
  return key;
}

let batches = 0;

/** Codes for these units; `uses` above 1 makes an open link. */
export async function codesFor(key: SurveyKey, units: string[], count: number, uses = 1): Promise<string[]> {
  batches += 1;
  const kind = uses > 1 ? "open" : "slips";
  const { codes } = await issueInvitations(
    {
      ...{ ...key, batch: String(batches).padStart(20, "0"), kind, units, count, uses, note: "" },
      eligibility: uses > 1 ? "Công chức của cơ quan" : "",
    },
    "admin",
  );
  return codes;
}

let addresses = 0;

/** Knocks at the survey's door, each time from another address. */
export function knock(what: "open" | "ballot" | "answer", body: unknown, address?: string): Promise<Reply> {
  addresses += 1;
  const bytes = body instanceof Uint8Array ? body : new TextEncoder().encode(JSON.stringify(body));
  return answerKnock({
    ...{ method: "POST", path: `/s/api/${what}`, body: bytes },
    caller: { hop: "Hosting", client: address ?? `address ${addresses}` },
  });
}

/** What a reply brings, or its refusal as an error. */
async function brought<T>(reply: Promise<Reply>): Promise<T> {
  const { status, body } = await reply;
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body as T;
}

export const open = (code: string): Promise<OpenAnswer> => brought<OpenAnswer>(knock("open", { code }));

const decode = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, "base64url"));
const encode = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64url");

const importKey = (publicKey: string) =>
  crypto.subtle.importKey("spki", decode(publicKey), { name: "RSA-PSS", hash: "SHA-384" }, true, ["verify"]);

/** A message of the respondent's making, blinded under a unit's key. */
export async function blind(publicKey: string) {
  const key = await importKey(publicKey);
  const message = suite.prepare(crypto.getRandomValues(new Uint8Array(32)));
  const { blindedMsg, inv } = await suite.blind(key, message);
  const finish = async (signature: string): Promise<Ballot> => ({
    message: encode(message),
    signature: encode(await suite.finalize(key, message, decode(signature), inv)),
  });
  return { blinded: encode(blindedMsg), finish };
}

/** Buys a ballot for a unit, as the respondent's browser does. */
export async function buy(code: string, unit: string): Promise<Ballot> {
  const { units } = await open(code);
  const publicKey = units.find(({ id }) => id === unit)?.publicKey ?? "";
  const { blinded, finish } = await blind(publicKey);
  const { signature } = await brought<BallotAnswer>(knock("ballot", { code, unit, blinded }));
  return finish(signature);
}

/** An answer as it is handed in. */
export const answerOf = (
  { scheme, period, survey }: SurveyKey,
  unit: string,
  ballot: Ballot,
  form: FilledForm,
  more: Partial<AnswerRequest> = {},
): AnswerRequest => ({
  ...{ scheme, period, survey, unit, channel: "code", ballot, form, minutes: 1 },
  ...more,
});

/** How many answers stand in the survey's epoch. */
export async function storedAnswers(key: SurveyKey) {
  const epoch = (await refs.survey(key).get()).data()?.epoch;
  const all = (await refs.surveyAnswer(key, "x").parent.get()).docs.map((doc) => doc.data());
  return all.filter((answer) => answer.epoch === epoch);
}

import { AnswerRequest, BallotRequest, type DoorRefusal, OpenRequest } from "@parindex/core";
import { onRequest } from "firebase-functions/v2/https";
import { RateLimiterMemory } from "rate-limiter-flexible";
import type { z } from "zod";
import { SURVEY_SECRETS } from "./config.ts";
import { type Caller, CallerLimit, callerOf } from "./rate-limits.ts";
import { DATA_HEADERS } from "./security-headers.ts";
import { faultOf, tellEvent } from "./store/log.ts";
import { answerByBallot, buyBallot, DoorRefused, openByCode } from "./store/survey-door.ts";

/** How long a request may be, in bytes. */
const BYTES_MAX = 64 * 1_024;

const MINUTE = 60;

/** Requests of one client: a whole office may share an address. */
const requests = new CallerLimit(600, MINUTE);
/** Codes and ballots of one client that were refused: guessing is slow as well as hopeless. */
const refusals = new RateLimiterMemory({ points: 60, duration: 10 * MINUTE });
const keyOf = ({ hop, client }: Caller): string => `${hop} ${client}`;

const STATUS: Record<DoorRefusal, number> = {
  invalid: 400,
  refused: 403,
  spent: 409,
  closed: 410,
  later: 503,
};

/** What someone knocks with. */
export interface Knock {
  method: string;
  path: string;
  /** The body as it came. */
  body: Uint8Array;
  caller: Caller;
}

/** What the door answers, in JSON. */
export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: object;
}

const reply = (status: number, body: object, headers: Record<string, string> = {}): Reply => ({
  ...{ status, body },
  headers: { ...DATA_HEADERS, "Cache-Control": "no-store", ...headers },
});

const refuse = (refusal: DoorRefusal, status = STATUS[refusal], headers: Record<string, string> = {}) =>
  reply(status, { error: refusal }, headers);

/** Said to who came too often, or while something else holds answers back: some seconds, never the same for all. */
const later = (status: 429 | 503, seconds: number) =>
  refuse("later", status, { "Retry-After": String(Math.max(1, Math.ceil(seconds))) });

const aWhile = () => 5 + Math.random() * 25;

/** A handler that decodes what came before it does anything. */
const handler =
  <S extends z.ZodType>(schema: S, handle: (request: z.output<S>) => Promise<object>) =>
  async (data: unknown): Promise<object> => {
    const decoded = schema.safeParse(data);
    if (!decoded.success) throw new DoorRefused("invalid");
    return handle(decoded.data);
  };

const HANDLERS = new Map([
  ["/s/api/open", handler(OpenRequest, openByCode)],
  ["/s/api/ballot", handler(BallotRequest, buyBallot)],
  [
    "/s/api/answer",
    handler(AnswerRequest, async (request) => {
      await answerByBallot(request);
      return {};
    }),
  ],
]);

function parsed(body: Uint8Array): unknown {
  if (body.length > BYTES_MAX) throw new DoorRefused("invalid");
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    throw new DoorRefused("invalid");
  }
}

/** In how many seconds a caller may come again; null: now. */
async function waitOf(caller: Caller): Promise<number | null> {
  const refused = await refusals.get(keyOf(caller));
  if (refused && refused.consumedPoints >= refusals.points) return refused.msBeforeNext / 1_000;
  return requests.wait(caller);
}

/** Answers who knocks. Never throws, and says nothing of what went wrong within. */
export async function answerKnock({ method, path, body, caller }: Knock): Promise<Reply> {
  const handle = HANDLERS.get(path);
  if (!handle) return refuse("invalid", 404);
  if (method !== "POST") return refuse("invalid", 405, { Allow: "POST" });
  const wait = await waitOf(caller);
  if (wait !== null) return later(429, wait);
  try {
    return reply(200, await handle(parsed(body)));
  } catch (error) {
    if (!(error instanceof DoorRefused)) {
      // Under no id that its respondent could repeat: it would tie the person to an instant.
      tellEvent("door.failed", { error: faultOf(error) });
      return later(503, aWhile());
    }
    if (error.refusal === "refused") await refusals.penalty(keyOf(caller));
    return error.refusal === "later" ? later(503, aWhile()) : refuse(error.refusal);
  }
}

/** The door of the sociological survey, behind Hosting: codes are opened, ballots bought, answers handed in. */
export const surveyDoor = onRequest(
  { secrets: SURVEY_SECRETS, memory: "512MiB" },
  async (request, response) => {
    const { method, path, rawBody } = request;
    const caller = callerOf(request);
    const answer = await answerKnock({ method, path, body: rawBody ?? new Uint8Array(), caller });
    response.status(answer.status).set(answer.headers).json(answer.body);
  },
);

import {
  decodeRequest,
  Id,
  isSessionOver,
  type Refusal,
  type RequestName,
  requestIssuesText,
  type requests,
  SESSION,
} from "@parindex/core";
import { type CallableOptions, type CallableRequest, HttpsError, onCall } from "firebase-functions/v2/https";
import type { z } from "zod";
import { ENFORCE_APP_CHECK, IN_EMULATOR } from "../config.ts";
import { type Measured, measured } from "../observed.ts";
import { AccountLimit, CallerLimit, callerOf } from "../rate-limits.ts";
import { countAct, flushHealth } from "../store/health.ts";
import { faultOf, newErrorId, tellEvent } from "../store/log.ts";
import { Refused } from "../store/refused.ts";
import { MissingDocument } from "../store/transaction.ts";
import { ANSWER_HEADERS, decodable } from "./decodable.ts";

/** For acts that read or write every unit of a period: of thousands of units they take longer than the minute of others. */
export const WHOLE_PERIOD = { timeoutSeconds: 540, memory: "1GiB" } as const satisfies CallableOptions;

const PERMISSION_CODES: readonly Refusal["code"][] = [
  "notMember",
  "disabled",
  "notYourUnit",
  "notYourLeaf",
  "ownUnit",
  "missingRole",
];

/** How an act ended that gave no answer: refused for a cause, or failed under an id; and what its caller hears. */
interface Ended {
  said: HttpsError;
  refusal?: string;
  errorId?: string;
}

/** Why an act was refused, in one word. */
const causeOf = ({ details: { refusal, missing, issues } }: Refused): string =>
  refusal?.code ?? (missing ? "missing" : issues ? "issues" : "other");

function endedBy(error: unknown): Ended {
  if (error instanceof HttpsError) return { said: error, refusal: error.code };
  if (error instanceof Refused) {
    const code = error.details.refusal?.code;
    const kind = code && PERMISSION_CODES.includes(code) ? "permission-denied" : "failed-precondition";
    return { said: new HttpsError(kind, error.message, error.details), refusal: causeOf(error) };
  }
  if (error instanceof MissingDocument)
    return { said: new HttpsError("not-found", "Không tìm thấy dữ liệu được yêu cầu."), refusal: "notFound" };
  const errorId = newErrorId();
  const text = `Hệ thống gặp lỗi, chưa có gì thay đổi. Hãy thử lại sau ít phút. Mã lỗi: ${errorId}.`;
  return { said: new HttpsError("internal", text, { errorId }), errorId };
}

/** Where a decoded request is about: ids alone. */
function placeOf(input: object): { scheme?: string; period?: string; unit?: string; survey?: string } {
  const fields = new Map<string, unknown>(Object.entries(input));
  const found = (["scheme", "period", "unit", "survey"] as const).flatMap((name) => {
    const id = fields.get(name);
    return typeof id === "string" && Id.safeParse(id).success ? [[name, id]] : [];
  });
  return Object.fromEntries(found);
}

/** Causes that say nobody of the scheme was refused: they are told of and not counted. */
const UNCOUNTED = new Set(["notMember", "disabled", "unauthenticated"]);

/** Tells and counts how an act ended. */
function tellAct(act: string, input: object, cost: Measured, ended: Ended | null, error: unknown): void {
  const place = placeOf(input);
  const { refusal, errorId } = ended ?? {};
  if (errorId) tellEvent("act.failed", { act, ...place, ...cost, errorId, error: faultOf(error) });
  else if (refusal) tellEvent("act.refused", { act, ...place, ...cost, refusal });
  else tellEvent("act.done", { act, ...place, ...cost });
  if (place.scheme && !(refusal && UNCOUNTED.has(refusal)))
    countAct(place.scheme, { ...(refusal ? { refusal } : {}), failed: errorId !== undefined });
}

const NOTHING = { durationMs: 0, reads: 0, writes: 0, attempts: 0 };

/** Tells that a call was refused before it was looked at. */
function refuseCall(act: string, refusal: string, error: HttpsError): never {
  tellEvent("act.refused", { act, ...NOTHING, refusal });
  throw error;
}

/** The signed-in account, or a refusal: also where its sign-in is older than a session lasts. */
function requireAuth(act: string, auth: CallableRequest["auth"]): string {
  if (!auth)
    return refuseCall(
      act,
      "unauthenticated",
      new HttpsError("unauthenticated", "Hãy đăng nhập rồi thử lại."),
    );
  const signedIn = new Date(auth.token.auth_time * 1_000);
  if (!isSessionOver(signedIn, new Date())) return auth.uid;
  const text = `Phiên làm việc đã quá ${SESSION.hours} giờ. Hãy đăng nhập lại.`;
  return refuseCall(act, "sessionOver", new HttpsError("unauthenticated", text));
}

function secure({ res }: CallableRequest["rawRequest"]): void {
  res?.set(ANSWER_HEADERS);
}

const MINUTE = 60;

/** In the emulator one account does in a minute what people do in a year. */
const TIMES = IN_EMULATOR ? 100 : 1;

/** Calls of one account, and those that make links that open an account. */
const calls = new AccountLimit(600 * TIMES, MINUTE);
const linksMade = new AccountLimit(100 * TIMES, 10 * MINUTE);
/** Calls of somebody who is not signed in. */
const strangers = new CallerLimit(20 * TIMES, 10 * MINUTE);

/** Refuses who came too often, with how long to wait. */
function requirePatience(act: string, wait: number | null): void {
  if (wait === null) return;
  const text = `Bạn thao tác quá nhanh. Hãy chờ ${wait} giây rồi thử lại; chưa có gì thay đổi.`;
  refuseCall(act, "tooMany", new HttpsError("resource-exhausted", text, { retryAfter: wait }));
}

/** Decodes an input by its schema in core's `requests` and answers it. */
async function answer<Name extends RequestName, Result>(
  name: Name,
  data: unknown,
  handler: (input: z.output<(typeof requests)[Name]>) => Promise<Result>,
): Promise<Result> {
  const { input, issues } = decodeRequest(name, data);
  if (input === null) {
    const said = requestIssuesText(issues);
    tellEvent("act.refused", { act: name, ...NOTHING, refusal: "invalidInput" });
    throw new HttpsError("invalid-argument", `Dữ liệu gửi lên không hợp lệ: ${said}.`, { issues });
  }
  let answered = null as { result: Result } | null;
  let ended = null as Ended | null;
  await measured(
    () => handler(input),
    (cost, end) => {
      if ("result" in end) answered = end;
      else ended = endedBy(end.error);
      tellAct(name, input, cost, ended, "error" in end ? end.error : null);
    },
  );
  await flushHealth();
  if (answered) return answered.result;
  throw ended?.said;
}

/**
 * A callable whose input is decoded by its schema in core's `requests` before anything else happens: an input that
 * does not fit is `invalid-argument` naming each field, a `Refused` act is `failed-precondition` or
 * `permission-denied` with its cause, whoever calls too often is `resource-exhausted`, anything unexpected is logged and
 * shows no detail. No answer may be kept.
 */
export function validatedOnCall<Name extends RequestName, Result>(
  name: Name,
  handler: (input: z.output<(typeof requests)[Name]>, uid: string) => Promise<Result>,
  options: CallableOptions = {},
) {
  return decodable(
    onCall<unknown, Promise<Result>>(
      { enforceAppCheck: ENFORCE_APP_CHECK, ...options },
      async ({ data, auth, rawRequest }) => {
        secure(rawRequest);
        const uid = requireAuth(name, auth);
        requirePatience(name, await calls.wait(uid));
        if (name === "issueSignInLink") requirePatience(name, await linksMade.wait(uid));
        return answer(name, data, (input) => handler(input, uid));
      },
    ),
  );
}

/** The same for a caller who is not signed in: what is called must prove itself by its input. */
export function publicOnCall<Name extends RequestName, Result>(
  name: Name,
  handler: (input: z.output<(typeof requests)[Name]>) => Promise<Result>,
) {
  return decodable(
    onCall<unknown, Promise<Result>>({ enforceAppCheck: ENFORCE_APP_CHECK }, async ({ data, rawRequest }) => {
      secure(rawRequest);
      requirePatience(name, await strangers.wait(callerOf(rawRequest)));
      return answer(name, data, handler);
    }),
  );
}

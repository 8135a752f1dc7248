import {
  decodeRequest,
  isSessionOver,
  type Refusal,
  type RequestName,
  requestIssuesText,
  type requests,
  SESSION,
} from "@parindex/core";
import { logger } from "firebase-functions/v2";
import {
  type CallableOptions,
  type CallableRequest,
  HttpsError,
  onCall,
  type Request,
} from "firebase-functions/v2/https";
import type { z } from "zod";
import { ENFORCE_APP_CHECK, IN_EMULATOR } from "../config.ts";
import { AccountLimit, CallerLimit, callerOf } from "../rate-limits.ts";
import { DATA_HEADERS } from "../security-headers.ts";
import { Refused } from "../store/refused.ts";
import { MissingDocument } from "../store/transaction.ts";

const PERMISSION_CODES: readonly Refusal["code"][] = [
  "notMember",
  "disabled",
  "notYourUnit",
  "notYourLeaf",
  "ownUnit",
  "missingRole",
];

function toHttpsError(name: string, error: unknown): HttpsError {
  if (error instanceof HttpsError) return error;
  if (error instanceof Refused) {
    const code = error.details.refusal?.code;
    const kind = code && PERMISSION_CODES.includes(code) ? "permission-denied" : "failed-precondition";
    return new HttpsError(kind, error.message, error.details);
  }
  if (error instanceof MissingDocument)
    return new HttpsError("not-found", "Không tìm thấy dữ liệu được yêu cầu.");
  logger.error(name, error);
  return new HttpsError("internal", "Hệ thống gặp lỗi, chưa có gì thay đổi. Hãy thử lại sau ít phút.");
}

/** What every answer tells browsers; none may be kept. */
const HEADERS = {
  ...DATA_HEADERS,
  ...{ "Cross-Origin-Resource-Policy": "cross-origin", "Cache-Control": "no-store" },
};

/** What a function answers through: express's own. */
type Response = NonNullable<Request["res"]>;

/** How deep an input may be nested: no schema comes near it. */
const DEPTH_MAX = 50;

/** Whether the SDK can decode an input. It breaks on deep nesting, and on an "@type" that it doesn't know. */
function isDecodable(data: unknown, depth = 0): boolean {
  if (data === null || typeof data !== "object") return true;
  if (depth === DEPTH_MAX || "@type" in data) return false;
  return Object.values(data).every((inner) => isDecodable(inner, depth + 1));
}

/** A callable that refuses what the SDK would break on, and answer as an error of the server's. */
const guarded = <Callable extends (request: Request, response: Response) => unknown>(
  callable: Callable,
): Callable =>
  new Proxy(callable, {
    apply(handle, self, [request, response]: [Request, Response]) {
      if (isDecodable(request.body?.data)) return Reflect.apply(handle, self, [request, response]);
      const error = { status: "INVALID_ARGUMENT", message: "Dữ liệu gửi lên không hợp lệ: sai dạng." };
      return response.status(400).set(HEADERS).send({ error });
    },
  });

/** The signed-in account, or a refusal: also where its sign-in is older than a session lasts. */
function requireAuth(auth: CallableRequest["auth"]): string {
  if (!auth) throw new HttpsError("unauthenticated", "Hãy đăng nhập rồi thử lại.");
  const signedIn = new Date(auth.token.auth_time * 1_000);
  if (isSessionOver(signedIn, new Date()))
    throw new HttpsError("unauthenticated", `Phiên làm việc đã quá ${SESSION.hours} giờ. Hãy đăng nhập lại.`);
  return auth.uid;
}

function secure({ res }: CallableRequest["rawRequest"]): void {
  res?.set(HEADERS);
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
function requirePatience(wait: number | null): void {
  if (wait === null) return;
  throw new HttpsError(
    "resource-exhausted",
    `Bạn thao tác quá nhanh. Hãy chờ ${wait} giây rồi thử lại; chưa có gì thay đổi.`,
    { retryAfter: wait },
  );
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
    throw new HttpsError("invalid-argument", `Dữ liệu gửi lên không hợp lệ: ${said}.`, { issues });
  }
  try {
    return await handler(input);
  } catch (error) {
    throw toHttpsError(name, error);
  }
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
  return guarded(
    onCall<unknown, Promise<Result>>(
      { enforceAppCheck: ENFORCE_APP_CHECK, ...options },
      async ({ data, auth, rawRequest }) => {
        secure(rawRequest);
        const uid = requireAuth(auth);
        requirePatience(await calls.wait(uid));
        if (name === "issueSignInLink") requirePatience(await linksMade.wait(uid));
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
  return guarded(
    onCall<unknown, Promise<Result>>({ enforceAppCheck: ENFORCE_APP_CHECK }, async ({ data, rawRequest }) => {
      secure(rawRequest);
      requirePatience(await strangers.wait(callerOf(rawRequest)));
      return answer(name, data, handler);
    }),
  );
}

import {
  decodeRequest,
  type Refusal,
  type RequestName,
  requestIssuesText,
  type requests,
} from "@parindex/core";
import { logger } from "firebase-functions/v2";
import { type CallableOptions, HttpsError, onCall, type Request } from "firebase-functions/v2/https";
import type { z } from "zod";
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
      return response.status(400).set("Cache-Control", "no-store").send({ error });
    },
  });

/** The signed-in account, or a refusal. */
function requireAuth(uid: string | undefined): string {
  if (!uid) throw new HttpsError("unauthenticated", "Hãy đăng nhập rồi thử lại.");
  return uid;
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
 * `permission-denied` with its cause, anything unexpected is logged and shows no detail. No answer may be kept.
 */
export function validatedOnCall<Name extends RequestName, Result>(
  name: Name,
  handler: (input: z.output<(typeof requests)[Name]>, uid: string) => Promise<Result>,
  options: CallableOptions = {},
) {
  return guarded(
    onCall<unknown, Promise<Result>>(options, async ({ data, auth, rawRequest }) => {
      rawRequest.res?.set("Cache-Control", "no-store");
      const uid = requireAuth(auth?.uid);
      return answer(name, data, (input) => handler(input, uid));
    }),
  );
}

/** The same for a caller who is not signed in: what is called must prove itself by its input. */
export function publicOnCall<Name extends RequestName, Result>(
  name: Name,
  handler: (input: z.output<(typeof requests)[Name]>) => Promise<Result>,
) {
  return guarded(
    onCall<unknown, Promise<Result>>(async ({ data, rawRequest }) => {
      rawRequest.res?.set("Cache-Control", "no-store");
      return answer(name, data, handler);
    }),
  );
}

import {
  decodeRequest,
  type Refusal,
  type RequestName,
  requestIssuesText,
  type requests,
} from "@parindex/core";
import { logger } from "firebase-functions/v2";
import { type CallableOptions, HttpsError, onCall } from "firebase-functions/v2/https";
import type { z } from "zod";
import { Refused } from "../store/refused.ts";
import { MissingDocument } from "../store/transaction.ts";

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
  return onCall<unknown, Promise<Result>>(options, async ({ data, auth, rawRequest }) => {
    rawRequest.res?.set("Cache-Control", "no-store");
    const uid = requireAuth(auth?.uid);
    return answer(name, data, (input) => handler(input, uid));
  });
}

/** The same for a caller who is not signed in: what is called must prove itself by its input. */
export function publicOnCall<Name extends RequestName, Result>(
  name: Name,
  handler: (input: z.output<(typeof requests)[Name]>) => Promise<Result>,
) {
  return onCall<unknown, Promise<Result>>(async ({ data }) => answer(name, data, handler));
}

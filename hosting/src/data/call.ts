import type { MissingItem, Refusal, RequestName, RequestOf } from "@parindex/core";
import { FirebaseError } from "firebase/app";
import { type Functions, httpsCallable } from "firebase/functions";
import { t } from "../text/text.ts";

/** An act the server refused, with its reason in the user's words. */
export class CallRefused extends Error {
  readonly missing: MissingItem[];
  readonly refusal: Refusal | undefined;
  readonly issues: { path: string; message: string }[];

  constructor(
    message: string,
    details: {
      missing?: MissingItem[];
      refusal?: Refusal;
      issues?: { path: string; message: string }[];
    } = {},
  ) {
    super(message);
    this.missing = details.missing ?? [];
    this.issues = details.issues ?? [];
    this.refusal = details.refusal;
  }
}

/** The SDK adds the HTTP status to what the server said. */
const withoutStatus = (message: string) => message.replace(/ \[\d{3}\]$/, "");

function toRefused(error: unknown): CallRefused {
  if (!(error instanceof FirebaseError)) return new CallRefused(t("unexpected"));
  if (error.code === "functions/unavailable" || error.code === "functions/deadline-exceeded")
    return new CallRefused(t("unreachable"));
  const details = "details" in error && typeof error.details === "object" ? (error.details ?? {}) : {};
  const message = withoutStatus(error.message);
  return new CallRefused(message === "internal" ? t("unreachable") : message, details);
}

/** As long as the server works on the longest act, the closing of a survey, in milliseconds. */
const LONGEST = 540_000;

/** Calls one of the system's acts. Throws `CallRefused`. */
export async function call<Name extends RequestName, Result = unknown>(
  functions: Functions,
  name: Name,
  input: RequestOf<Name>,
): Promise<Result> {
  try {
    const callable = httpsCallable<RequestOf<Name>, Result>(functions, name, { timeout: LONGEST });
    return (await callable(input)).data;
  } catch (error) {
    throw toRefused(error);
  }
}

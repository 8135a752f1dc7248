import type { AnswerRequest, BallotAnswer, DoorRefusal, OpenAnswer } from "../../../core/src/survey-door.ts";

/** What a request came to: done, refused for good, or to be tried again (not before so many seconds, where it was told). */
export type Outcome<T> = { done: T } | { refused: Exclude<DoorRefusal, "later"> } | { later: number | null };

const PATIENCE = 30_000;

const BY_STATUS: Readonly<Record<number, Exclude<DoorRefusal, "later">>> = {
  400: "invalid",
  403: "refused",
  404: "refused",
  409: "spent",
  410: "closed",
  413: "invalid",
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

function refusalOf(status: number, body: unknown): DoorRefusal | undefined {
  const told = isRecord(body) ? (body.refusal ?? body.error) : undefined;
  const known = ["refused", "spent", "closed", "invalid", "later"] as const;
  return known.find((one) => one === told) ?? BY_STATUS[status];
}

/** Asks the door. What answers in its place (a hotspot's sign-in page, a proxy) counts as no network. */
async function ask<T>(
  path: string,
  body: object,
  isAnswer: (value: unknown) => value is T,
): Promise<Outcome<T>> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), PATIENCE);
  try {
    const response = await fetch(`/s/api/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      credentials: "omit",
      cache: "no-store",
      referrerPolicy: "no-referrer",
      // It arrives even where the page is closed meanwhile.
      keepalive: true,
      signal: abort.signal,
    });
    const answer: unknown = await response.json().catch(() => undefined);
    if (response.ok) return isAnswer(answer) ? { done: answer } : { later: null };
    const retryAfter = Number(response.headers.get("retry-after")) || null;
    if (response.status === 429 || response.status >= 500) return { later: retryAfter };
    const refused = refusalOf(response.status, answer);
    return refused === undefined || refused === "later" ? { later: retryAfter } : { refused };
  } catch {
    return { later: null };
  } finally {
    clearTimeout(timer);
  }
}

const isOpenAnswer = (value: unknown): value is OpenAnswer =>
  isRecord(value) && Array.isArray(value.units) && Array.isArray(value.questions);
const isBallotAnswer = (value: unknown): value is BallotAnswer =>
  isRecord(value) && typeof value.signature === "string";

/** Opens the form of a code. */
export const open = (code: string): Promise<Outcome<OpenAnswer>> => ask("open", { code }, isOpenAnswer);

/** Buys a ballot: has the blinded message signed. */
export const buy = (code: string, unit: string, blinded: string): Promise<Outcome<BallotAnswer>> =>
  ask("ballot", { code, unit, blinded }, isBallotAnswer);

/** Hands in an answer with its ballot, and nothing else. */
export const handIn = (answer: AnswerRequest): Promise<Outcome<object>> => ask("answer", answer, isRecord);

import { z } from "zod";
import { Id } from "./criteria-set.ts";
import { Ballot, Base64Url, FilledForm, Minutes, type Question } from "./survey.ts";

/**
 * What the respondent's browser and the survey's door say to each other. The browser's code takes the types alone, so that
 * it stays small.
 */

const Code = z.string().regex(/^[0-9A-Z]{20}$/);

/** What is asked with a code: which survey it opens. */
export const OpenRequest = z.object({ code: Code });
/** A code buys one ballot for one unit: the blinded message (RFC 9474 §4.2) is signed. */
export const BallotRequest = z.object({ code: Code, unit: Id, blinded: Base64Url.max(400) });
/** An answer with its ballot. Nothing in it leads back to the code. */
export const AnswerRequest = z.object({
  scheme: Id,
  period: Id,
  survey: Id,
  unit: Id,
  channel: z.enum(["code", "link"]),
  ballot: Ballot,
  form: FilledForm,
  minutes: Minutes,
});
export type AnswerRequest = z.infer<typeof AnswerRequest>;

/** A question as the respondent's browser gets it: without what it scores. */
export type ShownQuestion = Pick<Question, "id" | "text" | "help" | "showIf"> & { options: string[] };

/** What a code opens. `publicKey`: SubjectPublicKeyInfo in base64url of the key that signs the unit's ballots. */
export interface OpenAnswer {
  scheme: string;
  period: string;
  survey: string;
  channel: "code" | "link";
  name: string;
  owner: string;
  year: number;
  intro: string;
  /** Who may answer by an open link; empty for a code. */
  eligibility: string;
  units: { id: string; name: string; publicKey: string; questions: string[] }[];
  questions: ShownQuestion[];
}

/** The blind signature in base64url. */
export interface BallotAnswer {
  signature: string;
}

/**
 * Why the door refuses. `refused` is all that anyone learns of a code, whatever is wrong with it: unknown, revoked, used, or
 * of a survey that is not open. `spent`: the ballot was used for another answer; `invalid`: the request is malformed;
 * `later`: too many requests, or stored answers are being rewritten.
 */
export type DoorRefusal = "refused" | "spent" | "closed" | "invalid" | "later";

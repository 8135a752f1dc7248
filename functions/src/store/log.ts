import { randomInt } from "node:crypto";
import { basename } from "node:path";
import process from "node:process";
import { CROCKFORD, ErrorId } from "@parindex/core";
import { logger } from "firebase-functions/v2";
import { z } from "zod";

/**
 * The vocabulary of the logs: every event that functions tell of, one a line, each with these fields and no others. Ids of
 * schemes, periods, units and leaves say where; never who: no e-mail, uid, address, code or answer, and nothing of a
 * request's content or an error's message, which could repeat them. `docs/operations.md` lists the same.
 */

const Count = z.int().min(0);
const Ms = Count;
const Word = z.string().regex(/^[A-Za-z0-9_./-]{1,200}$/);

/** What is known of an error without what it says: its class, its code, and where in the program it arose. */
const Fault = z.strictObject({ name: Word, code: z.string().max(60), at: z.array(z.string()).max(6) });

const place = { scheme: Word.optional(), period: Word.optional(), unit: Word.optional() };
const survey = { ...place, survey: Word.optional() };
/** What the transactions of one piece of work cost. */
const cost = { durationMs: Ms, reads: Count, writes: Count, attempts: Count };
const failure = { errorId: ErrorId, error: Fault };
const Column = z.enum(["self", "appraisal", "survey", "explanation"]);

/** Severities as Cloud Logging has them: WARNING mends itself, ERROR wants a person, CRITICAL at once. */
type Severity = "DEBUG" | "INFO" | "NOTICE" | "WARNING" | "ERROR" | "CRITICAL";

const event = <F extends z.core.$ZodLooseShape>(severity: Severity, fields: F) => ({
  severity,
  fields: z.strictObject(fields),
});

export const EVENTS = {
  "act.done": event("INFO", { act: Word, ...survey, ...cost }),
  "act.refused": event("NOTICE", { act: Word, ...survey, ...cost, refusal: Word }),
  "act.failed": event("ERROR", { act: Word, ...survey, ...cost, ...failure }),
  "score.folded": event("INFO", { ...place, column: Column, leaf: Word, ageMs: Ms, ...cost }),
  "score.malformed": event("ERROR", {
    ...{ ...place, column: Column, leaf: Word, fields: z.array(Word), errorId: ErrorId },
  }),
  "event.retried": event("WARNING", { trigger: Word, ...place, ageMs: Ms, ...cost, ...failure }),
  "event.stuck": event("ERROR", { trigger: Word, ...place, ageMs: Ms, ...cost, ...failure }),
  "publication.malformed": event("ERROR", { publication: Word, fields: z.array(Word), errorId: ErrorId }),
  "publication.told": event("INFO", { publication: Word, ageMs: Ms, ...cost }),
  "schedule.done": event("INFO", { schedule: Word, ...cost }),
  "schedule.failed": event("ERROR", { schedule: Word, ...cost, failures: Count, ...failure }),
  "schedule.itemFailed": event("ERROR", { schedule: Word, ...survey, version: Count.optional(), ...failure }),
  "period.malformed": event("ERROR", { ...place, fields: z.array(Word), errorId: ErrorId }),
  "period.advanced": event("NOTICE", { ...place, from: Word, to: Word }),
  "period.reconciled": event("INFO", {
    ...{ ...place, units: Count, lagging: Count, gaps: Count, failures: Count, durationMs: Ms },
  }),
  "ledger.lagged": event("WARNING", { ...place, parts: z.array(Word), ageMs: Ms.nullable() }),
  "history.gap": event("ERROR", { ...place, columns: z.array(Column) }),
  "result.sealed": event("NOTICE", {
    ...{ ...place, run: Word, units: Count, differences: Count, durationMs: Ms },
  }),
  "result.unverified": event("CRITICAL", { ...place, version: Count, findings: Count }),
  "result.published": event("NOTICE", { ...place, version: Count, units: Count, lateMs: Ms }),
  "survey.recountDiffers": event("ERROR", { ...survey, units: Count }),
  "survey.forgedAnswers": event("CRITICAL", { ...survey, answers: Count }),
  "uploads.forgotten": event("INFO", { files: Count }),
  "health.unsaved": event("WARNING", { ...place, ...failure }),
  "door.failed": event("ERROR", { error: Fault }),
  "site.failed": event("ERROR", { ...failure }),
} as const;

export type EventName = keyof typeof EVENTS;
export type EventFields<N extends EventName> = z.input<(typeof EVENTS)[N]["fields"]>;

/** Tells of an event: one line of JSON, its name as message and as `event`. */
export function tellEvent<N extends EventName>(name: N, fields: EventFields<N>): void {
  logger.write({ severity: EVENTS[name].severity, message: name, event: name, ...fields });
}

/** The top fields of a document that don't fit its schema: their names, nothing of what they hold. */
export const fieldsAtFault = ({ issues }: z.core.$ZodError): string[] => [
  ...new Set(issues.map(({ path: [field] }) => String(field ?? ""))),
];

/** A new id for an error. */
export const newErrorId = (): string =>
  Array.from({ length: 8 }, () => CROCKFORD[randomInt(CROCKFORD.length)]).join("");

/** Where in the program an error arose: file, line and column of the first steps, without the machine's folders. */
const stepsOf = ({ stack = "" }: Error): string[] =>
  [...stack.matchAll(/^ {4}at .*?\(?([^()\s]+:\d+:\d+)\)?$/gm)]
    .map(([, step = ""]) => basename(step))
    .slice(0, 6);

/** An error as the logs tell it; of several, the first. */
export function faultOf(error: unknown): z.infer<typeof Fault> {
  if (error instanceof AggregateError && error.errors.length > 0) return faultOf(error.errors[0]);
  // What it says helps whoever develops, at whose machine nobody else's data are.
  if (process.env.FUNCTIONS_EMULATOR === "true" && !process.env.VITEST)
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  if (!(error instanceof Error)) return { name: typeof error, code: "", at: [] };
  const code = "code" in error ? String(error.code).slice(0, 60) : "";
  return { name: error.constructor.name, code, at: stepsOf(error) };
}

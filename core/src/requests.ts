import { z } from "zod";
import { Id, NodeId } from "./criteria-set.ts";
import { Decision, PeriodDate, Settings, SurveySource } from "./documents.ts";
import { Points } from "./points.ts";

/** The input of every callable. Web, functions, demo and tests share these schemas. Instants travel as ISO strings. */

/** Names every text of a request that is no Unicode (half a surrogate pair): Firestore stores none. */
function requireUnicode(value: unknown, context: z.RefinementCtx, path: readonly string[] = []): void {
  if (typeof value === "string" && !value.isWellFormed())
    context.addIssue({ code: "custom", path: [...path], message: "văn bản có ký tự hỏng" });
  if (value === null || typeof value !== "object" || value instanceof Date) return;
  for (const [name, inner] of Object.entries(value)) requireUnicode(inner, context, [...path, name]);
}

const request = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.object(shape).superRefine((value, context) => requireUnicode(value, context));

const InPeriod = { scheme: Id, period: Id };
const OfUnit = { ...InPeriod, unit: Id };
const Reason = z.string().trim().min(1).max(2_000);
/** What Firestore can store as a timestamp: years 1 to 9999. */
const isStorable = (instant: Date) => instant.getUTCFullYear() >= 1 && instant.getUTCFullYear() <= 9999;
const Instant = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .refine(isStorable);

/**
 * `confirmName` repeats the unit's name. `seen` is what the submitter's screen had saved: how many score documents
 * and the sum of their versions. An edit the screen has not seen refuses the submission.
 */
const submitSelfAssessment = request({
  ...OfUnit,
  confirmName: z.string(),
  seen: z.object({ scores: z.int().min(0), revSum: z.int().min(0) }),
  report: z.object({ number: z.string().trim().min(1).max(60), date: z.iso.date() }),
});
/** `until` grants a lock exception, needed once the due instant has passed. */
const returnSubmission = request({ ...OfUnit, reason: Reason, until: Instant.nullable() });
const lockAsItStands = request({ ...OfUnit, reason: Reason });
/** Recognises every self score of the unit's leaves that the caller may appraise and nobody has appraised yet. */
const recogniseRest = request({ ...OfUnit, field: NodeId.nullable() });
const release = request({ ...InPeriod });
const setExemption = request({ ...OfUnit, leaf: NodeId, exempt: z.boolean(), reason: Reason });
const changeSettings = request({ ...InPeriod, settings: Settings.omit({ version: true }), reason: Reason });
const setDate = request({ ...InPeriod, date: PeriodDate, to: Instant, reason: Reason });
const enterSurveyScores = request({
  ...OfUnit,
  source: SurveySource,
  scores: z
    .array(
      z.object({
        leaf: NodeId,
        points: Points.nullable(),
        n: z.int().min(0).max(1_000_000),
        minimum: z.int().min(0).max(1_000_000),
      }),
    )
    .min(1)
    .max(100),
});
const adopt = request({
  ...InPeriod,
  minutes: z.string().trim().min(1).max(200),
  insufficientSampleReason: Reason.nullable(),
});
const seal = request({ ...InPeriod });
const reopen = request({ ...InPeriod, reason: Reason });
const enterDecision = request({ ...InPeriod, decision: Decision, publishAt: Instant });

export const requests = {
  submitSelfAssessment,
  returnSubmission,
  lockAsItStands,
  recogniseRest,
  release,
  setExemption,
  changeSettings,
  setDate,
  enterSurveyScores,
  adopt,
  seal,
  reopen,
  enterDecision,
} as const;
export type RequestName = keyof typeof requests;
/** What a caller sends: instants as ISO strings. */
export type RequestOf<Name extends RequestName> = z.input<(typeof requests)[Name]>;

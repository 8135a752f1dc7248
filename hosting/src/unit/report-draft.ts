import { Report } from "@parindex/core";
import { z } from "zod";
import { keep, keptAs } from "../data/storage.ts";

/** What was typed of a report before it was sent. */
const Draft = z.object({ number: z.string(), date: z.string(), file: Report.shape.file });
export type ReportDraft = z.infer<typeof Draft>;

const EMPTY: ReportDraft = { number: "", date: "", file: null };
const keyOf = (period: string, unit: string) => `parindex:report:${period}:${unit}`;

/** The report as it was last typed on this machine: a power cut loses none of it. */
export const readDraft = (period: string, unit: string): ReportDraft =>
  keptAs(keyOf(period, unit), Draft) ?? EMPTY;

/** Keeps the report as typed; null forgets it. */
export const keepDraft = (period: string, unit: string, draft: ReportDraft | null): void =>
  keep(keyOf(period, unit), draft && JSON.stringify(draft));

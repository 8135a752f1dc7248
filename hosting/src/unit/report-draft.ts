import { Report } from "@parindex/core";
import { z } from "zod";

/** What was typed of a report before it was sent. */
const Draft = z.object({ number: z.string(), date: z.string(), file: Report.shape.file });
export type ReportDraft = z.infer<typeof Draft>;

const EMPTY: ReportDraft = { number: "", date: "", file: null };
const keyOf = (period: string, unit: string) => `parindex:report:${period}:${unit}`;

/** The report as it was last typed on this machine: a power cut loses none of it. */
export function readDraft(period: string, unit: string): ReportDraft {
  try {
    return Draft.parse(JSON.parse(localStorage.getItem(keyOf(period, unit)) ?? ""));
  } catch {
    return EMPTY;
  }
}

/** Keeps the report as typed; null forgets it. A machine that keeps nothing only loses the convenience. */
export function keepDraft(period: string, unit: string, draft: ReportDraft | null): void {
  try {
    if (draft) localStorage.setItem(keyOf(period, unit), JSON.stringify(draft));
    else localStorage.removeItem(keyOf(period, unit));
  } catch {
    // Storage is full or switched off.
  }
}

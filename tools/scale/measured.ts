import { z } from "zod";

/** What `npm run bench -- --scale --write` keeps of a run, in measured.json. Times are beside it and count for nothing here. */

/** What Firestore bills for a piece of work, and the document that was written most often in it. */
const Billed = z.object({
  reads: z.int(),
  writes: z.int(),
  deletes: z.int(),
  hottest: z.object({ path: z.string(), writes: z.int() }),
});
export type Billed = z.infer<typeof Billed>;

/** What each thing that happens in a year is billed, at one size. */
const YearCosts = z.object({
  units: z.int(),
  documents: z.int(),
  /** One edit's fold, in an instance that has seen the unit before. */
  edit: Billed,
  /** The first look of a day that the schedule takes at the period, nothing being due. */
  tick: Billed,
  reconcile: Billed,
  release: Billed,
  adopt: Billed,
  seal: Billed,
  publish: Billed,
});
export type YearCosts = z.infer<typeof YearCosts>;

/** What a survey with so many answers is billed. */
const SurveyCosts = z.object({
  units: z.int(),
  answers: z.int(),
  /** Taking one answer in. */
  accept: Billed,
  /** The ten minutes' gathering where one answer came in. */
  gather: Billed,
  /** A night's rewrite. */
  rewrite: Billed,
  /** Closing: the recount, the last rewrite and the scores. */
  close: Billed,
});
export type SurveyCosts = z.infer<typeof SurveyCosts>;

/** What documents take up, and their indexes. */
const Stored = z.object({ documents: z.int(), documentBytes: z.int(), indexBytes: z.int() });
export type Stored = z.infer<typeof Stored>;

/** How many documents a workspace was sent when it was opened, with so many units in the year. */
const Opened = z.object({ role: z.string(), units: z.int(), reads: z.int() });

/** How many documents a page was sent that shows a unit's file, empty and with each leaf scored, judged and proven once. */
const File = z.object({ role: z.string(), leaves: z.int(), empty: z.int(), filled: z.int() });

export const Measured = z.object({
  year: z.array(YearCosts).min(2),
  survey: z.array(SurveyCosts).min(2),
  opened: z.array(Opened),
  files: z.array(File),
  stored: z.object({ unit: Stored, answer: Stored }),
});
export type Measured = z.infer<typeof Measured>;

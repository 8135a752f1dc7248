import { SCHEDULE_MINUTES, type ScheduleName } from "../../core/src/index.ts";
import type { Billed, Measured, Stored, SurveyCosts, YearCosts } from "./measured.ts";
import { PRICES } from "./prices.ts";

/**
 * What a year costs, from what was measured: a line for each kind of thing that happens, how often it does, and what one
 * is billed. Sizes that were not run are reached by a straight line through the smallest and the largest that were; those in
 * between check it.
 */
type Counts = Pick<Billed, "reads" | "writes" | "deletes">;
const COUNTS = ["reads", "writes", "deletes"] as const;
const NONE: Counts = { reads: 0, writes: 0, deletes: 0 };

/** A straight line: so much at zero, and so much more for each. */
export interface Line {
  fixed: number;
  each: number;
}

/** The line through the first and the last of these points. */
export function lineThrough(points: readonly (readonly [size: number, count: number])[]): Line {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || first[0] === last[0]) throw new RangeError("a line needs two sizes");
  const each = (last[1] - first[1]) / (last[0] - first[0]);
  return { fixed: first[1] - each * first[0], each };
}

/** What a line says of a size; never below nothing. */
export const at = ({ fixed, each }: Line, size: number): number => Math.max(0, fixed + each * size);

type YearStep = Exclude<keyof YearCosts, "units" | "documents">;
type SurveyStep = Exclude<keyof SurveyCosts, "units" | "answers">;

function counts(of: (name: (typeof COUNTS)[number]) => number): Counts {
  const [reads, writes, deletes] = COUNTS.map((name) => of(name)) as [number, number, number];
  return { reads, writes, deletes };
}

/** What a step of the year is billed with so many units. */
const yearStep = ({ year }: Measured, step: YearStep, units: number): Counts =>
  counts((name) => at(lineThrough(year.map((run) => [run.units, run[step][name]])), units));

/** What a step of a survey is billed with so many answers. */
const surveyStep = ({ survey }: Measured, step: SurveyStep, answers: number): Counts =>
  counts((name) => at(lineThrough(survey.map((run) => [run.answers, run[step][name]])), answers));

/** Documents that a role's workspace reads when it is opened, by the number of units. */
function openedReads({ opened }: Measured, role: string, units: number): number {
  const runs = opened.filter((run) => run.role === role);
  return at(lineThrough(runs.map((run) => [run.units, run.reads])), units);
}

/** Documents that an opened file brings beyond an empty one, with so many leaves that the unit scores. */
function fileReads({ files }: Measured, role: string, leaves: number): number {
  const file = files.find((run) => run.role === role);
  if (!file) throw new RangeError(`no file of a ${role}`);
  return ((file.filled - file.empty) / file.leaves) * leaves;
}

/** Who uses the system how much. */
export interface Use {
  name: string;
  schemes: number;
  /** Units and answers of each scheme, and leaves a unit. */
  units: number;
  answers: number;
  leaves: number;
  /** How many days the period is open, and each survey. */
  days: number;
  surveyDays: number;
  surveys: number;
  /** How often each leaf is written by its unit and by who judges it, over the year. */
  edits: number;
  judgements: number;
  /** How often in a year each person opens their workspace; how many people of each role, a unit or a scheme. */
  opens: number;
  clerks: number;
  appraisers: number;
  council: number;
  /** Boards that are open while people edit, each of which hears of every index. */
  boards: number;
  /** MiB of a unit's evidence, and years that are kept. */
  evidenceMiB: number;
  years: number;
  /** Pages that readers open in the year of publication, and KiB of each. */
  pages: number;
  pageKiB: number;
}

const COMMON = {
  ...{ leaves: 100, days: 120, surveyDays: 30, surveys: 5, edits: 4, judgements: 1.5 },
  ...{ opens: 60, clerks: 3, appraisers: 20, council: 12, boards: 3 },
  ...{ evidenceMiB: 40, years: 5, pageKiB: 80 },
} as const;

/** A province as Lai Châu in 2025, the whole country in schemes of its provinces, and one scheme of 4 000 units. */
export const USES: readonly Use[] = [
  { ...COMMON, name: "a province", schemes: 1, units: 66, answers: 30_000, pages: 50_000 },
  { ...COMMON, name: "the country", schemes: 34, units: 118, answers: 30_000, pages: 5_000_000 },
  {
    ...COMMON,
    name: "one scheme of 4,000 units",
    schemes: 1,
    units: 4_000,
    answers: 1_000_000,
    pages: 5_000_000,
  },
];

/** A kind of thing that happens: how often in a scheme's year, and what one is billed. */
export interface CostLine extends Counts {
  name: string;
  times: number;
  /** Documents that travel to a browser each time. */
  sent: number;
}

/** Documents that the rules look up for a self score and for an appraisal (firestore.rules, «Looking things up»). */
const LOOKED_UP = { self: 4, appraisal: 5 };

/** The share of leaves that the survey scores, as in the years that are filled. */
const SURVEYED = 0.2;
/** How often an appraiser opens each unit's file: in the appraisal and after the explanations. */
const FILE_OPENS = 2;

const runsADay = (schedule: ScheduleName): number => (24 * 60) / SCHEDULE_MINUTES[schedule];
const ALL_RUNS_A_DAY = (Object.keys(SCHEDULE_MINUTES) as ScheduleName[])
  .map(runsADay)
  .reduce((sum, runs) => sum + runs, 0);

/** Scores that are written in a scheme's year, by the units and by who judges. */
function writtenIn({ units, leaves, edits, judgements }: Use): { self: number; appraisal: number } {
  const selfLeaves = units * leaves * (1 - SURVEYED);
  return { self: selfLeaves * edits, appraisal: selfLeaves * judgements };
}

/** Rows of one scheme's year: what happens, how often, and what one is billed. */
export function linesOf(measured: Measured, use: Use): CostLine[] {
  const written = writtenIn(use);
  const selfLeaves = use.leaves * (1 - SURVEYED);
  const edit = yearStep(measured, "edit", use.units);
  const line = (name: string, times: number, billed: Counts, sent = 0): CostLine => ({
    ...{ name, times, ...billed, sent },
  });
  const edited = (lookedUp: number): Counts => ({
    // The score itself, what the rules look up, the fold, and the index that open boards hear of.
    reads: lookedUp + edit.reads + use.boards,
    writes: 1 + edit.writes,
    deletes: 0,
  });
  const answersEach = use.answers / use.surveys;
  // Answers that come in between two gatherings, each in a shard of its own.
  const news = answersEach / use.surveyDays / runsADay("gatherTallies");
  const rewritten = surveyStep(measured, "rewrite", answersEach / 2);
  const opened = (name: string, times: number, reads: number): CostLine =>
    line(name, times, { ...NONE, reads }, reads);
  const readBy = (role: string): number => openedReads(measured, role, use.units);
  return [
    line("edit of a self score", written.self, edited(LOOKED_UP.self), use.boards),
    line("judgement of a score", written.appraisal, edited(LOOKED_UP.appraisal), use.boards),
    opened(
      "clerk's workspace opened",
      use.units * use.clerks * use.opens,
      readBy("clerk") + fileReads(measured, "clerk", selfLeaves),
    ),
    opened("appraiser's workspace opened", use.appraisers * use.opens, readBy("appraiser")),
    opened(
      "unit's file opened by an appraiser",
      use.appraisers * use.units * FILE_OPENS,
      fileReads(measured, "appraiser", selfLeaves),
    ),
    opened("council's board opened", use.council * use.opens, readBy("council")),
    opened("standing body's workspace opened", 3 * use.opens, readBy("standing body")),
    // Periods, corrections, each period again, root schemes and the note of its run. Near a date it also looks for reminders.
    line("schedule, every 5 minutes", use.days * runsADay("advanceYear"), {
      ...{ reads: 4, writes: 1, deletes: 0 },
    }),
    line("note of another schedule's run", use.days * (ALL_RUNS_A_DAY - runsADay("advanceYear")), {
      ...{ reads: 1, writes: 1, deletes: 0 },
    }),
    // An instance writes for twenty edits at once where many work, and for each where few do.
    line("numbers of the health page, at most", written.self + written.appraisal, {
      ...{ reads: 2, writes: 1, deletes: 0 },
    }),
    line(
      "reconciliation, every 6 hours",
      use.days * runsADay("reconcile"),
      yearStep(measured, "reconcile", use.units),
    ),
    line("release to the units", 1, yearStep(measured, "release", use.units)),
    line("adoption", 1, yearStep(measured, "adopt", use.units)),
    line("sealing", 1, yearStep(measured, "seal", use.units)),
    line("publication", 1, yearStep(measured, "publish", use.units)),
    // Buying a ballot costs what answering does and one read more; opening a code reads five documents.
    line("answer with its ballot", use.answers, {
      reads: 2 * surveyStep(measured, "accept", answersEach).reads + 6,
      writes: 2 * surveyStep(measured, "accept", answersEach).writes,
      deletes: 0,
    }),
    line(
      "gathering of a survey, every 10 minutes",
      use.surveyDays * runsADay("gatherTallies") * use.surveys,
      { reads: 2 + 2 * news, writes: 1 + Math.min(use.units, news), deletes: news },
    ),
    line("nightly rewrite of a survey, half full", use.surveyDays * use.surveys, rewritten),
    line("closing of a survey", use.surveys, surveyStep(measured, "close", answersEach)),
  ];
}

/** What one scheme's year comes to in documents. */
export const totalOf = (lines: readonly CostLine[]): Counts =>
  counts((name) => lines.reduce((sum, line) => sum + line.times * line[name], 0));

const GIB = 2 ** 30;

/** Bytes that one scheme keeps of a year. */
export function storedBytes({ stored }: Measured, use: Use): number {
  const of = ({ documentBytes, indexBytes }: Stored) => documentBytes + indexBytes;
  // A filled unit has four documents a leaf: two scores and an entry of the history for each. A further version adds an entry.
  const history = 1 + (use.edits + use.judgements - 2) / 4;
  const evidence = use.evidenceMiB * 2 ** 20;
  return use.units * (of(stored.unit) * history + evidence) + use.answers * of(stored.answer);
}

/** Seconds of processor that an edit's trigger, or a page, holds an instance; memory is a quarter of a GiB. */
const TRIGGER_SECONDS = 0.15;
const PAGE_SECONDS = 0.1;
const MEMORY_GIB = 0.25;
/** Pages that Hosting's cache does not answer. */
const UNCACHED = 0.05;
/** What a document is when it travels to a browser, in bytes. */
const SENT_BYTES = 1_500;

/** US dollars of a year, by what they are for. */
export interface Dollars {
  reads: number;
  writes: number;
  deletes: number;
  storage: number;
  functions: number;
  egress: number;
}

/** What the whole use costs in a year, all its schemes and the years kept, before free quotas. */
export function dollarsOf(measured: Measured, use: Use): Dollars {
  const lines = linesOf(measured, use);
  const total = totalOf(lines);
  const written = writtenIn(use);
  const edits = written.self + written.appraisal;
  const sent = lines.reduce((sum, line) => sum + line.times * line.sent, 0);
  const pages = use.pages / use.schemes;
  const seconds = edits * TRIGGER_SECONDS + use.answers * 3 * PAGE_SECONDS + pages * UNCACHED * PAGE_SECONDS;
  const requests = edits + use.answers * 3 + pages * UNCACHED;
  const egressBytes = sent * SENT_BYTES + pages * use.pageKiB * 1_024;
  const one: Dollars = {
    reads: total.reads * PRICES.read,
    writes: total.writes * PRICES.write,
    deletes: total.deletes * PRICES.delete,
    storage: (storedBytes(measured, use) / GIB) * PRICES.storedGiBMonth * 12 * use.years,
    functions: requests * PRICES.request + seconds * (PRICES.cpuSecond + MEMORY_GIB * PRICES.memoryGiBSecond),
    egress: (egressBytes / GIB) * PRICES.egressGiB,
  };
  const all = Object.entries(one).map(([name, value]) => [name, value * use.schemes]);
  return Object.fromEntries(all) as unknown as Dollars;
}

import { readFileSync, writeFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import process from "node:process";
import { db } from "../../functions/src/store/firestore.ts";
import { refs } from "../../functions/src/store/refs.ts";
import { filledUnit, madeSet } from "./fill.ts";
import type { Measured } from "./measured.ts";
import { Meter } from "./meter.ts";
import { openedWorkspaces } from "./opened.ts";
import { documentBytes, indexBytes } from "./storage.ts";
import { holdSurvey } from "./survey.ts";
import { liveYear } from "./year.ts";

/**
 * Runs inside emulators. Where the functions run too it opens the workspaces; beside the database alone, where nobody
 * hears of what is filled in, it lives through years and surveys of growing size. The result is added to the file.
 */

/** How many units answer about a survey whose answers grow. */
const SURVEYED_UNITS = 100;

interface Given {
  part: "opened" | "filled";
  units: number[];
  answers: number[];
  /** After how many minutes no further size is begun. */
  minutes: number;
  result: string;
}
const given = JSON.parse(process.argv[2] ?? "{}") as Given;

const say = (measurement: object): void => console.log(JSON.stringify(measurement));
const began = performance.now();
const isOver = (size: number, of: string): boolean => {
  const over = performance.now() - began > given.minutes * 60_000;
  if (over) say({ name: `scale: ${size} ${of}`, skipped: `${given.minutes} minutes are over` });
  return over;
};

const seconds = (durations: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(durations).map(([name, ms]) => [name, Math.round(ms) / 1_000]));

/** What some documents take up with their indexes. */
function storedOf(documents: readonly { path: string; data: Record<string, unknown> }[]) {
  const sum = (of: (path: string, data: Record<string, unknown>) => number) =>
    documents.reduce((all, { path, data }) => all + of(path, data), 0);
  return {
    documents: documents.length,
    documentBytes: sum(documentBytes),
    indexBytes: sum((path, data) => indexBytes(path, data).bytes),
  };
}

async function storedAnswer(place: { scheme: string; period: string; survey: string }) {
  const { docs } = await db.collection(refs.surveyAnswer(place, "x").parent.path).limit(1).get();
  const [answer] = docs;
  if (!answer) throw new Error("no answer");
  return storedOf([{ path: answer.ref.path, data: answer.data() }]);
}

/** What years and surveys of growing size are billed, and what they store. */
async function filled(): Promise<Partial<Measured>> {
  const meter = new Meter(db);
  const year: Measured["year"] = [];
  for (const units of given.units)
    if (!isOver(units, "units")) {
      const { costs, durations } = await liveYear(units, meter);
      year.push(costs);
      say({ name: `scale: a year of ${units} units`, ...costs, seconds: seconds(durations) });
    }
  const survey: Measured["survey"] = [];
  for (const answers of given.answers)
    if (!isOver(answers, "answers")) {
      const { costs, durations, peakMiB } = await holdSurvey(SURVEYED_UNITS, answers, meter);
      survey.push(costs);
      say({ name: `scale: a survey of ${answers} answers`, ...costs, seconds: seconds(durations), peakMiB });
    }
  // What ran at one size alone tells no growth: what is kept of it stays.
  const found: Partial<Measured> = {};
  if (year.length > 1) found.year = year;
  if (survey.length > 1) {
    const place = { scheme: `quy-mo-${SURVEYED_UNITS}`, period: "2024" };
    const unit = storedOf(filledUnit(place, madeSet(), 0).documents);
    const answer = await storedAnswer({ ...place, survey: `dt-${given.answers[0] ?? 0}` });
    say({ name: "scale: stored", unit, answer });
    Object.assign(found, { survey, stored: { unit, answer } });
  }
  return found;
}

const before: unknown = JSON.parse(readFileSync(given.result, "utf8"));
const found = given.part === "opened" ? await openedWorkspaces(say) : await filled();
writeFileSync(given.result, `${JSON.stringify({ ...(before as object), ...found }, null, 2)}\n`);

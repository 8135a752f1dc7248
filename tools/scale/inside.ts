import { readFileSync, writeFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import process from "node:process";
import { getAuth } from "firebase-admin/auth";
import { chromium } from "playwright-core";
import { advanceAll } from "../../functions/src/schedule/advanceYear.ts";
import { db } from "../../functions/src/store/firestore.ts";
import { refs } from "../../functions/src/store/refs.ts";
import { workspaceReads } from "../bench/reads.ts";
import { CHROMIUM_FLAGS, findChromium } from "../chromium.ts";
import { SCHEME, seedLaiChau } from "../seed.ts";
import { filledUnit, madeSet } from "./fill.ts";
import type { Measured } from "./measured.ts";
import { Meter } from "./meter.ts";
import { documentBytes, indexBytes } from "./storage.ts";
import { holdSurvey } from "./survey.ts";
import { liveYear } from "./year.ts";

/**
 * Runs inside emulators. Where the functions run too it opens the workspaces; beside the database alone, where nobody
 * hears of what is filled in, it lives through years and surveys of growing size. The result is added to the file.
 */

/** How many units answer about a survey whose answers grow. */
const SURVEYED_UNITS = 100;

/** How many units are added to Lai Châu's 28, so that what a workspace reads of each can be told. */
const ADDED = 84;
const ADDED_SET = "pl06-huyen";
const ADDED_GROUP = "huyen";

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

/** What each workspace reads with Lai Châu's units, and with some more. */
async function openedWorkspaces(): Promise<Measured["opened"]> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error("there is no Chromium (name one in CHROME_PATH)");
  await seedLaiChau(db, getAuth(), { now: new Date() });
  await advanceAll(new Date());
  const browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
  const key = { scheme: SCHEME, period: "2024" };
  const opened: Measured["opened"] = [];
  const look = async (units: number) => {
    for (const { role, path, reads, byCollection } of await workspaceReads(browser)) {
      opened.push({ role, units, reads });
      say({ name: `scale: open ${role}, ${path}, ${units} units`, reads, byCollection });
    }
  };
  const before = (await refs.units(key).count().get()).data().count;
  await look(before);
  const set = (await refs.criteriaSet(key, ADDED_SET).get()).data();
  if (!set) throw new Error(`no set ${ADDED_SET}`);
  for (let at = 0; at < ADDED; at += 1) {
    const batch = db.batch();
    for (const { path, data } of filledUnit(key, set, at, ADDED_GROUP).documents)
      batch.set(db.doc(path), data);
    await batch.commit();
  }
  await refs.period(key).update({ unitCount: before + ADDED });
  await look(before + ADDED);
  await browser.close();
  return opened;
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
const found = given.part === "opened" ? { opened: await openedWorkspaces() } : await filled();
writeFileSync(given.result, `${JSON.stringify({ ...(before as object), ...found }, null, 2)}\n`);

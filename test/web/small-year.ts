import process from "node:process";
import { type App, initializeApp } from "firebase-admin/app";
import { getAuth } from "firebase-admin/auth";
import { type Firestore, getFirestore } from "firebase-admin/firestore";
import type { z } from "zod";
import {
  Appraisal,
  CriteriaSet,
  leavesOf,
  type PeriodDate,
  paths,
  REGION,
  SelfScore,
  UnitIndex,
} from "../../core/src/index.ts";
import { PROJECT } from "../../tools/emulators.ts";
import { SCHEME, seedLaiChau } from "../../tools/seed.ts";

/** The year of this journey: what the functions still do for the one before finds no place here. */
let year = "2024";
export const smallYear = (): string => year;
/** The units that stay, so that a journey through the whole year is short. */
export const UNITS = ["so-y-te", "so-tu-phap", "ban-dan-toc"] as const;

const app: App = initializeApp({ projectId: PROJECT }, "journey");
/** Writes past the rules: what other people did meanwhile. */
export const db: Firestore = getFirestore(app);

/** Runs the schedule once, as the deployed system does every five minutes. */
export async function runSchedule(): Promise<void> {
  const url = `${process.env.FUNCTIONS_EMULATOR_ORIGIN}/functions/projects/${PROJECT}/triggers/${REGION}-advanceYear-0`;
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  });
  if (!response.ok) throw new Error(`advanceYear: ${response.status} ${await response.text()}`);
}

/** Nothing of another journey is left in the emulator. */
async function emptyDatabase(): Promise<void> {
  const url = `http://${process.env.FIRESTORE_EMULATOR_HOST}/emulator/v1/projects/${PROJECT}/databases/(default)/documents`;
  const response = await fetch(url, { method: "DELETE" });
  if (!response.ok) throw new Error(`emptying the database: ${response.status}`);
}

/** Lai Châu's year with three of its units, opened. */
export async function openSmallYear(): Promise<void> {
  const before = await db.collection(paths.periods(SCHEME)).listDocuments();
  year = String(Math.max(2023, ...before.map(({ id }) => Number(id))) + 1);
  await emptyDatabase();
  await seedLaiChau(db, getAuth(app), { now: new Date(), year: Number(year) });
  const units = await db.collection(paths.units(SCHEME, year)).listDocuments();
  for (const unit of units) if (!(UNITS as readonly string[]).includes(unit.id)) await unit.delete();
  await runSchedule();
}

/** Lets a date of the year come now, and the schedule see it. */
export async function dateComes(date: PeriodDate): Promise<void> {
  await db.doc(paths.period(SCHEME, year)).update({ [`dates.${date}`]: new Date(Date.now() - 1_000) });
  await runSchedule();
}

/** The criteria set of a unit. */
export async function setOf(unit: string): Promise<CriteriaSet> {
  const { criteriaSet } = (await db.doc(paths.unit(SCHEME, year, unit)).get()).data() ?? {};
  return CriteriaSet.parse((await db.doc(paths.criteriaSet(SCHEME, year, criteriaSet)).get()).data());
}

/** A unit's stored self score of a leaf. */
export async function selfScoreOf(
  unit: string,
  leaf: string,
): Promise<{ points: number | null; note: string } | undefined> {
  const found = (await db.doc(paths.score(SCHEME, year, unit, "selfScores", leaf)).get()).data();
  return found && SelfScore.pick({ points: true, note: true }).parse(found);
}

/** A unit's stored appraisal of a leaf. */
export async function appraisalOf(unit: string, leaf: string): Promise<AppraisalWords | undefined> {
  const found = (await db.doc(paths.score(SCHEME, year, unit, "appraisals", leaf)).get()).data();
  return found && AppraisalWords.parse(found);
}
const AppraisalWords = Appraisal.pick({ decision: true, reason: true, ask: true });
type AppraisalWords = z.infer<typeof AppraisalWords>;

type Column = "selfScores" | "appraisals" | "surveyScores";
const CONTENT: Record<Column, (max: number) => object> = {
  selfScores: (max) => ({ points: max, facts: null, note: "" }),
  appraisals: (max) => ({ points: max, decision: "recognised", reason: "", ask: "", minutes: "" }),
  surveyScores: (max) => ({
    ...{ points: max, n: 120, minimum: 100, interval: null },
    source: { document: "Báo cáo điều tra (minh họa)", date: "2024-12-20" },
  }),
};

/** Stores the full score of every leaf of a column that has none yet, but for some leaves left to others. */
export async function fill(unit: string, column: Column, leaveOut: readonly string[] = []): Promise<void> {
  const batch = db.batch();
  const there = new Set(
    (await db.collection(paths.column(SCHEME, year, unit, column)).listDocuments()).map(({ id }) => id),
  );
  for (const { field, leaf } of leavesOf(await setOf(unit))) {
    if ((leaf.source === "survey") !== (column === "surveyScores")) continue;
    if (there.has(leaf.id) || leaveOut.includes(leaf.id)) continue;
    const place = { scheme: SCHEME, period: year, unit, leaf: leaf.id, field: field.id };
    const version = { rev: 1, by: "nguoi-khac", at: new Date() };
    batch.set(db.doc(paths.score(SCHEME, year, unit, column, leaf.id)), {
      ...place,
      ...version,
      ...CONTENT[column](leaf.max),
    });
  }
  await batch.commit();
}

/** Waits until the live index of a unit says what is expected of it. */
export async function untilIndex(unit: string, expected: (index: UnitIndex) => boolean): Promise<UnitIndex> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`the index of ${unit} did not follow within 60 s`)),
      60_000,
    );
    const stop = db.doc(paths.index(SCHEME, year, unit)).onSnapshot((snapshot) => {
      const index = UnitIndex.parse(snapshot.data());
      if (!expected(index)) return;
      clearTimeout(timer);
      stop();
      resolve(index);
    });
  });
}

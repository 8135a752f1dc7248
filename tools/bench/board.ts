import type { Browser, Page } from "playwright-core";
import { z } from "zod";
import { CriteriaSet, paths, type Totals, type UnitIndex } from "../../core/src/index.ts";
import { db } from "../../functions/src/store/firestore.ts";
import { Random } from "../demo/random.ts";
import { ROSTER, SCHEME } from "../seed.ts";
import { type Measurement, quantile, rounded } from "./measurement.ts";
import { visit } from "./visit.ts";

const PERIOD = "2024";
/** Far more than any province has, so that nothing hides behind a small number. */
const UNITS = 4_000;
const SLOWDOWN = 4;

function share(max: number, random: Random): Totals {
  const self = Math.round(max * random.between(0.7, 1));
  const appraised = Math.round(self * random.between(0.8, 1));
  return { max, self, appraised, survey: null, achieved: appraised };
}

/** A result as the fold would leave it, without a unit behind it: the board reads nothing else. */
function madeUp(at: number, sets: ReadonlyMap<string, CriteriaSet>): UnitIndex {
  const like = ROSTER.units[at % ROSTER.units.length];
  const set = sets.get(like?.criteriaSet ?? "");
  if (!like || !set) throw new Error(`unit ${at} has no criteria set`);
  const random = new Random(`board-${at}`);
  const lacking = random.below(4);
  return {
    ...{ unit: `${like.id}-${at}`, name: `${like.name} ${at}`, order: 1_000 + at },
    ...{ group: like.group, criteriaSet: set.id, surveyMax: 0 },
    submission: random.chance(0.2) ? "draft" : "submitted",
    total: share(1_000_000, random),
    fields: Object.fromEntries(set.fields.map(({ id }) => [id, share(100_000, random)])),
    missing: { self: 0, appraisal: lacking, survey: 0, insufficientSample: 0 },
    ...{ leaves: 80, differs: random.below(9), asked: 0, unproven: 0, provisional: lacking > 0 },
  };
}

async function seedBoard(): Promise<void> {
  const stored = await db.collection(paths.criteriaSets(SCHEME, PERIOD)).get();
  const sets = new Map(stored.docs.map((entry) => [entry.id, CriteriaSet.parse(entry.data())]));
  const writer = db.bulkWriter();
  for (let at = ROSTER.units.length; at < UNITS; at++) {
    const index = madeUp(at, sets);
    void writer.set(db.doc(paths.index(SCHEME, PERIOD, index.unit)), index);
  }
  await writer.close();
}

/** Keeps, in the page, how long each interaction took from the event to the next paint (Event Timing). */
const WATCH = `
  window.interactions = new Map();
  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries())
      if (interactionId) interactions.set(interactionId, Math.max(duration, interactions.get(interactionId) ?? 0));
  }).observe({ type: "event", durationThreshold: 16 });
`;

/** Durations of the interactions since the last call, in ms; those below the 16 ms that browsers tell are left out. */
async function takeInteractions(page: Page): Promise<number[]> {
  const taken = await page.evaluate("[...interactions.values()]");
  await page.evaluate("interactions.clear()");
  return z.array(z.number()).parse(taken);
}

/** What a person does on the board: each step is one key or one press, then a breath. */
interface Deed {
  name: string;
  /** How many keys and presses it is. */
  steps: number;
  act: (page: Page) => Promise<void>;
}

const BREATH_MS = 500;

async function keys(page: Page, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await page.keyboard.press(name);
    await page.waitForTimeout(BREATH_MS);
  }
}

async function press(page: Page, role: "button" | "link", name: RegExp, times = 1): Promise<void> {
  for (let time = 0; time < times; time++) {
    await page.getByRole(role, { name }).first().click();
    await page.waitForTimeout(BREATH_MS);
  }
}

const SEARCHED = [..."so y te 7"];
const search = (steps: readonly string[]): Deed => ({
  name: "search",
  steps: steps.length,
  act: async (page) => {
    await page.getByRole("searchbox").focus();
    await keys(page, steps);
  },
});
const scroll = (steps: readonly string[]): Deed => ({
  name: "scroll",
  steps: steps.length,
  act: async (page) => {
    await page.locator("#main").focus();
    await keys(page, steps);
  },
});
const times = (count: number, key: string) => Array.from({ length: count }, () => key);

const DEEDS: readonly Deed[] = [
  search([...SEARCHED, ...times(SEARCHED.length, "Backspace")]),
  { name: "sort", steps: 4, act: (page) => press(page, "button", /^Chỉ số/, 4) },
  { name: "sort", steps: 3, act: (page) => press(page, "button", /^Tự đánh giá/, 3) },
  { name: "sort", steps: 3, act: (page) => press(page, "button", /^Đơn vị/, 3) },
  {
    name: "filter",
    steps: 4,
    act: async (page) => {
      await page.getByLabel("Lọc đơn vị").focus();
      await keys(page, ["ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp"]);
    },
  },
  scroll([...times(12, "PageDown"), "End", "Home"]),
  {
    name: "open",
    steps: 6,
    act: async (page) => {
      for (const unit of [/^Sở Nội vụ$/, /^Sở Tư pháp$/, /^Sở Tài chính$/]) {
        await press(page, "link", unit);
        await page.getByRole("dialog").waitFor();
        await keys(page, ["Escape"]);
        await page.getByRole("dialog").waitFor({ state: "hidden" });
      }
    },
  },
  { name: "fold", steps: 2, act: (page) => press(page, "button", /^Sở, ban, ngành/, 2) },
];

const MAP_DEEDS: readonly Deed[] = [
  search([...SEARCHED, ...times(SEARCHED.length, "Backspace")]),
  scroll(times(10, "PageDown")),
];

async function measureAll(page: Page, title: string, deeds: readonly Deed[]): Promise<Measurement> {
  const all: number[] = [];
  const byDeed = new Map<string, number[]>();
  for (const { name, steps, act } of deeds) {
    await takeInteractions(page);
    await act(page);
    await page.waitForTimeout(BREATH_MS);
    const told = await takeInteractions(page);
    // What is not told took less than 16 ms.
    const durations = [...told, ...Array.from({ length: Math.max(0, steps - told.length) }, () => 16)];
    all.push(...durations);
    byDeed.set(name, [...(byDeed.get(name) ?? []), ...durations]);
  }
  const p75 = Object.fromEntries(
    [...byDeed].map(([name, ms]) => [`${name}P75Ms`, rounded(quantile(ms, 0.75))]),
  );
  return {
    name: `board: ${title} of ${UNITS} units, event to next paint, CPU × ${SLOWDOWN}`,
    ...{ interactions: all.length, p75Ms: rounded(quantile(all, 0.75)), worstMs: Math.max(...all) },
    ...p75,
    goal: "p75 ≤ 100 ms",
  };
}

/** How long each interaction with the council's board takes with thousands of units, on a machine four times slower. */
export async function benchBoard(browser: Browser): Promise<Measurement[]> {
  await seedBoard();
  const page = await visit(browser, "chutich.hoidong@laichau.example", "/app/hoi-dong");
  page.setDefaultTimeout(120_000);
  await page.getByRole("searchbox").waitFor();
  const slow = await page.context().newCDPSession(page);
  await slow.send("Emulation.setCPUThrottlingRate", { rate: SLOWDOWN });
  const start = performance.now();
  await page.reload();
  await page.getByRole("searchbox").waitFor();
  const opened = rounded(performance.now() - start);
  await page.waitForTimeout(3_000);
  await page.evaluate(WATCH);
  const board = await measureAll(page, "results", DEEDS);
  await page.getByRole("tab", { name: "Đơn vị × lĩnh vực" }).click();
  await page.getByRole("searchbox").waitFor();
  await page.waitForTimeout(1_000);
  const map = await measureAll(page, "heat map", MAP_DEEDS);
  await page.context().close();
  return [{ ...board, openedMs: opened }, map];
}

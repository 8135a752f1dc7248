import {
  type Adjustment,
  analyticalReport,
  type Commendation,
  emptyLedger,
  groupsInReadingOrder,
  type HeadTerm,
  type Ledger,
  provisionalResult,
  type ReportTable,
  type SealedResult,
  type Settings,
  type Unit,
} from "../../core/src/index.ts";
import { CONTEXT, SEALED_AT, tableRows } from "./report-samples.ts";
import { periodWith, pts, SMALL_SET, unitWith } from "./samples.ts";

/** A unit of a result small enough to be computed by hand: points on f1c1s1, f1c1s2, f1c2 and f2c1, then of the survey on f2c2. */
export interface SmallUnit {
  name: string;
  group?: "so" | "khac";
  /** Null where the unit did not assess itself. */
  self: readonly (number | null)[] | null;
  appraised: readonly (number | null)[];
  survey: number | null;
  exempt?: Unit["exempt"];
  thin?: boolean;
  /** Bonus points, and the number of the decision they rest on. */
  bonus?: readonly [points: number, number: string];
}

/**
 * By achieved points of 11: A 10,5; B and C 8,75, C with a bonus and without a self-assessment; D 4 of 10, exempt from one leaf and
 * surveyed too little; of the agencies that are not ranked E 6 and F 7, in their official order.
 */
export const SMALL_UNITS: Record<string, SmallUnit> = {
  e: { name: "Ban E", group: "khac", self: [1, 1, 1, 1], appraised: [1, 1, 1, 1], survey: 2 },
  f: { name: "Ban F", group: "khac", self: [2, 1, 1, 1], appraised: [2, 1, 1, 1], survey: 2 },
  d: {
    ...{ name: "Sở D", self: [2, null, 1, 2], appraised: [1, null, 0.5, 0.5], survey: 2 },
    ...{ exempt: { f1c1s2: "không có xã" }, thin: true },
  },
  c: { name: "Sở C", self: null, appraised: [1, 1, 2, 1], survey: 3.25, bonus: [0.5, "7/QĐ"] },
  b: { name: "Sở B", self: [2, 1, 2, 1], appraised: [2, 0.5, 2, 1], survey: 3.25 },
  a: { name: "Sở A", self: [2, 1, 2, 1.5], appraised: [2, 1, 2, 1.5], survey: 4 },
};

const SCORED = ["f1c1s1", "f1c1s2", "f1c2", "f2c1"];

function smallLedger(id: string, given: SmallUnit, unit: Unit, settings: Settings): Ledger {
  const ledger = emptyLedger(id, unit, settings);
  SCORED.forEach((leaf, at) => {
    const [self, appraised] = [given.self?.[at] ?? null, given.appraised[at] ?? null];
    if (self !== null) ledger.self[leaf] = { points: pts(self), rev: 1 };
    if (appraised !== null) ledger.appraisal[leaf] = { points: pts(appraised), rev: 1 };
  });
  if (given.survey !== null)
    ledger.survey.f2c2 = { points: pts(given.survey), rev: 1, sufficient: !given.thin };
  return { ...ledger, adjustment: pts(given.bonus?.[0] ?? 0) };
}

/** The sealed result of some units: the group that is not ranked stands first among the period's, and one group is empty. */
export function smallResult(
  units: Record<string, SmallUnit> = SMALL_UNITS,
  settings: Partial<Settings> = {},
): SealedResult {
  const bands = {
    so: [
      { name: "Tốt", atLeast: 9000 },
      { name: "Khá", atLeast: 7000 },
    ],
  };
  const period = periodWith({
    settings: { ...periodWith().settings, bands, bonusCap: pts(2), ...settings },
    groups: [
      { id: "khac", name: "Cơ quan đặc thù", ranked: false },
      { id: "trong", name: "Nhóm trống", ranked: true },
      { id: "so", name: "Sở, ban, ngành", ranked: true },
    ],
  });
  const made = Object.entries(units).map(([id, given], order) => {
    const { name, group = "so", exempt = {}, bonus } = given;
    const unit = unitWith({ name, group, exempt, order }, given.self ? "submitted" : "locked");
    const adjustment = (points: number, number: string): Adjustment => ({
      ...{ kind: "bonus", points: pts(points), reason: "Sáng kiến", by: "x", at: SEALED_AT, revoked: null },
      decision: { number, date: "2025-01-09" },
    });
    return { id, unit, ledger: smallLedger(id, given, unit, period.settings), bonus, adjustment };
  });
  const result = provisionalResult({
    ids: { scheme: "lai-chau", period: "2024" },
    scheme: { name: "Chỉ số CCHC", owner: "UBND tỉnh Lai Châu", tier: "province", parent: null },
    period,
    units: new Map(made.map(({ id, unit }) => [id, unit])),
    ledgers: new Map(made.map(({ id, ledger }) => [id, ledger])),
    sets: new Map([[SMALL_SET.id, SMALL_SET]]),
    adjustments: new Map(
      made.flatMap(({ id, bonus, adjustment }) => (bonus ? [[id, [adjustment(...bonus)]]] : [])),
    ),
  });
  return { ...result, root: "0123456789abcdef".repeat(4), sealedAt: SEALED_AT };
}

/**
 * The year before: A was C's equal and second, B had another name and led, D did not exist; of the agencies E alone, without points
 * of the survey.
 */
const smallBefore = (): SealedResult => {
  const { a, b, c, e } = SMALL_UNITS as Record<"a" | "b" | "c" | "e", SmallUnit>;
  const result = smallResult({
    e,
    b: { ...b, name: "Sở B cũ", appraised: [2, 1, 2, 2], survey: 4 },
    c: { ...c, appraised: [1, 1, 2, 1], survey: 3.25 },
    a: { ...a, appraised: [1, 1, 2, 1.5], survey: 3.25 },
  });
  return { ...result, manifest: { ...result.manifest, year: 2023 } };
};

const head = (name: string, unit: string, more: Partial<HeadTerm> = {}): HeadTerm => ({
  ...{ uid: name, name, title: "Giám đốc", unit, from: null, until: null, account: null },
  ...more,
});

/** The years 2022 (none), 2023 and 2024 of the small result, with heads who came, went and stayed. */
export const smallCommendation = (more: Partial<Commendation> = {}): Commendation => {
  const result = smallResult();
  return {
    result: { ...result, decision: { number: "12/QĐ-UBND", date: "2025-01-17", file: "" } },
    years: [
      { year: 2022, manifest: null, reason: "chưa công bố" },
      { year: 2023, manifest: smallBefore().manifest },
      { year: 2024, manifest: result.manifest },
    ],
    predecessors: { d: ["Sở X", "Sở Y"] },
    heads: [
      head("An", "a", { until: new Date("2024-03-01T17:00:00Z") }),
      head("Bình", "a", { from: new Date("2024-03-01T17:00:00Z"), title: "" }),
      head("Cúc", "b", { account: new Date("2024-02-01T00:00:00Z") }),
      head("Dung", "c", { from: new Date("2024-12-31T17:00:00Z") }),
      head("Em", "d", { from: new Date("2020-01-01T00:00:00Z"), until: new Date("2023-12-31T16:59:59Z") }),
    ],
    until: new Date("2025-01-20T00:00:00Z"),
    ...more,
  };
};

/** The year before, for whoever compares. */
export const before = () => ({
  year: { manifest: smallBefore().manifest, predecessors: { d: ["Sở X", "Sở Y"] } },
});
export const analysis = (result = smallResult()) => analyticalReport(result, CONTEXT, before());

export const groupOf = (result: SealedResult, id: string) => {
  const group = groupsInReadingOrder(result.manifest).find((one) => one.group === id);
  if (!group) throw new Error(`no group ${id}`);
  return group;
};

/** The rows without their remarks. */
export const numbersOf = (table: ReportTable | undefined) =>
  tableRows(table as ReportTable).map((row) => (row.length === 1 ? row : row.slice(0, -1)));
export const remarksOf = (table: ReportTable) => tableRows(table).map((row) => row.at(-1));

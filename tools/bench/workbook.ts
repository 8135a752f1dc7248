import { performance } from "node:perf_hooks";
import process from "node:process";
import { readSheet } from "read-excel-file/node";
import {
  type CriteriaSet,
  type FieldNode,
  type LeafNode,
  type ListedUnit,
  leafTable,
  POINT,
  readSetRows,
  readUnitRows,
  SET_WIDTHS,
  setRows,
  UNIT_WIDTHS,
  unitRows,
} from "../../core/src/index.ts";
import { readWorkbook, writeWorkbook } from "../../core/src/workbook.ts";
import { type Measurement, quantile, rounded } from "./measurement.ts";

const UNITS = 4_000;
const FIELDS = 10;
const LEAVES_PER_FIELD = 10;
const RUNS = 12;
const WARMING = 4;

/** A set of 100 leaves, a point each. */
function madeSet(): CriteriaSet {
  const leaf = (field: number, at: number): LeafNode => ({
    ...{
      id: `f${field}c${at}`,
      code: `${field}.${at}`,
      name: `Tiêu chí ${field}.${at}`,
      max: POINT,
      step: 100,
    },
    ...{
      source: "self",
      rule: { kind: "deductPerItem", perItem: 100 },
      evidence: "Báo cáo",
      lead: "so-noi-vu",
    },
  });
  const fields = Array.from({ length: FIELDS }, (_, at): FieldNode => {
    const criteria = Array.from({ length: LEAVES_PER_FIELD }, (_, index) => leaf(at + 1, index + 1));
    const max = criteria.length * POINT;
    return { id: `f${at + 1}`, code: `${at + 1}`, name: `Lĩnh vực ${at + 1}`, max, criteria };
  });
  const about = { id: "bench", annex: "", name: "Bộ đo", appliesTo: "", note: "", expected: null };
  return { ...about, fields, leaves: leafTable({ fields }) };
}

const madeUnits = (): ListedUnit[] =>
  Array.from({ length: UNITS }, (_, order) => ({
    ...{ id: `xa-${order}`, name: `Xã số ${order}`, group: "xa", criteriaSet: "bench", order },
    ...{ from: "2025-07-01", until: null, successors: [], exempt: { f1c1: "không có việc này" } },
  }));

/** How long an act takes, run after run, and by how much the process grew at most. */
async function timed(act: () => unknown): Promise<{ ms: number; peakMiB: number }> {
  const before = process.memoryUsage().rss;
  const times: number[] = [];
  let peak = before;
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now();
    await act();
    times.push(performance.now() - start);
    peak = Math.max(peak, process.memoryUsage().rss);
  }
  return { ms: quantile(times.slice(WARMING), 0.5), peakMiB: Math.round((peak - before) / 2 ** 20) };
}

/** An import that reads less than it was given would be measured as fast. */
function whole<T>(read: T | null, count: (read: T) => number, wanted: number): void {
  if (read === null || count(read) !== wanted)
    throw new Error("The workbook of the benchmark is not read whole.");
}

async function compared(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  read: () => void,
): Promise<Measurement> {
  const own = await timed(read);
  const library = await timed(() => readSheet(Buffer.from(bytes)));
  return {
    ...{ name: `workbook: ${name}`, ms: rounded(own.ms), libraryAloneMs: rounded(library.ms) },
    ...{ ratio: rounded(own.ms / library.ms), peakMiB: own.peakMiB, libraryPeakMiB: library.peakMiB },
  };
}

/** Importing a set of 100 leaves and 4.000 units, each against reading the same workbook with read-excel-file alone. */
export async function benchWorkbook(): Promise<Measurement[]> {
  const set = madeSet();
  const setBytes = await writeWorkbook("Bộ tiêu chí", setRows(set), SET_WIDTHS);
  const unitBytes = await writeWorkbook("Đơn vị", unitRows(madeUnits(), [set]), UNIT_WIDTHS);
  const context = { groups: [{ id: "xa", name: "Xã" }], sets: [set] };
  const rowsOf = (bytes: Uint8Array) => readWorkbook(bytes).worksheet?.rows ?? [];
  return [
    await compared("a set of 100 leaves imported", setBytes, () => {
      const read = readSetRows(rowsOf(setBytes), { id: "bench", name: "Bộ đo", lead: "so-noi-vu" });
      whole(read.set, ({ leaves }) => Object.keys(leaves).length, FIELDS * LEAVES_PER_FIELD);
    }),
    await compared("4000 units imported", unitBytes, () => {
      whole(readUnitRows(rowsOf(unitBytes), context).units, ({ length }) => length, UNITS);
    }),
  ];
}

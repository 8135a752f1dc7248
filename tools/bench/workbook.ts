import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
export function madeSet(): CriteriaSet {
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

/** How long (ms) an act takes, the median of its runs. */
async function timed(act: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now();
    await act();
    times.push(performance.now() - start);
  }
  return quantile(times.slice(WARMING), 0.5);
}

/** An import that reads less than it was given would be measured as fast. */
function whole<T>(read: T | null, count: (read: T) => number, wanted: number): void {
  if (read === null || count(read) !== wanted)
    throw new Error("The workbook of the benchmark is not read whole.");
}

type Kind = "set" | "units";

const rowsOf = (bytes: Uint8Array) => readWorkbook(bytes).worksheet?.rows ?? [];

/** Imports a workbook, and fails where that is not all of it. */
const IMPORTS: Record<Kind, (bytes: Uint8Array) => void> = {
  set: (bytes) => {
    const read = readSetRows(rowsOf(bytes), { id: "bench", name: "Bộ đo", lead: "so-noi-vu" });
    whole(read.set, ({ leaves }) => Object.keys(leaves).length, FIELDS * LEAVES_PER_FIELD);
  },
  units: (bytes) => {
    const context = { groups: [{ id: "xa", name: "Xã" }], sets: [madeSet()] };
    whole(readUnitRows(rowsOf(bytes), context).units, ({ length }) => length, UNITS);
  },
};

const READERS = {
  import: (bytes: Uint8Array, kind: Kind) => IMPORTS[kind](bytes),
  library: (bytes: Uint8Array) => readSheet(Buffer.from(bytes)),
  nothing: () => {},
} as const;
type ReaderName = keyof typeof READERS;

/** The most memory (MiB) that a process of its own had, which read a workbook once. */
function peakOf(reader: ReaderName, kind: Kind, path: string): number {
  const told = execFileSync(process.execPath, [import.meta.filename, reader, kind, path], {
    encoding: "utf8",
  });
  return Number(told) / 1_024;
}

async function compared(name: string, kind: Kind, bytes: Uint8Array<ArrayBuffer>): Promise<Measurement> {
  const own = await timed(() => READERS.import(bytes, kind));
  const library = await timed(() => READERS.library(bytes));
  const folder = mkdtempSync(join(tmpdir(), "parindex-bench-"));
  const path = join(folder, "workbook.xlsx");
  writeFileSync(path, bytes);
  const grown = (reader: ReaderName) =>
    Math.round(peakOf(reader, kind, path) - peakOf("nothing", kind, path));
  const [peakMiB, libraryPeakMiB] = [grown("import"), grown("library")];
  rmSync(folder, { recursive: true });
  return {
    ...{ name: `workbook: ${name}`, ms: rounded(own), libraryAloneMs: rounded(library) },
    ...{ ratio: rounded(own / library), peakMiB, libraryPeakMiB },
  };
}

/** Importing a set of 100 leaves and 4.000 units, each against reading the same workbook with read-excel-file alone. */
export async function benchWorkbook(): Promise<Measurement[]> {
  const set = madeSet();
  const setBytes = await writeWorkbook("Bộ tiêu chí", setRows(set), SET_WIDTHS);
  const unitBytes = await writeWorkbook("Đơn vị", unitRows(madeUnits(), [set]), UNIT_WIDTHS);
  return [
    await compared("a set of 100 leaves imported", "set", setBytes),
    await compared("4000 units imported", "units", unitBytes),
  ];
}

if (process.argv[1] === import.meta.filename) {
  const [, , reader, kind, path = ""] = process.argv;
  await READERS[reader as ReaderName](readFileSync(path), kind as Kind);
  process.stdout.write(String(process.resourceUsage().maxRSS));
}

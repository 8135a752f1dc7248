import { performance } from "node:perf_hooks";
import process from "node:process";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import {
  type CompiledSet,
  compileSet,
  computeSheet,
  emptyLedger,
  type FieldNode,
  foldChanges,
  type LeafNode,
  type Ledger,
  POINT,
  type Rankable,
  rankGroup,
  type Unit,
  unitIndex,
} from "../../core/src/index.ts";
import { type Measurement, quantile, rounded } from "./measurement.ts";

const UNITS = 4_000;
const FIELDS = 8;
const LEAVES = 100;

/** A tree of 8 fields and 100 leaves, every fifth one surveyed, a point each. */
function madeSet(): CompiledSet {
  const leaf = (at: number): LeafNode => ({
    id: `l${at}`,
    code: `${(at % FIELDS) + 1}.${Math.floor(at / FIELDS) + 1}`,
    name: `Leaf ${at}`,
    max: POINT,
    step: 100,
    source: at % 5 === 0 ? "survey" : "self",
    rule: at % 5 === 0 ? { kind: "survey", groups: ["Người dân"] } : { kind: "manual" },
    evidence: "",
    lead: "so-noi-vu",
  });
  const leaves = Array.from({ length: LEAVES }, (_, at) => leaf(at));
  const fields = Array.from({ length: FIELDS }, (_, field): FieldNode => {
    const criteria = leaves.filter((_, at) => at % FIELDS === field);
    return {
      id: `f${field}`,
      code: String(field + 1),
      name: `Field ${field}`,
      max: criteria.length * POINT,
      criteria,
    };
  });
  return compileSet({ id: "bench", fields });
}

const UNIT = {
  ...{ group: "g", criteriaSet: "bench", exempt: {} },
  submission: { state: "submitted", at: null, by: null, reason: null, report: null, count: 1 },
} satisfies Partial<Unit>;

/** A ledger with every score in it; points spread so that indices differ. */
function madeLedger(unit: number): Ledger {
  const settings = { version: 1, surveyHeld: true };
  const changes = Array.from({ length: LEAVES }, (_, at) => {
    const points = ((unit * 7919 + at * 104729) % 101) * 100;
    const leaf = `l${at}`;
    return at % 5 === 0
      ? [{ column: "survey" as const, leaf, points, rev: 1, sufficient: true }]
      : [
          { column: "self" as const, leaf, points, rev: 1 },
          { column: "appraisal" as const, leaf, points, rev: 1 },
        ];
  }).flat();
  return foldChanges(
    emptyLedger(`u${unit}`, { ...UNIT, name: `Đơn vị ${unit}`, order: unit }, settings),
    changes,
  );
}

/** Empties the heap of what nobody holds, so that what is held can be counted. */
const collectGarbage: () => void = (() => {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc");
})();

/** The pure engine at 4,000 units × 100 leaves: one edit folded and re-ranked, and all sheets computed anew. */
export function benchEngine(): Measurement[] {
  const heapBefore = process.memoryUsage().heapUsed;
  const set = madeSet();
  const ledgers = Array.from({ length: UNITS }, (_, unit) => madeLedger(unit));
  const rankableOf = (ledger: Ledger, order: number): Rankable => ({
    ...unitIndex(ledger, computeSheet(set, ledger)),
    order,
  });
  let placed = rankGroup(ledgers.map(rankableOf), { ranked: true }, []);

  const edits: number[] = [];
  for (let edit = 0; edit < 3_000; edit++) {
    const unit = (edit * 2_654_435_761) % UNITS;
    const change = {
      column: "appraisal" as const,
      leaf: `l${(edit % 80) + ((edit % 80) % 5 === 0 ? 1 : 0)}`,
      points: (edit % 101) * 100,
      rev: edit + 2,
    };
    const start = performance.now();
    const folded = foldChanges(ledgers[unit] as Ledger, [change]);
    const fresh = rankableOf(folded, unit);
    const entries = placed.map(({ entry }) => (entry.order === unit ? fresh : entry));
    placed = rankGroup(entries, { ranked: true }, []);
    edits.push(performance.now() - start);
    ledgers[unit] = folded;
  }

  const passes: number[] = [];
  for (let pass = 0; pass < 15; pass++) {
    const start = performance.now();
    for (const ledger of ledgers) computeSheet(set, ledger);
    passes.push(performance.now() - start);
  }
  // Only now: a forced collection moves everything, and the edits after it run twice as long.
  collectGarbage();
  const heap = process.memoryUsage().heapUsed - heapBefore;
  const warm = edits.slice(500);
  const full = passes.slice(3);
  return [
    {
      name: "engine: one edit folded and re-ranked among 4000 units × 100 leaves",
      p50ms: rounded(quantile(warm, 0.5)),
      p99ms: rounded(quantile(warm, 0.99)),
      goal: "≤ 1 ms at p99",
    },
    {
      name: "engine: all 4000 sheets recomputed",
      medianMs: rounded(quantile(full, 0.5)),
      minMs: rounded(Math.min(...full)),
      goal: "≤ 100 ms",
    },
    {
      name: "engine: memory of ledgers and indices",
      ...{ ledgers: ledgers.length, indices: placed.length, heapMiB: Math.round(heap / 2 ** 20) },
    },
  ];
}

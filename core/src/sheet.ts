import type { z } from "zod";
import { withAdjustment } from "./adjustments.ts";
import { type CriteriaSet, leavesOfCriterion, type Source } from "./criteria-set.ts";
import type { Ledger, MissingCounts, SheetRow, Totals, UnitIndex } from "./documents.ts";

/** In a sheet's columns: nothing is scored here yet. Never 0, which is a score. */
const NONE = -1;

interface CompiledNode {
  id: string;
  code: string;
  name: string;
  level: SheetRow["level"];
  /** Position of the parent in the list, −1 for a field. */
  parent: number;
  /** null for a node that only sums. */
  source: Source | null;
  max: number;
}

/** A criteria set flattened in printed order, parents before children, so that a sheet is one walk over arrays. */
export interface CompiledSet {
  id: string;
  nodes: readonly CompiledNode[];
  /** Positions of the leaves in `nodes`, in printed order. */
  leaves: readonly number[];
}

/** Flattens a set once; keep the result as long as the set. */
export function compileSet(set: Pick<CriteriaSet, "id" | "fields">): CompiledSet {
  const nodes: CompiledNode[] = [];
  const leaves: number[] = [];
  const add = (node: CompiledNode): number => {
    if (node.source) leaves.push(nodes.length);
    return nodes.push(node) - 1;
  };
  for (const { id, code, name, criteria } of set.fields) {
    const field = add({ id, code, name, level: "field", parent: NONE, source: null, max: 0 });
    for (const criterion of criteria) {
      let parent = field;
      const isLeaf = !("subCriteria" in criterion);
      if (!isLeaf) {
        const { id, code, name } = criterion;
        parent = add({ id, code, name, level: "criterion", parent: field, source: null, max: 0 });
      }
      for (const { id, code, name, source, max } of leavesOfCriterion(criterion))
        add({ id, code, name, level: isLeaf ? "criterion" : "subCriterion", parent, source, max });
    }
  }
  return { id: set.id, nodes, leaves };
}

/** What a sheet is computed from. A `Ledger` has this shape. `surveyHeld: false` takes survey leaves out of the maximum. */
export type SheetInputs = Pick<
  Ledger,
  "exempt" | "surveyHeld" | "self" | "appraisal" | "survey" | "adjustment"
>;

/**
 * A unit's sheet (*bảng điểm*): one column an array over the set's nodes, in 1/10 000 point, −1 where nothing is
 * scored. The last entry of each column is the sheet's total.
 */
export interface Sheet {
  set: CompiledSet;
  max: Int32Array;
  self: Int32Array;
  appraised: Int32Array;
  survey: Int32Array;
  achieved: Int32Array;
  /** 1 where an exemption (or a survey that is not held) takes the leaf out of the maximum. */
  excluded: Uint8Array;
}

function rollUp(column: Int32Array, set: CompiledSet): void {
  const total = set.nodes.length;
  for (let at = total - 1; at >= 0; at--) {
    const value = column[at] as number;
    if (value === NONE) continue;
    const parent = (set.nodes[at] as CompiledNode).parent;
    const up = parent === NONE ? total : parent;
    const sum = column[up] as number;
    column[up] = sum === NONE ? value : sum + value;
  }
}

const emptyColumn = (length: number) => new Int32Array(length).fill(NONE);

/**
 * Computes a unit's sheet: every node's maximum, self-assessment, appraisal, survey and achieved points, where
 * achieved = appraised + survey (decision, section II.3). An exempt leaf has no maximum and no scores. Bonus and penalty
 * points count in the sheet's total alone.
 */
export function computeSheet(set: CompiledSet, inputs: SheetInputs): Sheet {
  const { nodes, leaves } = set;
  const length = nodes.length + 1;
  const sheet: Sheet = {
    set,
    max: new Int32Array(length),
    self: emptyColumn(length),
    appraised: emptyColumn(length),
    survey: emptyColumn(length),
    achieved: emptyColumn(length),
    excluded: new Uint8Array(length),
  };
  for (const at of leaves) {
    const { id, source, max } = nodes[at] as CompiledNode;
    if (inputs.exempt[id] !== undefined || (source === "survey" && !inputs.surveyHeld)) {
      sheet.excluded[at] = 1;
      continue;
    }
    sheet.max[at] = max;
    if (source === "survey") {
      sheet.survey[at] = inputs.survey[id]?.points ?? NONE;
      sheet.achieved[at] = sheet.survey[at] as number;
    } else {
      sheet.self[at] = inputs.self[id]?.points ?? NONE;
      sheet.appraised[at] = inputs.appraisal[id]?.points ?? NONE;
      sheet.achieved[at] = sheet.appraised[at] as number;
    }
  }
  for (const column of [sheet.max, sheet.self, sheet.appraised, sheet.survey, sheet.achieved])
    rollUp(column, set);
  const total = sheet.achieved[nodes.length] as number;
  if (inputs.adjustment !== undefined && total !== NONE)
    sheet.achieved[nodes.length] = withAdjustment(
      total,
      inputs.adjustment,
      sheet.max[nodes.length] as number,
    );
  return sheet;
}

const orNull = (value: number | undefined): number | null =>
  value === undefined || value === NONE ? null : value;

function totalsAt(sheet: Sheet, at: number): Totals {
  return {
    max: sheet.max[at] ?? 0,
    self: orNull(sheet.self[at]),
    appraised: orNull(sheet.appraised[at]),
    survey: orNull(sheet.survey[at]),
    achieved: orNull(sheet.achieved[at]),
  };
}

/** The sheet's bottom line. */
export const totalOf = (sheet: Sheet): Totals => totalsAt(sheet, sheet.set.nodes.length);

/** The most that the leaves which the unit, or the survey, scores can give: of those that count, in 1/10 000 point. */
export const sourceMax = ({ set, max }: Pick<Sheet, "set" | "max">, source: Source): number =>
  set.leaves.reduce(
    (sum, at) => ((set.nodes[at] as CompiledNode).source === source ? sum + (max[at] as number) : sum),
    0,
  );

/** The sheet as rows in printed order, with the annex's columns; null where nothing is scored yet. */
export function sheetRows(sheet: Sheet): SheetRow[] {
  return sheet.set.nodes.map(({ id, code, name, level, source }, at) => ({
    id,
    code,
    name,
    level,
    source,
    exempt: sheet.excluded[at] === 1,
    ...totalsAt(sheet, at),
  }));
}

/** One thing that keeps a result from being final: which unit and leaf lacks what. */
export interface MissingItem {
  unit: string;
  leaf: string | null;
  column: "self" | "appraisal" | "survey" | "sample";
  message: string;
}

const MISSING_TEXT = {
  self: "chưa tự chấm điểm",
  appraisal: "chưa có kết quả thẩm định",
  survey: "chưa có điểm điều tra xã hội học",
  sample: "mẫu điều tra dưới mức tối thiểu",
} as const;

/** Everything a unit's sheet still lacks, in printed order (design §5.9: said, never guessed). */
export function missingOf(unit: string, sheet: Sheet, inputs: SheetInputs): MissingItem[] {
  const items: MissingItem[] = [];
  for (const at of sheet.set.leaves) {
    if (sheet.excluded[at]) continue;
    const { id, code, source } = sheet.set.nodes[at] as CompiledNode;
    const lacks = (column: MissingItem["column"]) =>
      items.push({ unit, leaf: id, column, message: `${code}: ${MISSING_TEXT[column]}` });
    if (source === "survey") {
      if (sheet.survey[at] === NONE) lacks("survey");
      else if (inputs.survey[id]?.sufficient === false) lacks("sample");
      continue;
    }
    if (sheet.self[at] === NONE) lacks("self");
    if (sheet.appraised[at] === NONE) lacks("appraisal");
  }
  return items;
}

function countMissing(items: readonly MissingItem[]): z.infer<typeof MissingCounts> {
  const of = (column: MissingItem["column"]) => items.filter((item) => item.column === column).length;
  return {
    self: of("self"),
    appraisal: of("appraisal"),
    survey: of("survey"),
    insufficientSample: of("sample"),
  };
}

/** How many leaves the council's points differ from the unit's own. */
function countDiffers(sheet: Sheet): number {
  const { self, appraised, set } = sheet;
  return set.leaves.filter((at) => self[at] !== NONE && appraised[at] !== NONE && self[at] !== appraised[at])
    .length;
}

/** Leaves that the unit scores itself and that are not exempt. */
const countScorable = ({ set, excluded }: Sheet): number =>
  set.leaves.filter((at) => !excluded[at] && set.nodes[at]?.source === "self").length;

/** Leaves that the unit is asked to explain. */
function countAsked({ set, excluded }: Sheet, { appraisal }: Ledger): number {
  return set.leaves.filter((at) => {
    const node = set.nodes[at] as CompiledNode;
    return !excluded[at] && node.source === "self" && appraisal[node.id]?.asked;
  }).length;
}

/** Leaves for which the unit claims points without any evidence. */
function countUnproven({ set, self }: Sheet, { evidence }: Ledger): number {
  return set.leaves.filter((at) => {
    const { id } = set.nodes[at] as CompiledNode;
    return (self[at] as number) > 0 && evidence[id] === undefined;
  }).length;
}

/**
 * The small live result that boards read, from a unit's ledger. It is provisional until every leaf that counts has
 * its appraised or survey score; a blank self-assessment alone does not hold it up.
 */
export function unitIndex(ledger: Ledger, sheet: Sheet): UnitIndex {
  const missing = countMissing(missingOf(ledger.unit, sheet, ledger));
  const fields: Record<string, Totals> = {};
  sheet.set.nodes.forEach((node, at) => {
    if (node.level === "field") fields[node.id] = totalsAt(sheet, at);
  });
  return {
    unit: ledger.unit,
    name: ledger.name,
    order: ledger.order,
    submission: ledger.submission,
    group: ledger.group,
    criteriaSet: ledger.criteriaSet,
    total: totalOf(sheet),
    surveyMax: sourceMax(sheet, "survey"),
    fields,
    missing,
    leaves: countScorable(sheet),
    differs: countDiffers(sheet),
    asked: countAsked(sheet, ledger),
    unproven: countUnproven(sheet, ledger),
    provisional: missing.appraisal > 0 || missing.survey > 0,
  };
}

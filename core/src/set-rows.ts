import { AnnexReader, inOrder, LEVELS, type Level, SET_COLUMNS } from "./annex-rows.ts";
import { type Cell, type CellFinding, findTable, headingsOf, type WrittenRow, widthsOf } from "./cells.ts";
import {
  type CriteriaSet,
  type CriterionNode,
  type FieldNode,
  type LeafNode,
  leavesOf,
  SetDraft,
  withLeaves,
} from "./criteria-set.ts";
import { validateCriteriaSet } from "./criteria-set-validation.ts";
import { issueText } from "./issue-text.ts";
import { type NamedUnit, unitText } from "./member-file.ts";
import { formatPoints, POINT } from "./points.ts";
import { ruleText } from "./rule-text.ts";
import { expectedText, HEAD, HEAD_PARTS, type Head, headOf, readExpected } from "./set-head.ts";
import { type Branch, checkSums, fieldsOf, type Leads, placeIn, sumOf, treeOf } from "./set-tree.ts";

/** The widths of the columns that `setRows` writes, in characters. */
export const SET_WIDTHS: readonly number[] = widthsOf(SET_COLUMNS);

const SURVEY_NOTE = "Điều tra XHH";

export interface ReadSetOptions extends Leads {
  /** What the set is called where the sheet does not say. */
  id: string;
  name: string;
}

export type ReadSet = { set: CriteriaSet; findings: [] } | { set: null; findings: CellFinding[] };

/** The tree of the rows, whose sums hold, up to the totals below it. */
function readTree(reader: AnnexReader): Branch[] {
  const { lines, totals } = reader.lines();
  const tree = treeOf(reader, lines);
  checkSums(reader, tree);
  const sum = sumOf(tree);
  for (const { row, points } of totals)
    if (points !== null && sum !== null && points !== sum)
      reader.report(
        row,
        "max",
        `tổng là ${formatPoints(points)}, các lĩnh vực cộng lại là ${formatPoints(sum)}`,
      );
  return tree;
}

/** What the head says and the fields as one set; what the schema refuses is a finding in its own cell. */
function assemble(
  reader: AnnexReader,
  { head, tree, fields }: { head: Head; tree: readonly Branch[]; fields: FieldNode[] },
  options: ReadSetOptions,
): SetDraft | null {
  const expected = head.expected?.text ? readExpected(head.expected.text) : null;
  if (head.expected?.text && !expected)
    reader.findings.push({ row: head.expected.row, column: "B", message: "không đọc được cơ cấu" });
  if (reader.findings.length > 0) return null;
  const parsed = SetDraft.safeParse(
    {
      ...{ id: head.id?.text || options.id, name: head.name?.text || options.name },
      ...{ annex: head.annex?.text ?? "", appliesTo: head.appliesTo?.text ?? "" },
      ...{ note: head.note?.text ?? "", expected, fields },
    },
    { reportInput: true },
  );
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    const { path, message } = issueText(issue);
    const place = placeIn(tree, issue.path);
    const part = HEAD_PARTS.find((one) => one === issue.path[0]);
    if (place) reader.report(place.row, place.column, message);
    else
      reader.findings.push({
        ...{ row: (part && head[part]?.row) ?? 1, column: "B" },
        message: `${path}: ${message}`,
      });
  }
  return null;
}

/**
 * Reads a criteria set from the rows of a sheet in the shape of an annex, the first of which is row 1: STT, name, points
 * and a note that marks survey leaves, with what `setRows` adds where it is there. With any finding there is no set.
 */
export function readSetRows(rows: readonly (readonly Cell[])[], options: ReadSetOptions): ReadSet {
  const { table, findings } = findTable(rows, SET_COLUMNS);
  if (findings.length > 0) return { set: null, findings };
  const reader = new AnnexReader(rows, table);
  const head = headOf(rows.slice(0, table.header));
  for (const { row, refusal } of Object.values(head))
    if (refusal !== null) reader.findings.push({ row, column: "B", message: refusal });
  const tree = readTree(reader);
  if (tree.length === 0 && reader.findings.length === 0)
    reader.report(table.header + 1, "code", "không có dòng nào dưới tiêu đề");
  const fields = fieldsOf(reader, tree, options);
  const draft = assemble(reader, { head, tree, fields }, options);
  const set = draft && withLeaves(draft);
  for (const { node, message } of set ? validateCriteriaSet(set) : [])
    reader.report(reader.rowOf(node), "code", message);
  return set && reader.findings.length === 0
    ? { set, findings: [] }
    : { set: null, findings: inOrder(reader.findings) };
}

const points = (value: number) => ({ value: value / POINT });
const blank = { value: null };

function leafRow(leaf: LeafNode, level: Level, units: readonly NamedUnit[]): WrittenRow {
  return [
    { value: leaf.code },
    { value: leaf.name },
    points(leaf.max),
    leaf.source === "survey" ? { value: SURVEY_NOTE } : blank,
    points(leaf.step),
    ...[ruleText(leaf.rule), leaf.evidence, unitText(leaf.lead, units), LEVELS[level - 1] ?? "", leaf.id].map(
      (value) => ({ value }),
    ),
  ];
}

function parentRow({ id, code, name, max }: FieldNode | CriterionNode, level: Level): WrittenRow {
  const bold = level === 1;
  return [
    ...[code, name].map((value) => ({ value, bold })),
    { ...points(max), bold },
    ...[blank, blank, blank, blank, blank],
    ...[LEVELS[level - 1] ?? "", id].map((value) => ({ value })),
  ];
}

const criterionRows = (criterion: CriterionNode, units: readonly NamedUnit[]): WrittenRow[] =>
  "subCriteria" in criterion
    ? [parentRow(criterion, 2), ...criterion.subCriteria.map((leaf) => leafRow(leaf, 3, units))]
    : [leafRow(criterion, 2, units)];

/** The rows of a set in the shape of an annex, below what the set is: what `readSetRows` reads into the same set. */
export function setRows(set: SetDraft, units: readonly NamedUnit[] = []): WrittenRow[] {
  const { id, annex, name, appliesTo, note, expected } = set;
  const head = { id, annex, name, appliesTo, note, expected: expected ? expectedText(expected) : "" };
  const total = [...leavesOf(set)].reduce((sum, { leaf }) => sum + leaf.max, 0);
  return [
    ...HEAD_PARTS.map((part) => [{ value: HEAD[part], bold: true }, { value: head[part] }]),
    [],
    headingsOf(SET_COLUMNS),
    ...set.fields.flatMap((field) => [
      parentRow(field, 1),
      ...field.criteria.flatMap((criterion) => criterionRows(criterion, units)),
    ]),
    [blank, { value: "Tổng", bold: true }, { ...points(total), bold: true }],
  ];
}

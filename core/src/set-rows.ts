import {
  type Cell,
  type CellFinding,
  type Columns,
  columnLetter,
  EMPTY,
  findTable,
  headingsOf,
  refusalOfCell,
  type Table,
  textOf,
  type WrittenRow,
  widthsOf,
} from "./cells.ts";
import {
  CriteriaSet,
  type CriterionNode,
  type FieldNode,
  Id,
  type LeafNode,
  leafTable,
  leavesOf,
  NodeId,
} from "./criteria-set.ts";
import { validateCriteriaSet } from "./criteria-set-validation.ts";
import { issueText } from "./issue-text.ts";
import { type NamedUnit, unitNamed, unitText } from "./member-file.ts";
import { formatPoints, POINT, parsePoints } from "./points.ts";
import { readRuleText, ruleText } from "./rule-text.ts";
import type { ScoringRule } from "./scoring-rule.ts";
import { idOfName, searchable } from "./text-search.ts";

/** The columns of a criteria set in the shape of an annex, then those that an export adds. */
const SET_COLUMNS = {
  code: { heading: "STT", known: /^(stt|tt|so tt|so thu tu)\.?$/, needed: true, width: 16 },
  name: {
    heading: "Lĩnh vực/Tiêu chí/Tiêu chí thành phần",
    known: /^(ten )?(cac )?(linh vuc|tieu chi|noi dung)/,
    ...{ needed: true, width: 60 },
  },
  max: {
    heading: "Điểm tối đa",
    known: /^(diem toi da|diem chuan|thang diem|diem)$/,
    needed: true,
    width: 10,
  },
  note: { heading: "Ghi chú", known: /^ghi chu$/, needed: false, width: 16 },
  step: { heading: "Bước điểm", known: /^buoc diem$/, needed: false, width: 10 },
  rule: { heading: "Cách chấm", known: /^cach cham( diem)?$/, needed: false, width: 50 },
  evidence: {
    heading: "Tài liệu kiểm chứng",
    known: /^(tai lieu )?(kiem|minh) chung$/,
    ...{ needed: false, width: 40 },
  },
  lead: { heading: "Cơ quan chủ trì", known: /^co quan chu tri/, needed: false, width: 24 },
  level: { heading: "Cấp", known: /^cap$/, needed: false, width: 18 },
  id: { heading: "Mã", known: /^ma$/, needed: false, width: 10 },
} as const satisfies Columns<string>;
type Column = keyof typeof SET_COLUMNS;
const COLUMNS = Object.keys(SET_COLUMNS) as Column[];

/** The widths of the columns that `setRows` writes, in characters. */
export const SET_WIDTHS: readonly number[] = widthsOf(SET_COLUMNS);

const HEAD = {
  id: "Mã bộ tiêu chí",
  annex: "Phụ lục",
  name: "Tên bộ tiêu chí",
  appliesTo: "Áp dụng cho",
  note: "Ghi chú",
  expected: "Cơ cấu",
} as const;
type HeadPart = keyof typeof HEAD;
const HEAD_PARTS = Object.keys(HEAD) as HeadPart[];

const LEVELS = ["Lĩnh vực", "Tiêu chí", "Tiêu chí thành phần"] as const;
const SURVEY_NOTE = "Điều tra XHH";
const TEXT_MAX = 2_000;
const CODE_MAX = 30;

export interface ReadSetOptions {
  /** What the set is called where the sheet does not say. */
  id: string;
  name: string;
  /** Who appraises a leaf where the sheet does not say. */
  lead: string;
  /** The units whose names may stand as leads; without any, leads stand as ids. Null: nobody knows them, `lead` stands for all. */
  units?: readonly NamedUnit[] | null;
  /** A set of the past, whose leads may be there no more: one that is none of `units` keeps its id, or gets one from its name. */
  past?: boolean;
}

export type ReadSet = { set: CriteriaSet; findings: [] } | { set: null; findings: CellFinding[] };

type Expected = NonNullable<CriteriaSet["expected"]>;

const expectedText = ({ fields, criteria, subCriteria, selfMax, surveyMax, max }: Expected) =>
  [
    `${fields} lĩnh vực; ${criteria} tiêu chí; ${subCriteria} tiêu chí thành phần`,
    `tự đánh giá ${formatPoints(selfMax)}; điều tra XHH ${formatPoints(surveyMax)}; tổng ${formatPoints(max)}`,
  ].join("; ");

const EXPECTED =
  /^(\d+) linh vuc; (\d+) tieu chi; (\d+) tieu chi thanh phan; tu danh gia ([\d,.]+); dieu tra xhh ([\d,.]+); tong ([\d,.]+)$/;

function readExpected(text: string): Expected | null {
  const [, fields, criteria, subCriteria, ...points] = EXPECTED.exec(searchable(text)) ?? [];
  const [selfMax, surveyMax, max] = points.map(parsePoints);
  if (selfMax == null || surveyMax == null || max == null) return null;
  return {
    ...{ fields: Number(fields), criteria: Number(criteria), subCriteria: Number(subCriteria) },
    ...{ selfMax, surveyMax, max },
  };
}

type Level = 1 | 2 | 3;

/** One row of the table that stands for a node. */
interface Line {
  row: number;
  level: Level;
  code: string;
  name: string;
  max: number | null;
  cell: (column: Column) => Cell;
}

interface Branch {
  line: Line;
  children: Branch[];
}

const ROMAN: Record<string, number> = { I: 1, V: 5, X: 10, L: 50, C: 100 };

function romanValue(text: string): number {
  const digits = [...text].map((letter) => ROMAN[letter] ?? 0);
  return digits.reduce((sum, digit, at) => (digit < (digits[at + 1] ?? 0) ? sum - digit : sum + digit), 0);
}

const ROMAN_CODE = /^[IVXLC]+(?=\.|$)/;
const CODE = /^\d+(\.\d+){0,2}$/;
const TOTAL = /^tong( cong| so| diem)*:?$/;
/** The row below the headings that numbers the columns: (1), (2) … or A, B … */
const NUMBERING = /^(\(?\d+\)?|[A-Z])$/;

class Reader {
  readonly findings: CellFinding[] = [];
  readonly #rows: readonly (readonly Cell[])[];
  readonly #table: Table<Column>;
  readonly #options: ReadSetOptions;
  readonly #rowOfCode = new Map<string, number>();

  constructor(rows: readonly (readonly Cell[])[], table: Table<Column>, options: ReadSetOptions) {
    this.#rows = rows;
    this.#table = table;
    this.#options = options;
  }

  report(row: number, column: Column, message: string): void {
    const letter = columnLetter(this.#table.places.get(column) ?? 0);
    this.findings.push({ row, column: letter, message });
  }

  /** The cell of a column; a copy stands for its range only down the columns that say how a leaf is scored. */
  #cellAt(row: number): (column: Column) => Cell {
    return (column) => {
      const cell = this.#rows[row - 1]?.[this.#table.places.get(column) ?? -1] ?? EMPTY;
      const own = column === "code" || column === "name" || column === "max" || column === "id";
      return cell.merged === "across" || (cell.merged === "down" && own) ? EMPTY : cell;
    };
  }

  /** A text of a cell, bounded; a formula or an error is none. */
  text({ row, cell }: Pick<Line, "row" | "cell">, column: Column, max = TEXT_MAX): string {
    const found = cell(column);
    const text = refusalOfCell(found) === null ? textOf(found) : "";
    if (text.length > max) this.report(row, column, `dài ${text.length} ký tự, nhiều nhất ${max}`);
    return text;
  }

  points({ row, cell }: Pick<Line, "row" | "cell">, column: "max" | "step"): number | null {
    const found = cell(column);
    if (refusalOfCell(found) !== null) return null;
    const text = textOf(found);
    if (text === "") {
      this.report(row, column, "còn thiếu điểm");
      return null;
    }
    const points = parsePoints(text);
    if (points === null)
      this.report(row, column, `điểm là «${text}»; cần một số không âm, tối đa bốn chữ số thập phân`);
    else if (points === 0) this.report(row, column, "điểm phải lớn hơn 0");
    return points;
  }

  /** The printed code of a cell as far as Excel has kept it. */
  #codeText(row: number, cell: Cell, before: string): string | null {
    const { value, format = "" } = cell;
    if (refusalOfCell(cell) !== null) return null;
    if (value instanceof Date) {
      const typed = `${value.getUTCDate()}.${value.getUTCMonth() + 1}`;
      this.report(
        row,
        "code",
        `Excel đã đổi STT thành ngày (có lẽ là ${typed}); hãy định dạng cột STT là văn bản rồi gõ lại`,
      );
      return null;
    }
    const text = textOf(cell).replace(/\.$/, "");
    if (typeof value !== "number" || Number.isInteger(value)) return text;
    const [whole, last] = text.split(".");
    const tenBefore = before.startsWith(`${whole}.`) && Number(before.split(".")[1]) >= 9;
    if (this.#rowOfCode.has(text) || tenBefore || /\.0{2,}/.test(format)) {
      this.report(
        row,
        "code",
        `STT ${text} là số nên không rõ là ${text} hay ${whole}.${last}0; hãy định dạng cột STT là văn bản rồi gõ lại`,
      );
      return null;
    }
    return text;
  }

  #isTotal({ cell }: Pick<Line, "cell">): boolean {
    const [code, name] = [searchable(textOf(cell("code"))), searchable(textOf(cell("name")))];
    return textOf(cell("level")) === "" && (TOTAL.test(code) || (code === "" && TOTAL.test(name)));
  }

  /** The rows of the table, without empty ones, the numbering of the columns, totals and what stands below them. */
  lines(): { lines: Line[]; totals: { row: number; points: number | null }[] } {
    const first = this.#table.header + 2;
    const found: Pick<Line, "row" | "cell">[] = [];
    const totals: { row: number; points: number | null }[] = [];
    for (let row = first; row <= this.#rows.length; row++) {
      const line = { row, cell: this.#cellAt(row) };
      const filled = (column: Column) =>
        textOf(line.cell(column)) !== "" || refusalOfCell(line.cell(column)) !== null;
      if (!(["code", "name", "max"] as const).some(filled)) continue;
      const numbering = row === first && !filled("level") && NUMBERING.test(textOf(line.cell("name")));
      if (numbering || (totals.length > 0 && !filled("code") && !filled("max"))) continue;
      for (const column of COLUMNS) {
        const refused = refusalOfCell(line.cell(column));
        if (refused !== null) this.report(row, column, refused);
      }
      if (this.#isTotal(line)) totals.push({ row, points: this.points(line, "max") });
      else found.push(line);
    }
    return { lines: this.#numbered(found), totals };
  }

  /** Gives each row its level and its code, of the words in the column for it or else of the code's shape. */
  #numbered(found: readonly Pick<Line, "row" | "cell">[]): Line[] {
    const texts = found.map(({ cell }) => textOf(cell("code")).replace(/\.$/, ""));
    const roman = texts.some((text) => ROMAN_CODE.test(text));
    const short = roman && texts.some((text) => /^\d+$/.test(text));
    let field = "";
    let before = "";
    return found.flatMap((line) => {
      const { row, cell } = line;
      const name = this.text(line, "name");
      if (name === "" && refusalOfCell(cell("name")) === null) this.report(row, "name", "còn thiếu tên");
      const max = this.points(line, "max");
      const words = textOf(cell("level"));
      if (words !== "") {
        const level = LEVELS.findIndex((one) => searchable(one) === searchable(words)) + 1;
        if (level !== 1 && level !== 2 && level !== 3) {
          this.report(
            row,
            "level",
            `không có cấp «${words}»; cần ${LEVELS.map((one) => `«${one}»`).join(", ")}`,
          );
          return [];
        }
        const code = this.#codeText(row, cell("code"), before);
        if (code === null) return [];
        before = code;
        return this.#once({ ...line, level, code: textOf(cell("code")), name, max });
      }
      const printed = this.#codeText(row, cell("code"), before);
      if (printed === null) return [];
      before = printed;
      if (printed === "") {
        this.report(row, "code", "còn thiếu STT");
        return [];
      }
      const arabic = printed.replace(ROMAN_CODE, (letters) => String(romanValue(letters)));
      const isField = ROMAN_CODE.test(printed) && !arabic.includes(".");
      if (isField) field = arabic;
      const code = short && !ROMAN_CODE.test(printed) ? `${field}.${arabic}` : arabic;
      const level = code.split(".").length;
      if (!CODE.test(code) || (level !== 1 && level !== 2 && level !== 3)) {
        this.report(row, "code", `STT «${printed}» không có dạng 1, 1.1, 1.1.1 hoặc I, 1, 1.1`);
        return [];
      }
      return this.#once({ ...line, level, code, name, max });
    });
  }

  #once(line: Line): Line[] {
    const first = this.#rowOfCode.get(line.code);
    if (line.code === "") this.report(line.row, "code", "còn thiếu STT");
    else if (line.code.length > CODE_MAX)
      this.report(line.row, "code", `dài ${line.code.length} ký tự, nhiều nhất ${CODE_MAX}`);
    else if (first !== undefined) this.report(line.row, "code", `STT ${line.code} trùng với dòng ${first}`);
    else this.#rowOfCode.set(line.code, line.row);
    return [line];
  }

  /** The tree of the rows; a row whose parent is not above it is a finding. */
  tree(lines: readonly Line[]): Branch[] {
    const fields: Branch[] = [];
    let path: Branch[] = [];
    for (const line of lines) {
      const branch: Branch = { line, children: [] };
      const parent = path[line.level - 2];
      const above = line.code.split(".").slice(0, -1).join(".");
      const byCode = textOf(line.cell("level")) === "";
      if (line.level === 1) fields.push(branch);
      else if (!parent || (byCode && parent.line.code !== above))
        this.report(
          line.row,
          "code",
          `mục ${line.code} không nằm dưới mục ${byCode ? above : LEVELS[line.level - 2]}`,
        );
      else parent.children.push(branch);
      path = [...path.slice(0, line.level - 1), branch];
    }
    return fields;
  }

  checkSums(branches: readonly Branch[]): void {
    for (const { line, children } of branches) {
      const sum = sumOf(children);
      if (line.max !== null && sum !== null && children.length > 0 && sum !== line.max)
        this.report(
          line.row,
          "max",
          `điểm tối đa của mục ${line.code} là ${formatPoints(line.max)}, các mục bên trong cộng lại là ${formatPoints(sum)}`,
        );
      this.checkSums(children);
    }
  }

  #rule(line: Line, isSurvey: boolean): ScoringRule | null {
    const text = this.text(line, "rule");
    if (text !== "") {
      const rule = readRuleText(text);
      if (!rule) this.report(line.row, "rule", `không đọc được cách chấm «${text}»`);
      return rule;
    }
    return isSurvey ? { kind: "survey", groups: groupsOf(this.text(line, "note")) } : { kind: "manual" };
  }

  #lead(line: Line): string {
    const { units = [], lead, past = false } = this.#options;
    const text = this.text(line, "lead");
    if (text === "" || units === null) return lead;
    const { unit, message } = units.length > 0 ? unitNamed(text, units) : { unit: text };
    if (message && past) return idOfName(text) || lead;
    if (message) this.report(line.row, "lead", message);
    else if (!Id.safeParse(unit).success) this.report(line.row, "lead", `«${text}» không phải là mã đơn vị`);
    return unit ?? lead;
  }

  leaf({ line }: Branch, id: string): LeafNode[] {
    const { code, name, max } = line;
    const isSurvey = SURVEY.test(searchable(this.text(line, "note")));
    const rule = this.#rule(line, isSurvey);
    const lead = this.#lead(line);
    const evidence = this.text(line, "evidence");
    const stepGiven = textOf(line.cell("step")) !== "" || refusalOfCell(line.cell("step")) !== null;
    const step = stepGiven ? this.points(line, "step") : max && stepFor(max, isSurvey);
    if (rule === null || max === null || step === null) return [];
    return [
      {
        id: this.#id(line, id),
        code,
        name,
        max,
        step,
        source: isSurvey ? "survey" : "self",
        rule,
        evidence,
        lead,
      },
    ];
  }

  #id(line: Line, otherwise: string): string {
    const id = this.text(line, "id") || otherwise;
    if (!NodeId.safeParse(id).success)
      this.report(
        line.row,
        "id",
        `mã «${id}» không phải là mã mục: chữ thường không dấu và số, nhiều nhất 24 ký tự`,
      );
    return id;
  }

  #criterion(branch: Branch, id: string): CriterionNode[] {
    const { line, children } = branch;
    if (children.length === 0) return this.leaf(branch, id);
    const subCriteria = children.flatMap((child, at) => this.leaf(child, `${id}s${at + 1}`));
    const { code, name, max } = line;
    return max === null ? [] : [{ id: this.#id(line, id), code, name, max, subCriteria }];
  }

  field({ line, children }: Branch, at: number): FieldNode[] {
    const id = `f${at + 1}`;
    if (children.length === 0) this.report(line.row, "code", `lĩnh vực ${line.code} không có tiêu chí nào`);
    const criteria = children.flatMap((child, at) => this.#criterion(child, `${id}c${at + 1}`));
    const { code, name, max } = line;
    return max === null ? [] : [{ id: this.#id(line, id), code, name, max, criteria }];
  }

  rowOf(code: string): number {
    return this.#rowOfCode.get(code) ?? this.#table.header + 1;
  }
}

const SURVEY = /dieu tra (xhh|xa hoi hoc)/;

/** Who is asked, as the note of a survey leaf says after its mark; in general words where it does not. */
function groupsOf(note: string): [string, ...string[]] {
  const [, said = ""] = /(?:XHH|xã hội học)([\s\S]*)$/iu.exec(note) ?? [];
  const [first = "Đối tượng điều tra", ...others] = said
    .split(/[;,()]/)
    .map((group) => group.replace(/^[\s:–-]+/, "").trim())
    .filter(Boolean);
  return [first, ...others];
}

/** The step of a leaf where none is given: the coarsest usual one that its points are a multiple of. */
function stepFor(max: number, isSurvey: boolean): number {
  if (isSurvey) return 1;
  return [POINT / 4, POINT / 100].find((step) => max % step === 0) ?? 1;
}

function sumOf(branches: readonly Branch[]): number | null {
  let sum = 0;
  for (const { line } of branches) {
    if (line.max === null) return null;
    sum += line.max;
  }
  return sum;
}

/** What the rows above the table say of the set, part by part. `refusal`: why that can't be taken. */
type Head = Partial<Record<HeadPart, { row: number; text: string; refusal: string | null }>>;

/** What the rows above the table say of the set: a label and, beside it, what it names. */
function headOf(rows: readonly (readonly Cell[])[]): Head {
  const head: Head = {};
  rows.forEach(([label = EMPTY, value = EMPTY], at) => {
    const named = HEAD_PARTS.find((part) => searchable(HEAD[part]) === searchable(textOf(label)));
    if (named && value.merged !== "across")
      head[named] ??= { row: at + 1, text: textOf(value), refusal: refusalOfCell(value) };
  });
  return head;
}

const SetText = CriteriaSet.omit({ leaves: true });

/** The cell of what a schema refuses at this path of a set; null where it is not in the tree. */
function placeIn(
  branches: readonly Branch[],
  [part, at, ...rest]: readonly PropertyKey[],
  above: Line | null = null,
): { row: number; column: Column } | null {
  const branch = typeof at === "number" ? branches[at] : undefined;
  if (branch) return placeIn(branch.children, rest, branch.line);
  return above && { row: above.row, column: COLUMNS.find((column) => column === part) ?? "code" };
}

/**
 * Reads a criteria set from the rows of a sheet in the shape of an annex, the first of which is row 1: STT, name, points
 * and a note that marks survey leaves, with what `setRows` adds where it is there. With any finding there is no set.
 */
export function readSetRows(rows: readonly (readonly Cell[])[], options: ReadSetOptions): ReadSet {
  const { table, findings } = findTable(rows, SET_COLUMNS);
  if (findings.length > 0) return { set: null, findings };
  const reader = new Reader(rows, table, options);
  const head = headOf(rows.slice(0, table.header));
  for (const { row, refusal } of Object.values(head))
    if (refusal !== null) reader.findings.push({ row, column: "B", message: refusal });
  const { lines, totals } = reader.lines();
  const tree = reader.tree(lines);
  reader.checkSums(tree);
  const sum = sumOf(tree);
  for (const { row, points } of totals)
    if (points !== null && sum !== null && points !== sum)
      reader.report(
        row,
        "max",
        `tổng là ${formatPoints(points)}, các lĩnh vực cộng lại là ${formatPoints(sum)}`,
      );
  if (lines.length === 0 && reader.findings.length === 0)
    reader.report(table.header + 1, "code", "không có dòng nào dưới tiêu đề");
  const fields = tree.flatMap((branch, at) => reader.field(branch, at));
  const expected = head.expected?.text ? readExpected(head.expected.text) : null;
  if (head.expected?.text && !expected)
    reader.findings.push({ row: head.expected.row, column: "B", message: "không đọc được cơ cấu" });
  const parsed = SetText.safeParse(
    {
      ...{
        id: head.id?.text || options.id,
        annex: head.annex?.text ?? "",
        name: head.name?.text || options.name,
      },
      ...{ appliesTo: head.appliesTo?.text ?? "", note: head.note?.text ?? "", expected },
      fields,
    },
    { reportInput: true },
  );
  if (reader.findings.length > 0) return { set: null, findings: inOrder(reader.findings) };
  if (!parsed.success) {
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
    return { set: null, findings: inOrder(reader.findings) };
  }
  const set = { ...parsed.data, leaves: leafTable(parsed.data) };
  for (const { node, message } of validateCriteriaSet(set))
    reader.report(reader.rowOf(node), "code", message);
  return reader.findings.length > 0
    ? { set: null, findings: inOrder(reader.findings) }
    : { set, findings: [] };
}

/** A row of a sheet in the shape of an annex that stands for a node: `id` and `note` as they are told, "" where not. */
export interface AnnexLine {
  row: number;
  /** The code by which sets know the node, and as it is printed. */
  code: string;
  printed: string;
  max: number | null;
  id: string;
  note: string;
}

/** The rows of a sheet in the shape of an annex, numbered as a set's are: nodes, and the rows of totals below them. */
export interface AnnexLines {
  /** The row of the headings counted from 0, −1 where there are none. */
  header: number;
  lines: AnnexLine[];
  totals: number[];
  findings: CellFinding[];
  /** Whether there is a column for the ids of the nodes. */
  tellsIds: boolean;
  letterOf: (column: "code" | "max" | "note") => string;
}

/** Reads the rows of a sheet that has STT, name and maximum as an annex has them, and more columns beside those. */
export function readAnnexLines(rows: readonly (readonly Cell[])[]): AnnexLines {
  const { table, findings } = findTable(rows, SET_COLUMNS);
  const letterOf = (column: Column) => columnLetter(table.places.get(column) ?? 0);
  const { header } = table;
  const tellsIds = table.places.has("id");
  if (findings.length > 0) return { header, lines: [], totals: [], findings, tellsIds, letterOf };
  const reader = new Reader(rows, table, { id: "", name: "", lead: "" });
  const { lines, totals } = reader.lines();
  return {
    header,
    lines: lines.map((line) => ({
      ...{ row: line.row, code: line.code, max: line.max },
      printed: textOf(line.cell("code")).replace(/\.$/, ""),
      ...{ id: reader.text(line, "id"), note: reader.text(line, "note") },
    })),
    totals: totals.map(({ row }) => row),
    findings: inOrder(reader.findings),
    ...{ tellsIds, letterOf },
  };
}

const inOrder = (findings: readonly CellFinding[]) => findings.toSorted((one, other) => one.row - other.row);

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
export function setRows(set: Omit<CriteriaSet, "leaves">, units: readonly NamedUnit[] = []): WrittenRow[] {
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

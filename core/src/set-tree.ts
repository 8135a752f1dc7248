import { type AnnexReader, LEVELS, type Line, SET_COLUMN_NAMES, type SetColumn } from "./annex-rows.ts";
import { refusalOfCell, textOf } from "./cells.ts";
import { type CriterionNode, type FieldNode, Id, type LeafNode, NodeId } from "./criteria-set.ts";
import { type NamedUnit, unitNamed } from "./member-file.ts";
import { formatPoints, POINT } from "./points.ts";
import { readRuleText } from "./rule-text.ts";
import type { ScoringRule } from "./scoring-rule.ts";
import { idOfName, searchable } from "./text-search.ts";

/** A row of the table with the rows that stand below it in the tree. */
export interface Branch {
  line: Line;
  children: Branch[];
}

/** The tree of the rows; a row whose parent is not above it is a finding. */
export function treeOf(reader: AnnexReader, lines: readonly Line[]): Branch[] {
  const fields: Branch[] = [];
  let path: Branch[] = [];
  for (const line of lines) {
    const branch: Branch = { line, children: [] };
    const parent = path[line.level - 2];
    const above = line.code.split(".").slice(0, -1).join(".");
    const byCode = textOf(line.cell("level")) === "";
    if (line.level === 1) fields.push(branch);
    else if (!parent || (byCode && parent.line.code !== above))
      reader.report(
        line.row,
        "code",
        `mục ${line.code} không nằm dưới mục ${byCode ? above : LEVELS[line.level - 2]}`,
      );
    else parent.children.push(branch);
    path = [...path.slice(0, line.level - 1), branch];
  }
  return fields;
}

/** The sum of the maxima of some branches, null where one of them has none. */
export function sumOf(branches: readonly Branch[]): number | null {
  let sum = 0;
  for (const { line } of branches) {
    if (line.max === null) return null;
    sum += line.max;
  }
  return sum;
}

/** Reports every row whose maximum is not what stands below it adds up to. */
export function checkSums(reader: AnnexReader, branches: readonly Branch[]): void {
  for (const { line, children } of branches) {
    const sum = sumOf(children);
    if (line.max !== null && sum !== null && children.length > 0 && sum !== line.max)
      reader.report(
        line.row,
        "max",
        `điểm tối đa của mục ${line.code} là ${formatPoints(line.max)}, các mục bên trong cộng lại là ${formatPoints(sum)}`,
      );
    checkSums(reader, children);
  }
}

/** The cell of what a schema refuses at this path of a set; null where it is not in the tree. */
export function placeIn(
  branches: readonly Branch[],
  [part, at, ...rest]: readonly PropertyKey[],
  above: Line | null = null,
): { row: number; column: SetColumn } | null {
  const branch = typeof at === "number" ? branches[at] : undefined;
  if (branch) return placeIn(branch.children, rest, branch.line);
  return above && { row: above.row, column: SET_COLUMN_NAMES.find((column) => column === part) ?? "code" };
}

/** Who appraises the leaves of a set. */
export interface Leads {
  /** Who appraises a leaf where the sheet does not say. */
  lead: string;
  /** The units whose names may stand as leads; without any, leads stand as ids. Null: nobody knows them, `lead` stands for all. */
  units?: readonly NamedUnit[] | null;
  /** A set of the past, whose leads may be there no more: one that is none of `units` keeps its id, or gets one from its name. */
  past?: boolean;
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

/** Makes the nodes of a set from the branches of its rows; one of which a part can't be read is left out, with a finding. */
class NodeReader {
  readonly #reader: AnnexReader;
  readonly #leads: Leads;

  constructor(reader: AnnexReader, leads: Leads) {
    this.#reader = reader;
    this.#leads = leads;
  }

  #rule(line: Line, isSurvey: boolean): ScoringRule | null {
    const text = this.#reader.text(line, "rule");
    if (text !== "") {
      const rule = readRuleText(text);
      if (!rule) this.#reader.report(line.row, "rule", `không đọc được cách chấm «${text}»`);
      return rule;
    }
    return isSurvey
      ? { kind: "survey", groups: groupsOf(this.#reader.text(line, "note")) }
      : { kind: "manual" };
  }

  #lead(line: Line): string {
    const { units = [], lead, past = false } = this.#leads;
    const text = this.#reader.text(line, "lead");
    if (text === "" || units === null) return lead;
    const { unit, message } = units.length > 0 ? unitNamed(text, units) : { unit: text };
    if (message && past) return idOfName(text) || lead;
    if (message) this.#reader.report(line.row, "lead", message);
    else if (!Id.safeParse(unit).success)
      this.#reader.report(line.row, "lead", `«${text}» không phải là mã đơn vị`);
    return unit ?? lead;
  }

  #id(line: Line, otherwise: string): string {
    const id = this.#reader.text(line, "id") || otherwise;
    if (!NodeId.safeParse(id).success)
      this.#reader.report(
        line.row,
        "id",
        `mã «${id}» không phải là mã mục: chữ thường không dấu và số, nhiều nhất 24 ký tự`,
      );
    return id;
  }

  #leaf({ line }: Branch, id: string): LeafNode[] {
    const { code, name, max } = line;
    const isSurvey = SURVEY.test(searchable(this.#reader.text(line, "note")));
    const rule = this.#rule(line, isSurvey);
    const lead = this.#lead(line);
    const evidence = this.#reader.text(line, "evidence");
    const stepGiven = textOf(line.cell("step")) !== "" || refusalOfCell(line.cell("step")) !== null;
    const step = stepGiven ? this.#reader.points(line, "step") : max && stepFor(max, isSurvey);
    if (rule === null || max === null || step === null) return [];
    const source = isSurvey ? ("survey" as const) : ("self" as const);
    return [{ ...{ id: this.#id(line, id), code, name }, ...{ max, step, source, rule, evidence, lead } }];
  }

  #criterion(branch: Branch, id: string): CriterionNode[] {
    const { line, children } = branch;
    if (children.length === 0) return this.#leaf(branch, id);
    const subCriteria = children.flatMap((child, at) => this.#leaf(child, `${id}s${at + 1}`));
    const { code, name, max } = line;
    return max === null ? [] : [{ id: this.#id(line, id), code, name, max, subCriteria }];
  }

  field({ line, children }: Branch, at: number): FieldNode[] {
    const id = `f${at + 1}`;
    if (children.length === 0)
      this.#reader.report(line.row, "code", `lĩnh vực ${line.code} không có tiêu chí nào`);
    const criteria = children.flatMap((child, at) => this.#criterion(child, `${id}c${at + 1}`));
    const { code, name, max } = line;
    return max === null ? [] : [{ id: this.#id(line, id), code, name, max, criteria }];
  }
}

/** The fields of a set with all that stands in them. With any finding of the reader they are not whole. */
export function fieldsOf(reader: AnnexReader, tree: readonly Branch[], leads: Leads): FieldNode[] {
  const nodes = new NodeReader(reader, leads);
  return tree.flatMap((branch, at) => nodes.field(branch, at));
}

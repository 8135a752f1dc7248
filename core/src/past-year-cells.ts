import { type Cell, type CellFinding, refusalOfCell, type SheetFinding, textOf } from "./cells.ts";
import type { CriteriaSet } from "./criteria-set.ts";
import type { UnitGroup } from "./documents.ts";
import type { NamedUnit } from "./member-file.ts";
import { parsePoints } from "./points.ts";
import { searchable } from "./text-search.ts";

/** What a workbook of a past year may name: the groups, units and sets of a year at hand. */
export interface PastContext {
  sets: readonly Pick<CriteriaSet, "fields">[];
  groups: readonly UnitGroup[];
  units: readonly NamedUnit[];
  /** Who appraised a leaf where the set does not say. */
  lead: string;
  surveyHeld: boolean;
}

export const namedSame = (one: string, other: string) => searchable(one) === searchable(other);

/** Reads the cells of one sheet of a workbook; what is wrong joins the findings of the whole. */
export class SheetReader {
  readonly #sheet: string;
  readonly #findings: SheetFinding[];

  constructor(sheet: string, findings: SheetFinding[]) {
    this.#sheet = sheet;
    this.#findings = findings;
  }

  add(findings: readonly CellFinding[]): void {
    this.#findings.push(...findings.map((finding) => ({ sheet: this.#sheet, ...finding })));
  }

  report(row: number, column: string, message: string): void {
    this.add([{ row, column, message }]);
  }

  /** A text of a cell; a formula or an error is a finding and none. */
  text(row: number, letter: string, cell: Cell): string {
    const refused = refusalOfCell(cell);
    if (refused !== null) this.report(row, letter, refused);
    return refused === null ? textOf(cell) : "";
  }

  points(row: number, letter: string, cell: Cell): number | null {
    const text = this.text(row, letter, cell);
    if (text === "") return null;
    const points = parsePoints(text);
    if (points === null)
      this.report(row, letter, `điểm là «${text}»; cần một số không âm, tối đa bốn chữ số thập phân`);
    return points;
  }

  /** The rows of the sheet in which something is wrong so far. */
  rowsAtFault(): Set<number> {
    return new Set(this.#findings.flatMap(({ sheet, row }) => (sheet === this.#sheet ? row : [])));
  }
}

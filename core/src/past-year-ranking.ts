import {
  type Cell,
  type Columns,
  columnLetter,
  EMPTY,
  findTable,
  headingsOf,
  type NamedSheet,
  refusalOfCell,
  type SheetFinding,
  type Table,
  textOf,
  type WrittenRow,
  widthsOf,
} from "./cells.ts";
import { Id } from "./criteria-set.ts";
import type { UnitGroup } from "./documents.ts";
import type { PastUnit, PastYear } from "./past-year.ts";
import { namedSame, type PastContext, SheetReader } from "./past-year-cells.ts";
import { idOfName } from "./text-search.ts";

/** The columns of the sheet that ranks the units. */
const RANKING_COLUMNS = {
  name: { heading: "Đơn vị", known: /^(ten )?(don vi|co quan)/, needed: true, width: 44 },
  group: { heading: "Nhóm", known: /^nhom( don vi)?$/, needed: true, width: 28 },
  criteriaSet: { heading: "Bộ tiêu chí", known: /^bo tieu chi$/, needed: false, width: 24 },
  index: { heading: "Chỉ số (%)", known: /^chi so/, needed: false, width: 12 },
  rank: { heading: "Xếp hạng", known: /^((xep|thu) )?hang$/, needed: false, width: 10 },
  order: { heading: "Thứ tự", known: /^(thu tu|stt|tt)\.?$/, needed: false, width: 8 },
  id: { heading: "Mã", known: /^ma( don vi)?$/, needed: false, width: 24 },
} as const satisfies Columns<string>;
type RankingColumn = keyof typeof RANKING_COLUMNS;

/** The name of the sheet, and the widths of its columns in characters. */
export const RANKING = "Xếp hạng";
export const RANKING_WIDTHS: readonly number[] = widthsOf(RANKING_COLUMNS);

const NAME_MAX = 300;

/** A row of the ranking with what its unit's sheet must still bring. */
export interface Listed extends Omit<PastUnit, "scores" | "exempt" | "criteriaSet"> {
  row: number;
  setText: string;
}

/** The sheet that is called a ranking, or the first that has the columns of one. */
export const rankingAmong = (sheets: readonly NamedSheet[]): NamedSheet | undefined =>
  sheets.find(({ name }) => namedSame(name, RANKING)) ??
  sheets.find(({ rows }) => {
    const { places } = findTable(rows, RANKING_COLUMNS).table;
    return places.has("name") && places.has("group");
  });

/** An index in per cent as it is compared: "86,72"; null where the cell holds none. */
function indexOf(cell: Cell): string | null {
  const { value, format = "" } = cell;
  if (typeof value !== "number") {
    const text = textOf(cell).replace("%", "").trim().replace(".", ",");
    return /^\d{1,4}(,\d{1,4})?$/.test(text) ? text : null;
  }
  const decimals = /\.(0+)/.exec(format)?.[1]?.length;
  const shown = (format.includes("%") ? value * 100 : value).toFixed(Math.min(decimals ?? 4, 4));
  const text = decimals === undefined ? shown.replace(/\.?0+$/, "") : shown;
  return value >= 0 && value < 10_000 ? text.replace(".", ",") : null;
}

class RankingReader {
  readonly #sheet: SheetReader;
  readonly #table: Table<RankingColumn>;
  readonly #context: PastContext;

  constructor(sheet: SheetReader, table: Table<RankingColumn>, context: PastContext) {
    this.#sheet = sheet;
    this.#table = table;
    this.#context = context;
  }

  cell(cells: readonly Cell[], column: RankingColumn): Cell {
    return cells[this.#table.places.get(column) ?? -1] ?? EMPTY;
  }

  report(row: number, column: RankingColumn, message: string): void {
    this.#sheet.report(row, this.#letter(column), message);
  }

  #letter(column: RankingColumn): string {
    return columnLetter(this.#table.places.get(column) ?? 0);
  }

  /** The unit of a row: by the id told, or by the name it has in the year at hand. */
  #unit(row: number, id: string, name: string): string {
    if (id !== "") {
      if (!Id.safeParse(id).success)
        this.report(row, "id", `mã «${id}» chỉ được gồm chữ a–z, số và dấu gạch nối`);
      return id;
    }
    const [first, second] = this.#context.units.filter((unit) => namedSame(unit.name, name));
    if (!first)
      this.report(
        row,
        "name",
        `không có đơn vị «${name}» trong kỳ đánh giá đang mở; nếu đơn vị đã thôi tồn tại, ghi mã vào cột «Mã»`,
      );
    else if (second) this.report(row, "name", `có nhiều đơn vị tên «${name}»; ghi mã đơn vị vào cột «Mã»`);
    return first?.id ?? "";
  }

  #rank(row: number, text: string): number | null {
    if (text === "" || text === "—" || text === "-") return null;
    if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
    this.report(row, "rank", `hạng «${text}» không phải là số nguyên dương`);
    return null;
  }

  #group(row: number, text: string): string {
    const known = this.#context.groups.find(({ id, name }) => id === text || namedSame(name, text));
    const group = known?.id ?? idOfName(text);
    if (group === "") this.report(row, "group", "còn thiếu nhóm");
    return group;
  }

  /** A row of the ranking; `at` is its place in the order where it tells none. */
  listed(row: number, cells: readonly Cell[], at: number): Listed {
    const text = (column: RankingColumn) =>
      this.#sheet.text(row, this.#letter(column), this.cell(cells, column));
    const name = text("name");
    if (name === "") this.report(row, "name", "còn thiếu tên đơn vị");
    if (name.length > NAME_MAX) this.report(row, "name", `dài ${name.length} ký tự, nhiều nhất ${NAME_MAX}`);
    const indexCell = text("index") === "" ? EMPTY : this.cell(cells, "index");
    const index = indexOf(indexCell);
    if (index === null && indexCell !== EMPTY)
      this.report(row, "index", `chỉ số «${textOf(indexCell)}» không phải là số phần trăm`);
    const orderText = text("order");
    const order = /^\d{1,6}$/.test(orderText) ? Number(orderText) : at;
    const group = this.#group(row, text("group"));
    return {
      ...{ row, name, order, group, setText: text("criteriaSet") },
      unit: name === "" ? "" : this.#unit(row, text("id"), name),
      stated: { index, rank: this.#rank(row, text("rank")), total: {}, nodes: {} },
    };
  }
}

/** The groups that the rows name, those of the year at hand first; another is ranked where one of its units has a rank. */
function groupsOf(
  listed: readonly Listed[],
  names: ReadonlyMap<string, string>,
  context: PastContext,
): UnitGroup[] {
  const known = context.groups.filter(({ id }) => names.has(id));
  const others = [...names].flatMap(([id, name]): UnitGroup[] => {
    const ranked = listed.some(({ group, stated }) => group === id && stated.rank !== null);
    return known.some((group) => group.id === id) ? [] : [{ id, name, ranked }];
  });
  return [...known, ...others];
}

/** The units that the ranking lists, and the groups it names. */
export function readRanking(
  { name, rows }: NamedSheet,
  context: PastContext,
  into: SheetFinding[],
): { listed: Listed[]; groups: UnitGroup[] } {
  const { table, findings } = findTable(rows, RANKING_COLUMNS);
  const sheet = new SheetReader(name, into);
  sheet.add(findings);
  const reader = new RankingReader(sheet, table, context);
  const listed: Listed[] = [];
  const groupNames = new Map<string, string>();
  const rowOf = new Map<string, number>();
  rows.slice(table.header + 1).forEach((cells, at) => {
    const row = table.header + at + 2;
    const isFilled = (["name", "group", "id"] as const).some((column) => {
      const cell = reader.cell(cells, column);
      return cell.merged !== "across" && (textOf(cell) !== "" || refusalOfCell(cell) !== null);
    });
    if (!isFilled) return;
    const one = reader.listed(row, cells, listed.length);
    const first = rowOf.get(one.unit);
    if (one.unit !== "" && first !== undefined)
      sheet.report(row, "A", `đơn vị «${one.name}» trùng với dòng ${first}`);
    rowOf.set(one.unit, row);
    if (!groupNames.has(one.group)) groupNames.set(one.group, textOf(reader.cell(cells, "group")));
    listed.push(one);
  });
  if (listed.length === 0 && findings.length === 0)
    sheet.report(table.header + 1, "A", "không có dòng nào dưới tiêu đề");
  return { listed, groups: groupsOf(listed, groupNames, context) };
}

/** The rows of the ranking: what `readRanking` reads into the same units and groups. */
export function rankingRows({ groups, units }: Pick<PastYear, "groups" | "units">): WrittenRow[] {
  const groupName = new Map(groups.map(({ id, name }) => [id, name]));
  const rows = units.map(({ unit, name, order, group, criteriaSet, stated }) =>
    [name, groupName.get(group) ?? group, criteriaSet, stated.index, stated.rank, order, unit].map(
      (value) => ({ value }),
    ),
  );
  return [headingsOf(RANKING_COLUMNS), ...rows];
}

import {
  type Cell,
  type CellFinding,
  columnLetter,
  EMPTY,
  refusalOfCell,
  searchable,
  textOf,
} from "@parindex/core";

/** Dealings read from a list: the headings, and each dealing's cells with the unit that dealt with it. */
export interface Dealings {
  headings: string[];
  rows: { unit: string; cells: string[] }[];
}

type ReadDealings = { read: Dealings; findings: [] } | { read: null; findings: CellFinding[] };

/** Reads a list of dealings: one a row below headings, one of which names the unit. Other columns are kept as they are. */
export function readDealings(
  rows: readonly (readonly Cell[])[],
  units: readonly { id: string; name: string }[],
): ReadDealings {
  const isUnit = (cell: Cell) => /^(ten |ma )?don vi$/.test(searchable(textOf(cell)));
  const header = rows.findIndex((row) => row.some(isUnit));
  const heads = rows[header] ?? [];
  const place = heads.findIndex(isUnit);
  if (place < 0) return { read: null, findings: [{ row: 1, column: "A", message: "không có cột «Đơn vị»" }] };
  const width = rows.slice(header).reduce((most, row) => Math.max(most, row.length), 0);
  const findings: CellFinding[] = [];
  const read: Dealings = {
    headings: Array.from({ length: width }, (_, at) => textOf(heads[at] ?? EMPTY)),
    rows: [],
  };
  rows.slice(header + 1).forEach((row, at) => {
    if (row.every((cell) => textOf(cell) === "" && refusalOfCell(cell) === null)) return;
    const cell = row[place] ?? EMPTY;
    const text = textOf(cell);
    const named = units.filter(({ id, name }) => id === text || searchable(name) === searchable(text));
    const [unit, other] = named;
    if (unit && !other && refusalOfCell(cell) === null) {
      const cells = Array.from({ length: width }, (_, column) => textOf(row[column] ?? EMPTY));
      read.rows.push({ unit: unit.id, cells });
      return;
    }
    const refusal =
      refusalOfCell(cell) ?? (text === "" ? "còn thiếu đơn vị" : `phiếu không hỏi về «${text}»`);
    findings.push({ row: header + at + 2, column: columnLetter(place), message: refusal });
  });
  if (findings.length === 0 && read.rows.length === 0)
    findings.push({
      row: header + 1,
      column: columnLetter(place),
      message: "không có dòng nào dưới tiêu đề",
    });
  return findings.length > 0 ? { read: null, findings } : { read, findings: [] };
}

/** A whole number below `n`, each as likely: values of the random source that would favour some are thrown away. */
function below(n: number): number {
  const most = Math.floor(2 ** 32 / n) * n;
  for (;;) {
    const [value = 0] = crypto.getRandomValues(new Uint32Array(1));
    if (value < most) return value % n;
  }
}

/** Draws `n` of some things at random, each set of them as likely (Fisher–Yates, stopped after n steps), in their old order. */
export function drawAtRandom<T>(things: readonly T[], n: number): T[] {
  const places = things.map((_, at) => at);
  const drawn = Math.min(n, places.length);
  for (let at = 0; at < drawn; at++) {
    const other = at + below(places.length - at);
    [places[at], places[other]] = [places[other] ?? 0, places[at] ?? 0];
  }
  return places
    .slice(0, drawn)
    .toSorted((a, b) => a - b)
    .flatMap((place) => things.slice(place, place + 1));
}

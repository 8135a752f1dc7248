import { strFromU8, unzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import {
  csvText,
  dataDictionary,
  memberRows,
  OPEN_TABLES,
  type OpenTable,
  setRows,
  surveyCsv,
  tableCsv,
  tableSheet,
  unitRows,
  type WrittenRow,
} from "../../core/src/index.ts";
import { writeSheets, writeWorkbook } from "../../core/src/workbook.ts";

/** What a spreadsheet would run, or hide something to run behind. */
const HOSTILE = ["=cmd|'/c calc'!A1", "+1+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\0=1", " =1+1", "＝1+1"];

const DANGEROUS = /^(?:\p{Cc}|\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/u;

/** The cells of a CSV as a spreadsheet reads them. */
function cellsOf(csv: string): string[] {
  const cells = [...csv.replace(/^\uFEFF/, "").matchAll(/("(?:[^"]|"")*"|[^,\r\n]*)(?:,|\r\n)/g)];
  return cells.map(([, cell = ""]) =>
    cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell,
  );
}

/** The parts of a workbook in which formulas and links to other files stand. */
function formulasOf(workbook: Uint8Array): string[] {
  const sheets = Object.entries(unzipSync(workbook)).filter(([name]) => name.startsWith("xl/worksheets/"));
  return sheets.flatMap(([, bytes]) => strFromU8(bytes).match(/<f[ >]|t="str"|<hyperlink/g) ?? []);
}

/** A table's row in which every text is hostile. */
const hostileRow = ({ columns }: OpenTable, text: string) =>
  Object.fromEntries(
    Object.entries(columns).map(([name, { kind }]) => [
      name,
      kind === "text" ? text : kind === "flag" ? true : kind === "integer" ? -1 : "-1.5",
    ]),
  );

describe.each(HOSTILE)("%j in a cell", (text) => {
  test("is no formula in any CSV", () => {
    const person = {
      name: text,
      title: text,
      email: "a@b.example",
      unit: "so-y-te",
      roles: { unitEditor: "so-y-te" },
    };
    const question = {
      id: "q1",
      text,
      help: text,
      showIf: null,
      options: [{ text, weight: 10_000 }],
      leaves: [],
    };
    const context = {
      ...{ id: "nguoi-dan", groups: [{ id: "nguoi-dan", name: text }], sets: [], samples: {} },
      survey: { name: text, questions: [question] },
      units: [{ id: "so-y-te", name: text, criteriaSet: "pl01-so" }],
      plan: { weights: {}, threshold: 5 },
    } as unknown as Parameters<typeof dataDictionary>[0];
    const answer = { unit: "so-y-te", channel: "code", minutes: 1, form: { q1: 0 } } as const;
    const csvs = [
      csvText([[text]]),
      csvText(memberRows([person], [{ id: "so-y-te", name: text }])),
      csvText(surveyCsv(context, [answer])),
      csvText(dataDictionary(context)),
      ...Object.values<OpenTable>(OPEN_TABLES).map((table) =>
        tableCsv(table, [hostileRow(table, text)] as never),
      ),
    ];
    for (const csv of csvs) {
      const numbers = /^-1(\.5)?$/;
      expect(cellsOf(csv).filter((cell) => DANGEROUS.test(cell) && !numbers.test(cell))).toEqual([]);
    }
    expect(csvs.filter((csv) => csv.includes(text.trim())).length).toBe(csvs.length);
  });

  test("is a text in any workbook", async () => {
    const set = {
      id: "pl01-so",
      annex: text,
      name: text,
      appliesTo: text,
      note: text,
      expected: null,
      fields: [],
    } as unknown as Parameters<typeof setRows>[0];
    const unit = {
      id: "so-y-te",
      name: text,
      from: null,
      until: null,
      exempt: {},
      successors: [],
      order: 1,
      group: "so",
      criteriaSet: "x",
    };
    const sheets: [string, readonly WrittenRow[]][] = [
      ["cell", [[{ value: text }]]],
      ["set", setRows(set)],
      ["units", unitRows([unit as never], [])],
    ];
    for (const [name, rows] of sheets)
      expect([name, formulasOf(await writeWorkbook(name, rows, [10]))]).toEqual([name, []]);
    const tables = Object.values<OpenTable>(OPEN_TABLES).map((table, at) => ({
      ...tableSheet(table, [hostileRow(table, text)] as never),
      name: String(at),
    }));
    expect(formulasOf(await writeSheets(tables))).toEqual([]);
  });
});

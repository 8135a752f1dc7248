import fc from "fast-check";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { columnLetter } from "../../core/src/index.ts";
import { readWorkbook, WORKBOOK_LIMITS, writeWorkbook } from "../../core/src/workbook.ts";
import { zipped } from "./workbooks.ts";

const rowsOf = (bytes: Uint8Array, sheet?: string) => {
  const { worksheet, refusal } = readWorkbook(bytes, sheet);
  if (!worksheet) throw new Error(refusal);
  return worksheet.rows;
};
const values = (bytes: Uint8Array) => rowsOf(bytes).map((row) => row.map(({ value }) => value));
const refusal = (bytes: Uint8Array, sheet?: string) => readWorkbook(bytes, sheet).refusal;
const written = (...rows: (string | number | null)[][]) =>
  writeWorkbook(
    "Trang",
    rows.map((row) => row.map((value) => ({ value }))),
    [20],
  );

describe("a workbook that is written", () => {
  it("is read again, with numbers as numbers and texts as texts", async () => {
    expect(values(await written(["Điểm", 2.25], [null, "3.10"]))).toEqual([
      ["Điểm", 2.25],
      [null, "3.10"],
    ]);
  });

  it.each([
    "=1+1",
    "+x",
    "-x",
    "@x",
    "\tx",
    "\rx",
    '=HYPERLINK("http://x")',
    "_x000D_",
    "constructor",
    " a\r\nb ",
    "\u007f\u0085\ufffd",
  ])("holds %j as that text and never as a formula", async (text) => {
    const bytes = await written([text]);
    expect(values(bytes)).toEqual([[text]]);
    expect(rowsOf(bytes)[0]?.[0]?.formula).toBe(false);
    const xml = Object.entries(unzipSync(bytes)).filter(([name]) => /worksheets\/[^/]+\.xml$/.test(name));
    expect(xml.length).toBe(1);
    for (const [, part] of xml) {
      expect(strFromU8(part)).not.toMatch(/<f[ >/]/);
      expect(strFromU8(part)).toMatch(/ t="(s|inlineStr)"/);
    }
  });

  it("gives back any text", async () => {
    const text = fc.string({ unit: "binary", minLength: 1 }).filter((one) => one.isWellFormed());
    await fc.assert(
      fc.asyncProperty(text, async (one) => {
        expect(values(await written([one]))).toEqual([[one]]);
      }),
    );
  });
});

describe("a workbook of another's making", () => {
  it("tells formulas, errors, dates, booleans and rich texts apart", () => {
    const bytes = zipped({
      cells: `<row r="2"><c r="B2"><f>1+1</f><v>2</v></c><c r="C2" t="e"><v>#REF!</v></c><c r="D2" s="1"><v>45323</v></c>
        <c r="E2" t="b"><v>1</v></c><c r="F2" t="s"><v>0</v></c><c r="G2" s="2"><v>1.5</v></c></row>`,
      strings: "<si><r><t>Lĩnh </t></r><r><t>vực</t></r><rPh><t>no</t></rPh></si>",
    });
    expect(rowsOf(bytes)).toEqual([
      [],
      [
        { value: null, formula: false, error: null },
        { value: 2, formula: true, error: null },
        { value: null, formula: false, error: "#REF!" },
        { value: new Date("2024-02-01"), formula: false, error: null, format: "d/m/yyyy" },
        { value: true, formula: false, error: null },
        { value: "Lĩnh vực", formula: false, error: null },
        { value: 1.5, formula: false, error: null, format: '0.00" ngày"' },
      ],
    ]);
  });

  it("copies a merged cell over its range, as far as the sheet goes", () => {
    const bytes = zipped({
      cells: `<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row><row r="3"><c r="B3"><v>1</v></c></row>`,
      merges: ["A1:B2", "A3:XFD1048576"],
    });
    const x = { value: "x", formula: false, error: null };
    const none = { value: null, formula: false, error: null };
    expect(rowsOf(bytes)).toEqual([
      [x, { ...x, merged: "across" }],
      [
        { ...x, merged: "down" },
        { ...x, merged: "across" },
      ],
      [none, { ...none, value: 1 }],
    ]);
  });

  it("counts days from 1904 where the workbook does", () => {
    const cells = `<row r="1"><c r="A1" s="1"><v>43861</v></c></row>`;
    expect(values(zipped({ cells, workbook: `<workbookPr date1904="1"/>` }))).toEqual([
      [new Date("2024-02-01")],
    ]);
  });

  it("is refused where it is none, is cut short or is not XML", async () => {
    const bytes = await written(["x"]);
    const none = /không phải là một bảng tính/;
    expect(refusal(new Uint8Array())).toMatch(none);
    expect(refusal(strToU8("STT;Tên\n1;x"))).toMatch(none);
    expect(refusal(bytes.subarray(0, bytes.length / 2))).toMatch(none);
    expect(refusal(zipSync({ "word/document.xml": strToU8("<a/>") }))).toMatch(none);
    expect(refusal(zipped({ cells: "<row><c></row>" }))).toMatch(none);
  });

  it("is refused where it is too large, packed or unpacked", () => {
    expect(refusal(new Uint8Array(WORKBOOK_LIMITS.file + 1))).toMatch(/quá lớn/);
    const bomb = zipSync({ "xl/media/a.bin": new Uint8Array(WORKBOOK_LIMITS.unzipped + 1) });
    expect(bomb.length).toBeLessThan(WORKBOOK_LIMITS.file);
    expect(refusal(bomb)).toMatch(/quá lớn/);
  });

  it("is refused beyond 5.000 rows of content; empty ones below don't count", () => {
    const filled = (row: number) => `<row r="${row}"><c r="A${row}"><v>1</v></c></row>`;
    expect(rowsOf(zipped({ cells: `${filled(5000)}<row r="9000"><c r="A9000" s="1"/></row>` })).length).toBe(
      5000,
    );
    expect(refusal(zipped({ cells: filled(5001) }))).toBe("Trang tính có quá 5.000 dòng.");
    expect(refusal(zipped({ cells: `<row r="1"><c r="XFD1"><v>1</v></c></row>` }))).toMatch(/256 cột/);
  });

  it("is refused where it has no such sheet, and says which it has", async () => {
    expect(refusal(await written(["x"]), "Khác")).toBe("Không có trang tính «Khác»; tệp có «Trang».");
    expect(rowsOf(await written(["x"]), "Trang").length).toBe(1);
  });
});

it("names columns as spreadsheets do", () => {
  expect([0, 25, 26, 51, 52, 701, 702].map(columnLetter)).toEqual(["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
});

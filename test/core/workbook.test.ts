import fc from "fast-check";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { columnLetter, type WrittenCell, type WrittenSheet } from "../../core/src/index.ts";
import {
  readSheets,
  readWorkbook,
  WORKBOOK_LIMITS,
  writeSheets,
  writeWorkbook,
} from "../../core/src/workbook.ts";
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

describe("the look of what is written", () => {
  const one = async (...cells: WrittenCell[]) => {
    const below = cells.map(() => ({ value: null }));
    const bytes = await writeWorkbook("Trang", [cells, below], [20, 8.5]);
    const parts = unzipSync(bytes);
    const xml = (name: string) => strFromU8(parts[name] ?? new Uint8Array());
    return { bytes, sheet: xml("xl/worksheets/sheet1.xml"), styles: xml("xl/styles.xml") };
  };

  it("numbers show as many decimals as they are told to, texts stay texts when they are edited", async () => {
    const { bytes } = await one(
      { value: 1.5 },
      { value: 1, decimals: 0 },
      { value: 1, decimals: 2 },
      { value: 1234, grouped: true },
      { value: "3.10" },
    );
    expect(rowsOf(bytes)[0]?.map(({ format }) => format)).toEqual(["0.####", "0", "0.00", "#,##0", "@"]);
  });

  it("columns are as wide as they are told to", async () => {
    const { sheet } = await one({ value: "x" });
    expect([...sheet.matchAll(/<col [^>]*width="([\d.]+)/g)].map(([, width]) => Number(width))).toEqual([
      20, 8.5,
    ]);
  });

  it("an empty cell is there only where it has a border", async () => {
    const cells = async (cell: WrittenCell) => [...(await one(cell)).sheet.matchAll(/<c /g)].length;
    expect([
      await cells({ value: "" }),
      await cells({ value: null }),
      await cells({ value: "", bordered: true }),
    ]).toEqual([0, 0, 1]);
  });

  it("texts break into lines from the top, those of heads stand in the middle", async () => {
    const placeOf = async (cell: WrittenCell) => {
      const { styles } = await one(cell);
      expect(styles).toMatch(/wrapText="(1|true)"/);
      return ["top", "center"].filter((place) => styles.includes(`vertical="${place}"`));
    };
    expect(await placeOf({ value: "x" })).toEqual(["top"]);
    expect(await placeOf({ value: "x", shaded: true })).toEqual(["center"]);
    expect(await placeOf({ value: "x", rows: 2 })).toEqual(["center"]);
  });
});

describe("a workbook of several sheets", () => {
  const TITLES: WrittenSheet = {
    ...{ name: "Số 1 & 'hai'", head: [2, 3], widths: [10] },
    rows: [[{ value: "Bảng" }], [{ value: "STT" }], [{ value: "(1)" }], [{ value: 1 }]],
  };
  const PLAIN: WrittenSheet = { name: "Ghi chú", rows: [[{ value: "x" }]], widths: [20] };
  const xmlOf = async (...sheets: WrittenSheet[]) => {
    const parts = unzipSync(await writeSheets(sheets));
    const xml = (name: string) => strFromU8(parts[`xl/${name}.xml`] ?? new Uint8Array());
    return { book: xml("workbook"), sheets: sheets.map((_, at) => xml(`worksheets/sheet${at + 1}`)) };
  };

  it("is read again, each by its name", async () => {
    const { sheets } = readSheets(await writeSheets([PLAIN, TITLES]));
    expect(sheets?.map(({ name, rows }) => [name, rows.map(([cell]) => cell?.value)])).toEqual([
      ["Ghi chú", ["x"]],
      ["Số 1 & 'hai'", ["Bảng", "STT", "(1)", 1]],
    ]);
  });

  it("prints a sheet with a head lying on its side, as wide as the page, its head and number on each", async () => {
    const { book, sheets } = await xmlOf(PLAIN, TITLES);
    expect([...book.matchAll(/<definedName [^>]*>[^<]*</g)].map(([found]) => found)).toEqual([
      `<definedName name="_xlnm.Print_Titles" localSheetId="1">'Số 1 &amp; ''hai'''!$2:$3<`,
    ]);
    const [plain, lying] = sheets;
    expect(lying).toMatch(/<worksheet[^>]*><sheetPr><pageSetUpPr fitToPage="1"\/><\/sheetPr>/);
    expect(lying).toMatch(
      /<pageSetup[^>]*orientation="landscape"[^>]*fitToWidth="1" fitToHeight="0"\/><headerFooter><oddFooter>&amp;C&amp;P\/&amp;N</,
    );
    expect(lying).toMatch(/<pane [^>]*ySplit="3"/);
    for (const mark of ["fitTo", "landscape", "<pane", "oddFooter"]) expect(plain).not.toContain(mark);
  });

  it("names no rows where no sheet has a head, and whatever stands in a name", async () => {
    expect((await xmlOf(PLAIN)).book).not.toContain("Print_Titles");
    const { book } = await xmlOf({ ...TITLES, name: `a<b>"c` });
    expect(book).toContain(">'a&lt;b&gt;&quot;c'!$2:$3<");
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
    for (const said of ["1", "true"])
      expect(values(zipped({ cells, workbook: `<workbookPr date1904="${said}"/>` }))).toEqual([
        [new Date("2024-02-01")],
      ]);
  });

  it.each<[string, string, unknown]>([
    ["a text with an escape", `<c r="A1" t="str"><v>a_x0041_b</v></c>`, "aAb"],
    ["a day as a text", `<c r="A1" t="d"><v>2024-02-01T00:00:00Z</v></c>`, new Date("2024-02-01")],
    ["no", `<c r="A1" t="b"><v>0</v></c>`, false],
    ["a text that is not there", `<c r="A1" t="s"><v>9</v></c>`, ""],
    [
      "a text in runs",
      `<c r="A1" t="inlineStr"><is><r><t>Lĩnh</t></r> <r><t>vực</t></r>\n</is></c>`,
      "Lĩnhvực",
    ],
    ["a text with a break behind its value", `<c r="A1" t="str"><v>a</v>\n</c>`, "a"],
    ["a formula without a value and what follows it", `<c r="A1"><f>1</f></c><c r="A1"><v>7</v></c>`, 7],
  ])("holds %s", (_, cells, value) => {
    const [cell] = rowsOf(zipped({ cells: `<row r="1">${cells}</row>` }))[0] ?? [];
    expect([cell?.value, cell?.formula]).toEqual([value, false]);
  });

  it.each([
    ...[1, 13, 23, 26, 37, 44, 48, 49, 59, 163].map((id) => [id, 45_323] as const),
    ...[14, 22, 27, 36, 45, 47, 50, 58].map((id) => [id, new Date("2024-02-01")] as const),
  ])("reads a number of the format %i as what it shows", (id, value) => {
    const styles = `<styleSheet><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="${id}"/></cellXfs><dxfs><xf numFmtId="14"/></dxfs></styleSheet>`;
    const cells = `<row r="1"><c r="A1"><v>45323</v></c><c r="B1" s="1"><v>45323</v></c></row>`;
    expect(values(zipped({ cells, others: { "xl/styles.xml": styles } }))).toEqual([[value, 45_323]]);
    expect(values(zipped({ cells, others: { "xl/styles.xml": null } }))).toEqual([[45_323, 45_323]]);
  });

  it.each([
    ['0.00" dặm"', false],
    ["0.00[Red]", false],
    ["0.00\\d", false],
    ["yyyy-mm-dd", true],
    ["[$-409]h:mm", true],
  ])("reads a number of the format %s as a day only where it shows one", (code, isDay) => {
    const written = code.replaceAll('"', "&quot;");
    const styles = `<styleSheet><numFmts><numFmt numFmtId="170" formatCode="${written}"/></numFmts><cellXfs><xf numFmtId="170"/></cellXfs></styleSheet>`;
    const cells = `<row r="1"><c r="A1"><v>45323</v></c></row>`;
    const [[value] = []] = values(zipped({ cells, others: { "xl/styles.xml": styles } }));
    expect(value instanceof Date).toBe(isDay);
  });

  it("counts rows and cells that say no address", () => {
    const cells = `<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row><row r="5"><c/><c><v>4</v></c></row>`;
    expect(values(zipped({ cells }))).toEqual([[1, 2], [3], [], [], [null, 4]]);
  });

  it("takes texts without their phonetic guides, before or behind", () => {
    const cells = `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>`;
    const strings = "<si><rPh><t>no</t></rPh> <t>Lĩnh</t>x</si><si><t>vực</t><phoneticPr/></si>";
    expect(values(zipped({ cells, strings }))).toEqual([["Lĩnh", "vực"]]);
    expect(values(zipped({ cells, others: { "xl/sharedStrings.xml": null } }))).toEqual([["", ""]]);
  });

  it("fills what a merged range leaves open before it", () => {
    const cells = `<row r="1"><c r="C1"><v>1</v></c></row><row r="2"><c r="D2"><v>2</v></c></row><row r="3"><c r="A3"><v>3</v></c></row>`;
    const rows = rowsOf(zipped({ cells, merges: ["C1:D3", "E9", "F1:G2"] }));
    expect(rows.map((row) => row.map(({ value, merged = "" }) => `${value}${merged}`))).toEqual([
      ["null", "null", "1", "1across"],
      ["null", "null", "1down", "1across"],
      ["3", "null", "1down", "1across"],
    ]);
  });

  it("is found wherever its relations lead, whatever the prefixes of its elements", () => {
    const cells = `<row r="1"><c r="A1"><v>1</v></c></row>`;
    const relations = `<Relationships><Other Id="rId1" Target="/xl/x.xml"/><Relationship Id="rId1" Target="/xl/worksheets/sheet1.xml"/></Relationships>`;
    expect(values(zipped({ cells, others: { "xl/_rels/workbook.xml.rels": relations } }))).toEqual([[1]]);
    const prefixed = `<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>`;
    expect(values(zipped({ cells, others: { "xl/worksheets/sheet1.xml": prefixed } }))).toEqual([[2]]);
  });

  const named = (name: string, state = "") =>
    `<sheet name="${name}" sheetId="1" r:id="rId1"${state === "" ? "" : ` state="${state}"`}/>`;

  it("is read from its first sheet that is not hidden, or all of those", () => {
    const cells = `<row r="1"><c r="A1"><v>1</v></c></row>`;
    const sheets = [named("a", "hidden"), named("b", "veryHidden"), named("c", "visible"), named("d")].join(
      "",
    );
    const bytes = zipped({ cells, sheets });
    expect(readWorkbook(bytes).worksheet).toMatchObject({ sheet: "c", sheets: ["a", "b", "c", "d"] });
    expect(readWorkbook(bytes, "b").worksheet?.sheet).toBe("b");
    expect(readSheets(bytes).sheets?.map(({ name }) => name)).toEqual(["c", "d"]);
    const hidden = zipped({ cells, sheets: named("a", "hidden") + named("b", "hidden") });
    expect(readWorkbook(hidden).worksheet?.sheet).toBe("a");
    expect(readSheets(hidden).sheets).toEqual([]);
    expect(refusal(bytes, "x")).toBe("Không có trang tính «x»; tệp có «a», «b», «c», «d».");
  });

  it("is refused beyond 1.000 sheets", () => {
    const of = (count: number) =>
      readSheets(
        zipped({ cells: "", sheets: Array.from({ length: count }, (_, at) => named(`s${at}`)).join("") }),
      );
    expect(of(1_000).sheets).toHaveLength(1_000);
    expect(of(1_001)).toEqual({ sheets: null, refusal: "Bảng tính có quá 1.000 trang tính." });
  });

  it("is refused where a part is missing or an address is none", () => {
    const cells = `<row r="1"><c r="A1"><v>1</v></c></row>`;
    for (const name of ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"])
      expect(refusal(zipped({ cells, others: { [name]: null } }))).toMatch(/không phải là một bảng tính/);
    expect(refusal(zipped({ cells, sheets: "" }))).toMatch(/không phải là một bảng tính/);
    for (const address of ["1A", "ABCD1", "A", "a1"])
      expect(refusal(zipped({ cells: `<row r="1"><c r="${address}"><v>1</v></c></row>` })), address).toMatch(
        /không phải là một bảng tính/,
      );
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
    expect(refusal(new Uint8Array(WORKBOOK_LIMITS.file))).not.toMatch(/quá lớn/);
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
    expect(refusal(zipped({ cells: `<row r="1"><c r="IW1"><v>1</v></c></row>` }))).toMatch(/256 cột/);
    expect(refusal(zipped({ cells: `<row r="1"><c r="IV1"><v>1</v></c></row>` }))).toBeNull();
  });

  it("is refused where it has no such sheet, and says which it has", async () => {
    expect(refusal(await written(["x"]), "Khác")).toBe("Không có trang tính «Khác»; tệp có «Trang».");
    expect(rowsOf(await written(["x"]), "Trang").length).toBe(1);
  });
});

it("names columns as spreadsheets do", () => {
  expect([0, 25, 26, 51, 52, 701, 702].map(columnLetter)).toEqual(["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
});

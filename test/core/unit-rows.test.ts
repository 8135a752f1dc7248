import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  type Cell,
  cellFindingText,
  EMPTY,
  type ListedUnit,
  leavesOf,
  readUnitRows,
  UNIT_WIDTHS,
  unitRows,
  type WrittenRow,
} from "../../core/src/index.ts";
import { readWorkbook, writeWorkbook } from "../../core/src/workbook.ts";
import { cellTexts } from "./arbitraries.ts";
import { SET_FILES, shippedRoster, shippedSet } from "./lai-chau.ts";
import { SMALL_SET } from "./samples.ts";

const CONTEXT = { groups: [{ id: "so", name: "Sở, ban, ngành" }], sets: [SMALL_SET], others: ["so-moi"] };
const HEADINGS = [
  "Mã",
  "Tên đơn vị",
  "Nhóm",
  "Bộ tiêu chí",
  "Hiệu lực từ",
  "Hiệu lực đến",
  "Kế thừa bởi",
  "Không áp dụng",
];
const Y_TE = ["so-y-te", "Sở Y tế", "so", "nho", "01/07/2024", null, "so-moi", "f1c2 = không có việc này"];

type Value = Cell["value"] | Partial<Cell>;
const cell = (value: Value): Cell =>
  typeof value === "object" && value !== null && !(value instanceof Date)
    ? { ...EMPTY, ...value }
    : { ...EMPTY, value };
const sheet = (...rows: readonly (readonly Value[])[]) => rows.map((row) => row.map(cell));
const asRead = (rows: readonly WrittenRow[]) =>
  rows.map((row) => row.map(({ value }) => cell(value === "" ? null : value)));
const read = (...rows: readonly (readonly Value[])[]) => readUnitRows(sheet(HEADINGS, ...rows), CONTEXT);
const said = (...rows: readonly (readonly Value[])[]) => read(...rows).findings.map(cellFindingText);
/** The row of Y tế with one cell changed. */
const but = (column: number, value: Value) => Y_TE.map((old, at) => (at === column ? value : old));

const yTe: ListedUnit = {
  ...{ id: "so-y-te", name: "Sở Y tế", group: "so", criteriaSet: "nho", order: 1 },
  ...{ from: "2024-07-01", until: null, successors: ["so-moi"], exempt: { f1c2: "không có việc này" } },
};

describe("a roster of units", () => {
  it("is read, with names for ids, days in either form, headings in any order below a title", () => {
    expect(read(Y_TE)).toEqual({ units: [yTe], findings: [] });
    const rows = sheet(
      ["DANH SÁCH ĐƠN VỊ"],
      ["Bo tieu chi", "Nhom", "ten don vi", "MA", "hieu luc tu", "Kế thừa bởi", "Không áp dụng"],
      [],
      [
        "Bộ nho",
        "so, ban, nganh",
        "Sở Y tế\u00a0",
        "so-y-te",
        new Date("2024-07-01"),
        "so-moi;",
        "f1c2=không có việc này",
      ],
    );
    expect(readUnitRows(rows, CONTEXT)).toEqual({ units: [yTe], findings: [] });
  });

  it.each<[string, readonly Value[], string]>([
    ["no id", but(0, null), "ô A2: còn thiếu mã"],
    [
      "an id that is a number",
      but(0, 3388),
      "ô A2: mã 3388 là số, có thể đã mất số 0 ở đầu; hãy định dạng cột là văn bản rồi gõ lại",
    ],
    ["an id of other letters", but(0, "Sở"), "ô A2: mã «Sở» chỉ được gồm chữ a–z, số và dấu gạch nối"],
    ["no name", but(1, " "), "ô B2: còn thiếu tên"],
    ["a long name", but(1, "x".repeat(301)), "ô B2: dài 301 ký tự, nhiều nhất 300"],
    ["a group unknown", but(2, "huyen"), "ô C2: không có nhóm «huyen»"],
    ["a set unknown", but(3, "Bộ lớn"), "ô D2: không có bộ tiêu chí «Bộ lớn»"],
    ["no such day", but(4, "31/02/2024"), "ô E2: «31/02/2024» không phải là ngày; cần dạng dd/MM/yyyy"],
    [
      "days the wrong way round",
      but(5, "30/06/2024"),
      "ô F2: hiệu lực đến 30/06/2024 trước hiệu lực từ 01/07/2024",
    ],
    ["a successor unknown", but(6, "so-moi; so-la"), "ô G2: không có đơn vị «so-la»"],
    ["a successor twice", but(6, "so-moi; so-moi"), "ô G2: có đơn vị lặp lại"],
    ["itself as successor", but(6, "so-y-te"), "ô G2: các đơn vị kế thừa nhau thành vòng: so-y-te → so-y-te"],
    ["a leaf unknown", but(7, "9.9 = x"), "ô H2: bộ tiêu chí «nho» không có mục chấm điểm «9.9»"],
    ["a leaf without reason", but(7, "f1c2"), "ô H2: mục f1c2 cần lý do, dạng: f1c2 = lý do"],
    ["a leaf twice", but(7, "f1c2 = x; f1c2 = y"), "ô H2: mục f1c2 lặp lại"],
    [
      "a formula",
      but(1, { value: "Sở", formula: true }),
      "ô B2: ô là công thức; hãy dán giá trị thay cho công thức",
    ],
    ["an error", but(2, { error: "#N/A" }), "ô C2: ô báo lỗi #N/A"],
  ])("with %s is refused whole", (_, row, finding) => {
    expect(read(row).units).toBeNull();
    expect(said(row)).toContain(finding);
  });

  it.each<[string, readonly Value[], Partial<ListedUnit>]>([
    ["a name of 300 letters", but(1, "x".repeat(300)), { name: "x".repeat(300) }],
    ["one day from morning to night", but(5, "1/7/2024"), { until: "2024-07-01" }],
    ["a last day alone", but(4, null).with(5, "1-7-2024"), { from: null, until: "2024-07-01" }],
    ["a day as machines write it", but(4, "2024-07-01"), {}],
    ["a day with dots", but(4, "1.7.2024"), {}],
    ["no leaf that does not apply", but(7, " "), { exempt: {} }],
    ["a reason of 500 letters", but(7, `f1c2 = ${"x".repeat(500)}`), { exempt: { f1c2: "x".repeat(500) } }],
    ["a reason in quotes", but(7, 'f1c2 = "a; b = c"'), { exempt: { f1c2: "a; b = c" } }],
  ])("is read with %s", (_, row, more) => {
    expect(read(row)).toEqual({ units: [{ ...yTe, ...more }], findings: [] });
  });

  it.each<[string, readonly Value[], string]>([
    ["no group", but(2, null), "ô C2: còn thiếu nhóm"],
    ["no set", but(3, null), "ô D2: còn thiếu bộ tiêu chí"],
    [
      "a day of one digit as machines write it",
      but(4, "2024-7-1"),
      "ô E2: «2024-7-1» không phải là ngày; cần dạng dd/MM/yyyy",
    ],
    ["words for a day", but(5, "nay"), "ô F2: «nay» không phải là ngày; cần dạng dd/MM/yyyy"],
    ["quotation marks that stay open", but(7, 'f1c2 = "x'), "ô H2: dấu ngoặc kép chưa đóng"],
    ["a reason in two parts", but(7, "f1c2 = x = y"), "ô H2: mục f1c2 cần lý do, dạng: f1c2 = lý do"],
    [
      "a reason of 501 letters",
      but(7, `f1c2 = ${"x".repeat(501)}`),
      "ô H2: lý do của mục f1c2 dài quá 500 ký tự",
    ],
    [
      "a formula that is not read as well",
      but(7, { value: "9.9 = x", formula: true }),
      "ô H2: ô là công thức; hãy dán giá trị thay cho công thức",
    ],
  ])("with %s is refused for that alone", (_, row, finding) => {
    expect(said(row)).toEqual([finding]);
  });

  it("has up to 50 successors a unit", () => {
    const others = Array.from({ length: 51 }, (_, at) => `so-${at}`);
    const follow = (count: number) => {
      const rows = sheet(HEADINGS, but(6, others.slice(0, count).join("; ")));
      const { units, findings } = readUnitRows(rows, { ...CONTEXT, others });
      return units?.[0]?.successors.length ?? findings.map(cellFindingText);
    };
    expect([follow(50), follow(51)]).toEqual([50, ["ô G2: nhiều nhất 50 đơn vị"]]);
  });

  it("stands in the order that it tells, or as it is listed", () => {
    const placed = (...orders: Value[]) => {
      const rows = orders.map((order, at) => [order, ...but(0, `u${at}`)]);
      const { units, findings } = readUnitRows(sheet(["Thứ tự", ...HEADINGS], ...rows), CONTEXT);
      return units?.map(({ order }) => order) ?? findings.map(cellFindingText);
    };
    expect(placed("7", null, "0", 999_999)).toEqual([7, 2, 0, 999_999]);
    for (const none of ["1000000", "1a", "a1", "-1", "1,5"])
      expect(placed(none)).toEqual([`ô A2: thứ tự «${none}» không phải là số nguyên không âm`]);
  });

  it("names the cell at fault wherever its column stands", () => {
    const headings = ["Thứ tự", ...HEADINGS].toReversed();
    const cells = (...rows: (readonly Value[])[]) =>
      readUnitRows(sheet(headings, ...rows.map((row) => [null, ...row].toReversed())), CONTEXT).findings.map(
        ({ row, column }) => `${column}${row}`,
      );
    expect(cells()).toEqual(["H1"]);
    for (const none of [null, 12, "Sở"]) expect(cells(but(0, none))).toEqual(["H2"]);
    expect(cells(Y_TE, Y_TE)).toEqual(["H3"]);
    expect(cells(but(1, null))).toEqual(["G2"]);
    expect(cells(but(5, "01/06/2024"))).toEqual(["C2"]);
    expect(cells(but(6, "so-la"))).toEqual(["B2"]);
    expect(cells(but(7, "9.9 = x"))).toEqual(["A2"]);
    expect(readUnitRows(sheet(headings, ["x", ...Y_TE].toReversed()), CONTEXT).findings).toMatchObject([
      { row: 2, column: "I" },
    ]);
  });

  it("is told row by row what is wrong, also of a row that has an error alone", () => {
    expect(said(but(6, "so-la"), but(0, "b").with(1, null)).map((text) => text.slice(0, 5))).toEqual([
      ...["ô G2:", "ô B3:"],
    ]);
    expect(said(Y_TE, [null, { error: "#N/A" }])).toContain("ô B3: ô báo lỗi #N/A");
    expect(said(Y_TE, [null, " "])).toEqual([]);
  });

  it("refuses an id that stands twice, a place in the order that is none, and an empty sheet", () => {
    expect(said(Y_TE, Y_TE)).toEqual(["ô A3: mã so-y-te trùng với dòng 2"]);
    const rows = sheet(["Thứ tự", ...HEADINGS], ["đầu", ...Y_TE]);
    expect(readUnitRows(rows, CONTEXT).findings.map(cellFindingText)).toEqual([
      "ô A2: thứ tự «đầu» không phải là số nguyên không âm",
    ]);
    expect(said()).toEqual(["ô A1: không có dòng nào dưới tiêu đề"]);
    expect(readUnitRows([], CONTEXT).findings.length).toBe(4);
  });

  it("names the circle in which units take over from each other", () => {
    const row = (id: string, successors: string) => but(0, id).with(6, successors);
    expect(said(row("a", "b"), row("b", "c; so-moi"), row("c", "b"), row("d", "a"))).toEqual([
      "ô G3: các đơn vị kế thừa nhau thành vòng: b → c → b",
    ]);
  });
});

const day = fc
  .date({ min: new Date("2000-01-01"), max: new Date("2099-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const rosters = fc
  .array(
    fc.record({
      name: cellTexts,
      days: fc.array(fc.option(day), { minLength: 2, maxLength: 2 }),
      order: fc.integer({ min: 0, max: 9999 }),
      reasons: fc.dictionary(fc.constantFrom("f1c1s1", "f1c2", "f2c2"), cellTexts, { noNullPrototype: true }),
      takenOver: fc.boolean(),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((list) =>
    list.map(({ name, days: [one = null, other = null], order, reasons, takenOver }, at): ListedUnit => {
      const [from, until] = one !== null && other !== null && one > other ? [other, one] : [one, other];
      const successors = takenOver && at > 0 ? [`u${at - 1}`, "so-moi"] : [];
      const about = { group: "so", criteriaSet: "nho", order, exempt: reasons };
      return { id: `u${at}`, name, from, until, successors, ...about };
    }),
  );

const Communes = z.object({
  units: z.array(z.object({ code: z.string(), kind: z.string(), name: z.string() })),
});

describe("a roster that is exported", () => {
  it("is imported as the same roster, whatever it is", () => {
    fc.assert(
      fc.property(rosters, (units) => {
        expect(readUnitRows(asRead(unitRows(units, CONTEXT.sets)), CONTEXT)).toEqual({ units, findings: [] });
      }),
    );
  });

  it("names leaves as they are printed, and those that are not there by their ids", () => {
    const [set] = SET_FILES.map(shippedSet);
    const [first] = set ? leavesOf(set) : [];
    if (!set || !first) throw new Error("no set");
    const unit = { ...yTe, criteriaSet: set.id, exempt: { [first.leaf.id]: "không có", f99: "đã bỏ" } };
    const cells = unitRows([unit, { ...unit, criteriaSet: "khac" }], [set]).map((row) => row.at(-1)?.value);
    expect(first.leaf.code).not.toBe(first.leaf.id);
    expect(cells.slice(1)).toEqual([
      ...[`${first.leaf.code} = không có; f99 = đã bỏ`, `${first.leaf.id} = không có; f99 = đã bỏ`],
    ]);
  });

  const throughWorkbook = async (units: ListedUnit[], context: Parameters<typeof readUnitRows>[1]) => {
    const { worksheet } = readWorkbook(
      await writeWorkbook("Đơn vị", unitRows(units, context.sets), UNIT_WIDTHS),
    );
    expect(readUnitRows(worksheet?.rows ?? [], context)).toEqual({ units, findings: [] });
  };
  const NOTHING_MORE = { from: null, until: null, successors: [], exempt: {} };

  it("is the same through a workbook: the units of 2024", async () => {
    const { units, groups } = shippedRoster();
    const listed = units.map((unit) => ({ ...unit, ...NOTHING_MORE }));
    await throughWorkbook(listed, { groups, sets: SET_FILES.map(shippedSet) });
  });

  it("is the same through a workbook: the 38 communes since July 2025, their codes as texts", async () => {
    const file = join(import.meta.dirname, "..", "..", "data", "communes-2025.json");
    const { units } = Communes.parse(JSON.parse(readFileSync(file, "utf8")));
    expect(units.length).toBe(38);
    const listed = units.map(({ code, kind, name }, order) => ({
      ...{ ...NOTHING_MORE, id: code, name, group: kind, criteriaSet: "nho", order, from: "2025-07-01" },
    }));
    const groups = [
      { id: "xa", name: "Xã" },
      { id: "phuong", name: "Phường" },
    ];
    await throughWorkbook(listed, { groups, sets: [SMALL_SET] });
  });
});

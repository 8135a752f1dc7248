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
  readUnitRows,
  successorCycles,
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
  ...{ id: "so-y-te", name: "Sở Y tế", group: "so", criteriaSet: "nho", order: 0 },
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

it("a chain of 4.000 successors has no cycle; closed, it has one", () => {
  const chain = Array.from({ length: 4_000 }, (_, at) => ({ id: `u${at}`, successors: [`u${at + 1}`] }));
  expect(successorCycles(chain)).toEqual([]);
  expect(
    successorCycles(chain.with(-1, { id: "u3999", successors: ["u0"] })).map(({ length }) => length),
  ).toEqual([4_000]);
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

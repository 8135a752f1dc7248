import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type AnswerRow,
  answerRows,
  answerWidths,
  type Cell,
  cellFindingText,
  EMPTY,
  readAnswerRows,
  type WrittenRow,
} from "../../core/src/index.ts";
import { readWorkbook, writeWorkbook } from "../../core/src/workbook.ts";
import { forms, QUESTIONS, question } from "./survey-samples.ts";

const NUMBERS = question("diem", {
  options: ["5", "4", "3", "2", "1"].map((text) => ({ text, weight: null })),
});
const UNITS = [
  { id: "so-y-te", name: "Sở Y tế", criteriaSet: "bo" },
  { id: "so-khac", name: "Sở Khác", criteriaSet: "bo-khac" },
];
const CONTEXT = { questions: [...QUESTIONS, NUMBERS], units: UNITS };

type Value = Cell["value"] | Partial<Cell>;
const cell = (value: Value): Cell =>
  typeof value === "object" && value !== null && !(value instanceof Date)
    ? { ...EMPTY, ...value }
    : { ...EMPTY, value };
const HEADINGS = ["Số phiếu", "Đơn vị", "q1", "q2: Câu q2", "Câu q3", "q4", "q5", "diem"];
const sheet = (...rows: readonly (readonly Value[])[]) => rows.map((row) => row.map(cell));
const read = (...rows: readonly (readonly Value[])[]) => readAnswerRows(sheet(HEADINGS, ...rows), CONTEXT);
const FORM = ["01", "so-y-te", 1, 2, "Hài lòng", null, null, "3)"] as const;
const but = (column: number, value: Value): readonly Value[] =>
  FORM.map((old, at) => (at === column ? value : old));
const form = { row: 2, number: "01", unit: "so-y-te", form: { q1: 0, q2: 1, q3: 0, diem: 2 } };

describe("a result file", () => {
  it("is read by positions or texts of options, in any order of columns, below a title", () => {
    expect(read(FORM)).toEqual({ rows: [form], findings: [] });
    const turned = sheet(
      ["KẾT QUẢ ĐIỀU TRA"],
      [...HEADINGS].toReversed(),
      [],
      ["3)", null, null, "HAI LONG", "Bình thường", "1", "sở y tế", "01"],
    );
    expect(readAnswerRows(turned, CONTEXT)).toEqual({ rows: [{ ...form, row: 4 }], findings: [] });
  });

  it.each<[string, readonly Value[], string]>([
    ["no number", but(0, null), "ô A2: còn thiếu số phiếu"],
    ["a long number", but(0, "x".repeat(41)), "ô A2: số phiếu dài 41 ký tự, nhiều nhất 40"],
    ["no unit", but(1, " "), "ô B2: còn thiếu đơn vị"],
    ["a unit unknown", but(1, "Sở Lạ"), "ô B2: không có đơn vị «Sở Lạ»"],
    ["a unit that is not asked about", but(1, "Sở Khác"), "ô B2: phiếu không hỏi về «Sở Khác»"],
    ["no such position", but(2, 3), "ô C2: không có lựa chọn thứ 3; câu này có 2 lựa chọn"],
    ["position zero", but(2, 0), "ô C2: không có lựa chọn thứ 0; câu này có 2 lựa chọn"],
    ["no such option", but(4, "Tốt"), "ô E2: không có lựa chọn «Tốt»"],
    ["a fraction", but(4, 1.5), "ô E2: không có lựa chọn «1.5»"],
    [
      "a number that may be a text",
      but(7, 2),
      "ô H2: «2» vừa là số thứ tự vừa là nội dung của lựa chọn khác; hãy ghi «2)» nếu là số thứ tự",
    ],
    ["an answer that was not asked for", but(2, 2), "ô D2: không được hỏi theo các câu trước"],
    [
      "a formula",
      but(5, { value: 1, formula: true }),
      "ô F2: ô là công thức; hãy dán giá trị thay cho công thức",
    ],
    ["an error", but(0, { error: "#N/A" }), "ô A2: ô báo lỗi #N/A"],
    ["no answer at all", ["01", "so-y-te"], "ô A2: phiếu chưa trả lời câu nào"],
  ])("with %s is refused whole, by its cell", (_, row, finding) => {
    const { rows, findings } = read(["02", "so-y-te", 1], row.length > 2 ? row : [...row]);
    expect(rows).toBeNull();
    expect(findings.map((one) => cellFindingText({ ...one, row: one.row - 1 }))).toEqual([finding]);
  });

  it("with the same form twice, without a column, or without rows is refused", () => {
    expect(read(FORM, FORM).findings.map(cellFindingText)).toEqual(["ô A3: số phiếu 01 trùng với dòng 2"]);
    expect(read().findings.map(cellFindingText)).toEqual(["ô A1: không có dòng nào dưới tiêu đề"]);
    const { findings } = readAnswerRows(sheet(HEADINGS.slice(0, -1), FORM), CONTEXT);
    expect(findings.map(cellFindingText)).toEqual(["ô A1: không có cột «diem: Câu diem»"]);
  });

  it("names every fault of a file at once", () => {
    expect(read(["", "Sở Lạ", 9], but(4, "Tốt")).findings.map(cellFindingText)).toEqual([
      "ô A2: còn thiếu số phiếu",
      "ô B2: không có đơn vị «Sở Lạ»",
      "ô C2: không có lựa chọn thứ 9; câu này có 2 lựa chọn",
      "ô E3: không có lựa chọn «Tốt»",
    ]);
  });

  const asRead = (rows: readonly WrittenRow[]) => rows.map((row) => row.map(({ value }) => cell(value)));

  it("that is written comes back, whatever the forms", () => {
    const rows = fc.uniqueArray(
      fc.record({
        number: fc.stringMatching(/^[0-9A-Z/]{1,12}$/),
        form: fc
          .tuple(forms, fc.nat(4))
          .map(([filled, diem]) => ({ ...filled, diem }) satisfies AnswerRow["form"]),
      }),
      { minLength: 1, maxLength: 20, selector: ({ number }) => number },
    );
    fc.assert(
      fc.property(rows, (all) => {
        const expected = all.map((one, at): AnswerRow => ({ ...one, row: at + 2, unit: "so-y-te" }));
        const written = asRead(answerRows(CONTEXT.questions, expected));
        expect(readAnswerRows(written, CONTEXT)).toEqual({ rows: expected, findings: [] });
      }),
    );
  });

  it("comes back through a workbook, numbers with leading zeros too", async () => {
    const bytes = await writeWorkbook(
      "Phiếu",
      answerRows(CONTEXT.questions, [form]),
      answerWidths(CONTEXT.questions),
    );
    const { worksheet } = readWorkbook(bytes);
    expect(readAnswerRows(worksheet?.rows ?? [], CONTEXT)).toEqual({ rows: [form], findings: [] });
  });
});

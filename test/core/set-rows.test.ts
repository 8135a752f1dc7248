import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Cell,
  type CriteriaSet,
  cellFindingText,
  EMPTY,
  leavesOf,
  readSetRows,
  SET_WIDTHS,
  setRows,
  type WrittenRow,
} from "../../core/src/index.ts";
import { readWorkbook, writeWorkbook } from "../../core/src/workbook.ts";
import { annexSets } from "./arbitraries.ts";
import { SET_FILES, shippedRoster, shippedSet } from "./lai-chau.ts";
import { pts } from "./samples.ts";
import { zipped } from "./workbooks.ts";

const OPTIONS = { id: "moi", name: "Bộ mới", lead: "so-noi-vu" };

type Value = Cell["value"] | Partial<Cell>;
const isCell = (value: Value): value is Partial<Cell> =>
  typeof value === "object" && value !== null && !(value instanceof Date);
const cell = (value: Value): Cell => (isCell(value) ? { ...EMPTY, ...value } : { ...EMPTY, value });
const sheet = (...rows: Value[][]) => rows.map((row) => row.map(cell));
const asRead = (rows: readonly WrittenRow[]) =>
  rows.map((row) => row.map(({ value }) => cell(value === "" ? null : value)));

const HEADINGS = ["STT", "Lĩnh vực/Tiêu chí/Tiêu chí thành phần", "Điểm tối đa", "Ghi chú"];
const read = (...rows: Value[][]) => readSetRows(sheet(HEADINGS, ...rows), OPTIONS);
const said = (...rows: Value[][]) => read(...rows).findings.map(cellFindingText);
const tree = ({ set, findings }: ReturnType<typeof readSetRows>) => {
  if (!set) throw new Error(findings.map(cellFindingText).join("\n"));
  return set;
};

const ANNEX: Value[][] = [
  ["1", "Chỉ đạo", 4.25, null],
  ["1.1", "Kế hoạch", "2,25", null],
  ["1.1.1", "Ban hành", "0,25", null],
  ["1.1.2", "Hoàn thành", 2, null],
  ["1.2", "Tác động", 2, "Điều tra XHH"],
];
const SHAPE = [
  ["f1c1s1", "1.1.1", pts(0.25), "self"],
  ["f1c1s2", "1.1.2", pts(2), "self"],
  ["f1c2", "1.2", pts(2), "survey"],
];
const shapeOf = (set: CriteriaSet) =>
  [...leavesOf(set)].map(({ leaf: { id, code, max, source } }) => [id, code, max, source]);

describe("a sheet in the shape of an annex", () => {
  it("is read into a set, scored by hand where it says nothing else", () => {
    const set = tree(read(...ANNEX, [null, "Tổng cộng", 4.25]));
    expect(shapeOf(set)).toEqual(SHAPE);
    expect(set).toMatchObject({ id: "moi", name: "Bộ mới", expected: null });
    const [first, , last] = [...leavesOf(set)].map(({ leaf }) => leaf);
    expect(first).toMatchObject({
      rule: { kind: "manual" },
      step: pts(0.25),
      lead: "so-noi-vu",
      evidence: "",
    });
    expect(last).toMatchObject({ rule: { kind: "survey", groups: ["Đối tượng điều tra"] }, step: 1 });
  });

  it("may have its headings in any order, without tone marks, below a title, numbered, with spaces and notes below", () => {
    const rows = sheet(
      ["PHỤ LỤC 01", null, null],
      [],
      ["Diem  toi da", "Ghi chú", "TT", "Tên tiêu chí"],
      ["(1)", "(2)", "(3)", "(4)"],
      ...ANNEX.map(([code = null, name = null, max = null, note = null]) => [
        max,
        note,
        `\u00a0${code}. `,
        `${name} `,
      ]),
      [],
      [4.25, null, "Tổng", null],
      [null, null, null, "Người lập biểu"],
    );
    expect(shapeOf(tree(readSetRows(rows, OPTIONS)))).toEqual(SHAPE);
  });

  it.each([
    ["whole codes", ["I", "1.1", "1.1.1", "1.1.2", "1.2"]],
    ["codes within the field", ["I", "1", "1.1", "1.2", "2"]],
    ["roman codes throughout", ["I.", "I.1", "I.1.1", "I.1.2", "I.2"]],
  ])("may number its fields in roman, with %s", (_, codes) => {
    const rows = ANNEX.map(([, ...others], at): Value[] => [codes[at] ?? null, ...others]);
    expect(shapeOf(tree(read(...rows)))).toEqual(SHAPE);
  });

  it.each([
    ["1,25", 0.25],
    ["1,37", 0.01],
    ["1,3333", 0.0001],
  ])("scores a leaf of %s points in the coarsest usual step", (max, step) => {
    expect([...leavesOf(tree(read(["1", "Một", max], ["1.1", "Hai", max])))][0]?.leaf.step).toBe(pts(step));
  });

  it("may number its fields in roman up to what a set can have", () => {
    const roman = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XIV", "XIX", "XL"];
    const rows = roman.flatMap((code): Value[][] => [
      [code, "Một", 1],
      [`${code}.1`, "Hai", 1],
    ]);
    expect(tree(read(...rows)).fields.map(({ code }) => code)).toEqual([
      "1",
      "2",
      "3",
      "4",
      "5",
      "6",
      "7",
      "8",
      "9",
      "10",
      "11",
      "14",
      "19",
      "40",
    ]);
  });

  it("asks those whom the note of a survey leaf names", () => {
    for (const note of [
      "Điều tra xã hội học (người dân; doanh nghiệp)",
      "điều tra xhh: – người dân ,doanh nghiệp ;",
    ])
      expect(
        [...leavesOf(tree(read(...ANNEX.with(4, ["1.2", "Tác động", 2, note]))))].at(-1)?.leaf.rule,
      ).toEqual({
        kind: "survey",
        groups: ["người dân", "doanh nghiệp"],
      });
  });

  it("is read with its merged cells from a workbook", () => {
    const text = (at: string, value: string) => `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`;
    const cells = [
      `<row r="1">${text("A1", "BỘ TIÊU CHÍ")}</row>`,
      `<row r="2">${HEADINGS.map((heading, at) => text(`${"ABCD"[at]}2`, heading)).join("")}</row>`,
      `<row r="4">${text("A4", "I")}${text("B4", "Chỉ đạo")}<c r="C4"><v>3</v></c></row>`,
      `<row r="5">${text("A5", "1")}${text("B5", "Một")}<c r="C5"><v>1</v></c>${text("D5", "Điều tra XHH")}</row>`,
      `<row r="6">${text("A6", "2")}${text("B6", "Hai")}<c r="C6"><v>2</v></c></row>`,
      `<row r="7">${text("A7", "Tổng")}<c r="C7"><v>3</v></c></row>`,
    ];
    const merges = ["A1:D1", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "D5:D6", "A7:B7"];
    const { worksheet } = readWorkbook(zipped({ cells: cells.join(""), merges }));
    const set = tree(readSetRows(worksheet?.rows ?? [], OPTIONS));
    expect(shapeOf(set)).toEqual([
      ["f1c1", "1.1", pts(1), "survey"],
      ["f1c2", "1.2", pts(2), "survey"],
    ]);
  });
});

describe("what is wrong in a sheet", () => {
  it("is a column that is not there", () => {
    expect(readSetRows(sheet(["STT", "Tiêu chí"]), OPTIONS).findings.map(cellFindingText)).toEqual([
      "ô A1: không có cột «Điểm tối đa»",
    ]);
    expect(readSetRows([], OPTIONS).findings.length).toBe(3);
    expect(said()).toEqual(["ô A1: không có dòng nào dưới tiêu đề"]);
  });

  it("is a sum that is 0,25 off, at each level", () => {
    expect(said(...ANNEX.with(2, ["1.1.1", "Ban hành", 0.5]))).toEqual([
      "ô C3: điểm tối đa của mục 1.1 là 2,25, các mục bên trong cộng lại là 2,5",
    ]);
    expect(said(...ANNEX.with(0, ["1", "Chỉ đạo", 4]))).toEqual([
      "ô C2: điểm tối đa của mục 1 là 4, các mục bên trong cộng lại là 4,25",
    ]);
    expect(said(...ANNEX, [null, "Tổng số", 4.5])).toEqual([
      "ô C7: tổng là 4,5, các lĩnh vực cộng lại là 4,25",
    ]);
  });

  it("is the number 3.1 after 3.9, or wherever it could be 3.10", () => {
    const rows: Value[][] = Array.from({ length: 9 }, (_, at) => [Number(`3.${at + 1}`), "Mục", 1]);
    const mixed = "là số nên không rõ là 3.1 hay 3.10; hãy định dạng cột STT là văn bản rồi gõ lại";
    expect(tree(read([3, "Ba", 9], ...rows)).fields[0]?.criteria.length).toBe(9);
    expect(said([3, "Ba", 10], ...rows, [3.1, "Mười", 1])).toContain(`ô A12: STT 3.1 ${mixed}`);
    expect(said([3, "Ba", 1], [{ value: 3.1, format: "0.00" }, "Mười", 1])).toContain(
      `ô A3: STT 3.1 ${mixed}`,
    );
    expect(tree(read([3, "Ba", 10], ...rows, ["3.10", "Mười", 1])).fields[0]?.criteria.length).toBe(10);
  });

  it.each<[string, Value[], string]>([
    [
      "a code that became a day",
      [new Date("2024-02-01"), "x", 2],
      "ô A6: Excel đã đổi STT thành ngày (có lẽ là 1.2); hãy định dạng cột STT là văn bản rồi gõ lại",
    ],
    ["a code there is already", ["1.1", "x", 2], "ô A6: STT 1.1 trùng với dòng 3"],
    ["a skipped level", ["1.3.1", "x", 2], "ô A6: mục 1.3.1 không nằm dưới mục 1.3"],
    ["a code of no shape", ["a)", "x", 2], "ô A6: STT «a)» không có dạng 1, 1.1, 1.1.1 hoặc I, 1, 1.1"],
    ["no code", [null, "x", 2], "ô A6: còn thiếu STT"],
    ["no name", ["1.2", null, 2], "ô B6: còn thiếu tên"],
    ["no points", ["1.2", "x", null], "ô C6: còn thiếu điểm"],
    [
      "negative points",
      ["1.2", "x", -2],
      "ô C6: điểm là «-2»; cần một số không âm, tối đa bốn chữ số thập phân",
    ],
    [
      "five decimals",
      ["1.2", "x", "2,00001"],
      "ô C6: điểm là «2,00001»; cần một số không âm, tối đa bốn chữ số thập phân",
    ],
    ["no points at all", ["1.2", "x", 0], "ô C6: điểm phải lớn hơn 0"],
    [
      "a formula",
      ["1.2", "x", { value: 2, formula: true }],
      "ô C6: ô là công thức; hãy dán giá trị thay cho công thức",
    ],
    ["an error", ["1.2", "x", { error: "#REF!" }], "ô C6: ô báo lỗi #REF!"],
    [
      "a formula in the note",
      ["1.2", "x", 2, { value: "", formula: true }],
      "ô D6: ô là công thức; hãy dán giá trị thay cho công thức",
    ],
    ["a text too long", ["1.2", "x".repeat(2001), 2], "ô B6: dài 2001 ký tự, nhiều nhất 2000"],
  ])("is %s, and then there is no set", (_, row, finding) => {
    const { set, findings } = read(...ANNEX.with(4, row));
    expect(set).toBeNull();
    expect(findings.map(cellFindingText)).toContain(finding);
  });

  it("is all said at once, row by row", () => {
    expect(
      said(["1", "Chỉ đạo", 1], ["1.1", null, -1], ["1.1", "x", 1]).map((text) => text.slice(0, 6)),
    ).toEqual(["ô B3: ", "ô C3: ", "ô A4: "]);
  });

  it("is a rule that can't be read or does not fit its leaf, or a lead that is nobody", () => {
    const more = (rule: string, lead = "") =>
      readSetRows(
        sheet(
          [...HEADINGS, "Cách chấm", "Cơ quan chủ trì"],
          ["1", "Một", 2],
          ["1.1", "x", 2, null, rule, lead],
        ),
        { ...OPTIONS, units: [{ id: "so-y-te", name: "Sở Y tế" }] },
      ).findings.map(cellFindingText);
    expect(more("Trừ điểm: mỗi lần = 0,25", "so y te")).toEqual([]);
    expect(more("Tùy ý")).toEqual(["ô E3: không đọc được cách chấm «Tùy ý»"]);
    expect(more("Trừ điểm: mỗi lần = 4")[0]).toMatch(/^ô A3: .*vượt điểm tối đa 2/);
    expect(more("", "Sở Lạ")).toEqual(["ô F3: không có đơn vị «Sở Lạ» trong kỳ đánh giá"]);
  });

  it("is the number 3.1 after 3.9 also where no 3.1 stands before it, and not after 3.8", () => {
    const mixed =
      "ô A4: STT 3.1 là số nên không rõ là 3.1 hay 3.10; hãy định dạng cột STT là văn bản rồi gõ lại";
    for (const before of ["3.9", "3.9.1", "3.12"])
      expect(said([3, "Ba", 2], [before, "Trước", 1], [3.1, "Sau", 1])).toContain(mixed);
    expect(said([3, "Ba", 2], ["3.8", "Trước", 1], [3.1, "Sau", 1])).toEqual([]);
    expect(said([13, "Ba", 1], ["13.9", "Trước", 1], [3, "Ba", 1], [3.1, "Sau", 1])).toEqual([]);
  });

  it("is told in the cell where it stands, wherever its column is, and once", () => {
    const headings = [...HEADINGS, "Bước điểm", "Cách chấm", "Cơ quan chủ trì", "Cấp", "Mã"].toReversed();
    const wrong = (...rows: Value[][]) =>
      readSetRows(
        sheet(
          headings,
          ...rows.map((row) => [...row, ...Array<Value>(9 - row.length).fill(null)].toReversed()),
        ),
        OPTIONS,
      ).findings.map(({ row, column }) => `${column}${row}`);
    const formula = { value: 1, formula: true };
    const last = (row: Value[]) => wrong(["1", "Một", 1], row);
    expect(wrong()).toEqual(["I1"]);
    expect(last(["1.1", "Hai", 1])).toEqual([]);
    for (const code of [null, "a)", "1.1.1.1", new Date("2024-02-01"), "1", "2.1"])
      expect(last([code, "Hai", 1])).toContain("I3");
    expect(wrong(["1", "Một", 1])).toContain("I2");
    expect(last(["1.1", formula, 1])).toEqual(["H3"]);
    expect(last(["1.1", null, 1])).toEqual(["H3"]);
    expect(last(["1.1", "Hai", formula])).toEqual(["G3"]);
    expect(wrong(["1", "Một", 1], ["1.1", "Hai", 1], [null, "Tổng", 2])).toEqual(["G4"]);
    expect(last(["1.1", "Hai", 1, formula])).toEqual(["F3"]);
    expect(last(["1.1", "Hai", 1, null, formula])).toEqual(["E3"]);
    expect(last(["1.1", "Hai", 1, null, null, "Tùy"])).toEqual(["D3"]);
    expect(last(["1.1", "Hai", 1, null, null, null, "Sở Y tế"])).toEqual(["C3"]);
    expect(wrong(["a".repeat(31), "Một", 1, null, null, null, null, "Lĩnh vực"])).toContain("I2");
    expect(
      wrong(
        ["A", "Một", 1, null, null, null, null, "Lĩnh vực"],
        ["b".repeat(30), "Hai", 1, null, null, null, null, "Tiêu chí"],
      ),
    ).toEqual([]);
  });

  it("is a level that there is not", () => {
    const rows = (level: string) =>
      readSetRows(
        sheet([...HEADINGS, "Cấp"], ["A", "Một", 1, null, "Lĩnh vực"], ["a", "Hai", 1, null, level]),
        OPTIONS,
      ).findings.map(cellFindingText);
    expect(rows("tiêu  chí")).toEqual([]);
    expect(rows("Mục")).toContain(
      "ô E3: không có cấp «Mục»; cần «Lĩnh vực», «Tiêu chí», «Tiêu chí thành phần»",
    );
  });

  const HEAD: Value[][] = [
    ["Mã bộ tiêu chí", "bo-so"],
    ["Tên bộ tiêu chí", "Bộ của sở"],
    ["Cơ cấu", null],
  ];
  const belowHead = (head: Value[][]) =>
    readSetRows(sheet(...head, HEADINGS, ["1", "Một", 2], ["1.1", "Hai", 2]), OPTIONS);

  it("is a head that can't be taken, in its own row", () => {
    expect(tree(belowHead(HEAD))).toMatchObject({
      ...{ id: "bo-so", name: "Bộ của sở", expected: null, annex: "", appliesTo: "", note: "" },
    });
    const wrong = (head: Value[][]) => belowHead(head).findings.map(({ row, column }) => `${column}${row}`);
    expect(wrong(HEAD.with(0, ["Mã bộ tiêu chí", "Bộ của sở"]))).toEqual(["B1"]);
    expect(wrong(HEAD.with(2, ["Cơ cấu", "một lĩnh vực"]))).toEqual(["B3"]);
    expect(
      readSetRows(sheet(HEADINGS, ["1", "Một", 2], ["1.1", "Hai", 2]), { ...OPTIONS, id: "Bộ" }),
    ).toMatchObject({
      findings: [{ row: 1, column: "B" }],
    });
  });

  it.each([...ANNEX.keys()])("is the id of a node that can't be one, in its own cell: row %i", (at) => {
    const withId = (id: string) => {
      const rows = ANNEX.with(at, [...(ANNEX[at] ?? []), id]);
      return readSetRows(sheet([...HEADINGS, "Mã"], ...rows), OPTIONS);
    };
    for (const id of ["không phải", "a.1", "x".repeat(25), "constructor"])
      expect(withId(id).findings.map(({ row, column }) => `${column}${row}`)).toEqual([`E${at + 2}`]);
    expect(withId("x".repeat(24)).findings).toEqual([]);
  });

  const formula = (value: Cell["value"]) => ({ value, formula: true });
  const FORMULA = "ô là công thức; hãy dán giá trị thay cho công thức";
  it("is a formula, and nothing of what it comes to", () => {
    const wide = (...row: Value[]) =>
      readSetRows(
        sheet([...HEADINGS, "Cách chấm", "Cơ quan chủ trì"], ["1", "Một", 2], row),
        OPTIONS,
      ).findings.map(cellFindingText);
    expect(wide("1.1", "x", 2, null, formula("Tùy"))).toEqual([`ô E3: ${FORMULA}`]);
    expect(wide("1.1", "x", 2, null, null, formula("Sở Lạ"))).toEqual([`ô F3: ${FORMULA}`]);
    expect(wide("1.1", "x", formula(-2))).toEqual([`ô C3: ${FORMULA}`]);
    expect(said(...ANNEX.with(4, [formula("a)"), "x", 2]))).toContain(`ô A6: ${FORMULA}`);
    expect(said(...ANNEX.with(4, [formula("a)"), "x", 2])).filter((text) => /^ô A6/.test(text)).length).toBe(
      1,
    );
    expect(said(...ANNEX, [null, formula(null), null])).toContain(`ô B7: ${FORMULA}`);
  });

  it("is said by its row, and a maximum that is missing breaks no sum", () => {
    expect(said(["1", "Chỉ đạo", 4], ["1.1", null, 1]).map((text) => text.slice(0, 5))).toEqual([
      ...["ô C2:", "ô B3:"],
    ]);
    expect(said(...ANNEX.with(1, ["1.1", "Kế hoạch", null]), [null, "Tổng", 4.25])).toEqual([
      "ô C3: còn thiếu điểm",
    ]);
    expect(said(...ANNEX.with(0, ["1", "Chỉ đạo", null]), [null, "Tổng", 9])).toEqual([
      "ô C2: còn thiếu điểm",
    ]);
    expect(said(...ANNEX, [null, "Tổng", null])).toEqual(["ô C7: còn thiếu điểm"]);
    for (const value of [true, new Date("2024-02-01")])
      expect(said(["1", "Một", 1], ["1.1", "x", value])).toEqual([expect.stringMatching(/^ô C3: điểm là «/)]);
  });

  it("is no name of 2000 letters, and a row without a number only above the total", () => {
    expect(said(...ANNEX.with(4, ["1.2", "x".repeat(2000), 2]))).toEqual([]);
    expect(said(...ANNEX, [null, "Người lập", null])).toEqual([
      "ô C7: còn thiếu điểm",
      "ô A7: còn thiếu STT",
    ]);
    expect(said(...ANNEX, [null, "Tổng", 4.25], [null, "Người lập", null])).toEqual([]);
    expect(said(...ANNEX, [null, "Tổng", 4.25], ["2", "Hai", null])).toContain("ô C8: còn thiếu điểm");
  });

  it("is no number that is missing or too long where a column tells the level", () => {
    const withLevels = (...rows: Value[][]) => readSetRows(sheet([...HEADINGS, "Cấp"], ...rows), OPTIONS);
    const levels = (code: Value) =>
      withLevels(["A", "Một", 1, null, "Lĩnh vực"], [code, "Hai", 1, null, "Tiêu chí"]).findings.map(
        cellFindingText,
      );
    expect(levels(null)).toEqual(["ô A3: còn thiếu STT"]);
    expect(levels("b".repeat(31))).toEqual(["ô A3: dài 31 ký tự, nhiều nhất 30"]);
    expect(levels("A")).toEqual(["ô A3: STT A trùng với dòng 2"]);
    const named = withLevels(
      ["1", "A", 2, null, "Lĩnh vực"],
      ["1.1", "Tổng", 1, null, "Tiêu chí"],
      ["1.2", "Tổng điểm", 1, null, null],
    );
    expect(shapeOf(tree(named)).map(([, code]) => code)).toEqual(["1.1", "1.2"]);
    expect(tree(named).fields[0]?.name).toBe("A");
    expect(
      withLevels(["x", "Một", 1, null, "Lĩnh vực"], [null, "Tổng", 1, null, "Tiêu chí"]).findings.length,
    ).toBe(1);
  });

  it("is no copy that merging has left beside a cell or under one that says what a node is", () => {
    const across = { value: "Hai", merged: "across" as const };
    expect(said(["1", "Một", 1], ["1.1", "Hai", across])).toEqual(["ô C3: còn thiếu điểm"]);
    const down = { value: "rieng", merged: "down" as const };
    const rows = sheet(
      [...HEADINGS, "Mã"],
      ["1", "Một", 2],
      ["1.1", "Hai", 1, null, "rieng"],
      ["1.2", "Ba", 1, null, down],
    );
    expect(shapeOf(tree(readSetRows(rows, OPTIONS))).map(([id]) => id)).toEqual(["rieng", "f1c2"]);
  });

  it("is no lead where nobody knows the units", () => {
    const rows = sheet([...HEADINGS, "Cơ quan chủ trì"], ["1", "Một", 1], ["1.1", "x", 1, null, "Sở Lạ"]);
    const { set } = readSetRows(rows, { ...OPTIONS, units: null });
    expect(Object.values(set?.leaves ?? {}).map(({ lead }) => lead)).toEqual(["so-noi-vu"]);
    expect(readSetRows(rows, OPTIONS).findings.map(cellFindingText)).toEqual([
      "ô E3: «Sở Lạ» không phải là mã đơn vị",
    ]);
  });

  it("is a structure whose points are none, and what stands beside other words is nothing", () => {
    const structure = (self: string, survey: string, max: string) =>
      belowHead(
        HEAD.with(2, [
          "cơ cấu",
          `1 lĩnh vực; 1 tiêu chí; 0 tiêu chí thành phần; tự đánh giá ${self}; điều tra XHH ${survey}; tổng ${max}`,
        ]),
      );
    expect(tree(structure("2", "0", "2")).expected).toEqual({
      ...{ fields: 1, criteria: 1, subCriteria: 0, selfMax: pts(2), surveyMax: 0, max: pts(2) },
    });
    for (const wrong of [
      structure("2,,", "0", "2"),
      structure("2", "0.", "2"),
      structure("2", "0", "2,00001"),
    ])
      expect(wrong.findings.map(cellFindingText)).toEqual(["ô B3: không đọc được cơ cấu"]);
    expect(structure("1", "1", "2").findings.length).toBeGreaterThan(0);
    expect(belowHead([["Ngày", formula(1)], ...HEAD]).findings).toEqual([]);
    const spanning = { value: "Tên bộ tiêu chí", merged: "across" as const };
    expect(tree(belowHead(HEAD.with(1, ["Tên bộ tiêu chí", spanning]))).name).toBe("Bộ mới");
  });

  it("is a formula above the table", () => {
    const rows = sheet(["Tên bộ tiêu chí", { value: "Bộ tiêu chí", formula: true }], HEADINGS, [
      "1",
      "Một",
      1,
    ]);
    const { set, findings } = readSetRows(rows, OPTIONS);
    expect([set, findings.map(cellFindingText)]).toEqual([
      null,
      expect.arrayContaining(["ô B1: ô là công thức; hãy dán giá trị thay cho công thức"]),
    ]);
  });

  it("is no lead that is nobody any more, in a set of the past", () => {
    const rows = sheet(
      [...HEADINGS, "Cơ quan chủ trì"],
      ["1", "Một", 3],
      ["1.1", "x", 1, null, "Sở Y tế"],
      ["1.2", "y", 1, null, "Sở Nội vụ cũ"],
      ["1.3", "z", 1, null, "so-tu-phap"],
    );
    const options = { ...OPTIONS, units: [{ id: "yt", name: "Sở Y tế" }], past: true };
    const leaves = Object.values(readSetRows(rows, options).set?.leaves ?? {});
    expect(leaves.map(({ lead }) => lead)).toEqual(["yt", "so-noi-vu-cu", "so-tu-phap"]);
  });
});

describe("what no set may hold and no cell was refused for", () => {
  const RESERVED = "Constructor";
  const LEVELLED: Value[][] = [
    ["1", "Một", 3],
    ["1.1", "Nhóm", 2],
    ["1.1.1", "Hai", 1],
    ["1.1.2", "Ba", 1],
    ["1.2", "Bốn", 1],
  ];
  const cells = (rows: Value[][][], more: Partial<Parameters<typeof readSetRows>[1]>) =>
    readSetRows(sheet(...rows.flat()), { ...OPTIONS, ...more }).findings.map(
      ({ row, column }) => `${column}${row}`,
    );

  it.each([2, 3, 4])("is named in its own cell, once: row %i of the table", (at) => {
    const withLead = LEVELLED.with(at, [...(LEVELLED[at] ?? []), null, RESERVED]);
    const above: Value[][] = [["Tên bộ tiêu chí", "Bộ cũ"], [], [...HEADINGS, "Cơ quan chủ trì"]];
    const past = { units: [{ id: "yt", name: "Sở Y tế" }], past: true };
    expect(cells([above, withLead], past)).toEqual([`E${at + 4}`]);
  });

  it("is named in every row that has it, where the sheet says nothing of it", () => {
    expect(cells([[HEADINGS], LEVELLED], { lead: RESERVED })).toEqual(["A4", "A5", "A6"]);
  });

  it("is named in the row of its head, down to the structure", () => {
    const structure = (fields: string) =>
      `${fields} lĩnh vực; 3 tiêu chí; 0 tiêu chí thành phần; tự đánh giá 3; điều tra XHH 0; tổng 3`;
    const above = (fields: string): Value[][] => [["Cơ cấu", structure(fields)], HEADINGS];
    expect(cells([[["Ngày", "x"]], above("9".repeat(20)), LEVELLED], {})).toEqual(["B2"]);
  });
});

describe("a set that is exported", () => {
  it("is imported as the same set, whatever it is", () => {
    fc.assert(
      fc.property(annexSets, (set) => {
        expect(tree(readSetRows(asRead(setRows(set)), OPTIONS))).toEqual(set);
      }),
    );
  });

  it("tells the level and the id of every row, its points, and the sum; what is above the criteria is bold", () => {
    const rows = setRows(tree(read(...ANNEX)));
    const values = rows.slice(-6).map((row) => row.map(({ value }) => value));
    expect(values.map((row) => [row[0], row[2], ...row.slice(8)])).toEqual([
      ["1", 4.25, "Lĩnh vực", "f1"],
      ["1.1", 2.25, "Tiêu chí", "f1c1"],
      ["1.1.1", 0.25, "Tiêu chí thành phần", "f1c1s1"],
      ["1.1.2", 2, "Tiêu chí thành phần", "f1c1s2"],
      ["1.2", 2, "Tiêu chí", "f1c2"],
      [null, 4.25],
    ]);
    const bold = rows.map((row) => row.filter((cell) => cell.bold).length);
    expect(bold.slice(-6)).toEqual([3, 0, 0, 0, 0, 2]);
    expect(bold.slice(0, 6)).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it.each(SET_FILES)("is imported as the same set through a workbook: %s", async (file) => {
    const set = shippedSet(file);
    for (const units of [[], shippedRoster().units]) {
      const { worksheet } = readWorkbook(await writeWorkbook("Bộ tiêu chí", setRows(set, units), SET_WIDTHS));
      expect(tree(readSetRows(worksheet?.rows ?? [], { ...OPTIONS, units }))).toEqual(set);
    }
  });
});

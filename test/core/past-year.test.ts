import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  buildManifest,
  type Cell,
  type CriteriaSet,
  differencesOf,
  EMPTY,
  issuesOfPast,
  type LeafNode,
  leavesOf,
  nodesOf,
  type PastContext,
  type PastUnit,
  PastYear,
  pastSettings,
  pastSheets,
  pastYearSheets,
  readPastYear,
  refusalOfPast,
  type Scheme,
  sealRoot,
  sheetFindingText,
  sumFindings,
  verifyResult,
  type WrittenSheet,
} from "../../core/src/index.ts";
import { readSheets, writeSheets } from "../../core/src/workbook.ts";
import { annexSets, cellTexts } from "./arbitraries.ts";
import { leaf, periodWith, pts, setOf } from "./samples.ts";

const PLACE = { scheme: "lai-chau", period: "2022" };
const GROUPS = [{ id: "so", name: "Sở, ban, ngành", ranked: true }];
const CONTEXT: PastContext = {
  groups: GROUPS,
  units: [
    { id: "so-noi-vu", name: "Sở Nội vụ" },
    { id: "so-y-te", name: "Sở Y tế" },
  ],
  ...{ sets: [], lead: "so-noi-vu", surveyHeld: true },
};

/** f1 = 1.1 (1.1.1 + 1.1.2) + 1.2; f2 = 2.1 + survey 2.2. */
const { leaves: _leaves, ...SMALL } = setOf(
  "nho",
  [
    [leaf("f1c1s1", { code: "1.1.1" }), leaf("f1c1s2", { code: "1.1.2", max: pts(1) })],
    leaf("f1c2", { code: "1.2" }),
  ],
  [leaf("f2c1", { code: "2.1" }), leaf("f2c2", { code: "2.2", source: "survey", max: pts(4), step: 1 })],
);
const scores = (self: number | null, appraised: number | null, survey: number | null = null) => ({
  ...{ self: self === null ? null : pts(self), appraised: appraised === null ? null : pts(appraised) },
  survey: survey === null ? null : pts(survey),
});
const Y_TE: PastUnit = {
  ...{ unit: "so-y-te", name: "Sở Y tế", order: 0, group: "so", criteriaSet: "nho", exempt: {} },
  scores: {
    ...{ f1c1s1: scores(2, 1.5), f1c1s2: scores(1, 1), f1c2: scores(2, 2), f2c1: scores(2, 2) },
    f2c2: scores(null, null, 3),
  },
  stated: {
    ...{ index: "86,36", rank: 1 },
    total: { self: pts(7), appraised: pts(6.5), survey: pts(3), achieved: pts(9.5) },
    nodes: { f1: { achieved: pts(4.5) }, f1c1: { appraised: pts(2.5) }, f2c2: { achieved: pts(3) } },
  },
};
const yearOf = (...units: PastUnit[]): PastYear => ({
  ...{ surveyHeld: true, groups: GROUPS, sets: [SMALL] },
  units,
});

const asRead = (sheets: readonly WrittenSheet[]) =>
  sheets.map(({ name, rows }) => ({
    name,
    rows: rows.map((row) => row.map(({ value }): Cell => ({ ...EMPTY, value: value === "" ? null : value }))),
  }));
/** What reading says after one cell of the workbook of Y tế was changed. */
const saidAfter = (sheet: number, row: number, column: number, cell: Partial<Cell>) => {
  const sheets = asRead(pastYearSheets(yearOf(Y_TE)));
  const cells = sheets[sheet]?.rows[row - 1];
  if (!cells) throw new Error(`no row ${row}`);
  cells[column] = { ...EMPTY, ...cell };
  return readPastYear(sheets, CONTEXT).findings.map(sheetFindingText);
};

const pointsOf = ({ max }: LeafNode) => fc.integer({ min: 0, max });
const sums = fc.record(
  Object.fromEntries(
    ["self", "appraised", "survey", "achieved"].map((of) => [of, fc.integer({ min: 0, max: pts(900) })]),
  ),
  { requiredKeys: [] },
);

/** Any unit of a set that has no issues, with any sums stated of it. */
function unitsOf(set: CriteriaSet, unit: string, order: number): fc.Arbitrary<PastUnit> {
  const leaves = [...leavesOf(set)].map(({ leaf }) => leaf);
  const parents = nodesOf(set).filter((node) => !("source" in node));
  const leafOf = (leaf: LeafNode) =>
    fc.record({
      exempt: fc.option(cellTexts, { freq: 8 }),
      self: fc.option(pointsOf(leaf)),
      decided: pointsOf(leaf),
      achieved: fc.option(pointsOf(leaf)),
    });
  return fc
    .record({
      name: cellTexts,
      leaves: fc.tuple(...leaves.map(leafOf)),
      nodes: fc.tuple(...parents.map(() => sums)),
      total: sums,
      index: fc.option(fc.constantFrom("86,72", "9,5", "100", "0,1234", "70,00")),
      rank: fc.option(fc.integer({ min: 1, max: 99 })),
    })
    .map(({ name, leaves: given, nodes, total, index, rank }) => {
      const past: PastUnit = {
        ...{ unit, name, order, group: "so", criteriaSet: set.id, exempt: {}, scores: {} },
        stated: { index, rank, total, nodes: {} },
      };
      given.forEach(({ exempt, self, decided, achieved }, at) => {
        const { id, source } = leaves[at] as LeafNode;
        if (exempt !== null) past.exempt[id] = exempt;
        else if (source === "survey") past.scores[id] = { self: null, appraised: null, survey: decided };
        else past.scores[id] = { self, appraised: decided, survey: null };
        if (achieved !== null) past.stated.nodes[id] = { achieved };
      });
      nodes.forEach((stated, at) => {
        if (Object.keys(stated).length > 0) past.stated.nodes[parents[at]?.id ?? ""] = stated;
      });
      return past;
    });
}
const years = annexSets.chain((set): fc.Arbitrary<PastYear> => {
  const { leaves: _, ...draft } = set;
  return fc
    .tuple(unitsOf(set, "so-y-te", 1), unitsOf(set, "don-vi-cu", 0))
    .map((units) => ({ surveyHeld: true, groups: GROUPS, sets: [draft], units }));
});

describe("the workbook of a past year", () => {
  it("is imported as the same year that was exported, whatever it is", () => {
    fc.assert(
      fc.property(years, (year) => {
        expect(issuesOfPast(year)).toEqual([]);
        expect(readPastYear(asRead(pastYearSheets(year, CONTEXT.units)), CONTEXT)).toEqual({
          ...{ past: year, findings: [] },
        });
      }),
    );
  });

  it("comes back the same through the bytes of an Excel file", async () => {
    const { sheets, refusal } = readSheets(await writeSheets(pastYearSheets(yearOf(Y_TE), CONTEXT.units)));
    expect(refusal).toBeNull();
    expect(sheets?.map(({ name }) => name)).toEqual(["Xếp hạng", "Bộ nho", "Sở Y tế"]);
    const { past } = readPastYear(sheets ?? [], CONTEXT);
    expect(past).toEqual(yearOf(Y_TE));
    expect(PastYear.parse(past)).toEqual(past);
  });

  it("takes units by the names they have now, groups that are gone, and sheets called like their units", () => {
    const [ranking, set, unit] = asRead(pastYearSheets(yearOf(Y_TE)));
    if (!ranking || !set || !unit) throw new Error("three sheets");
    ranking.rows = [
      ["BẢNG XẾP HẠNG NĂM 2022"],
      ["TT", "Tên đơn vị", "Nhóm", "Chỉ số", "Hạng"],
      [1, "SỞ Y TẾ", "Khối huyện", 0.8636, 1],
    ].map((row) => row.map((value) => ({ ...EMPTY, value, format: "0.00%" })));
    unit.rows = unit.rows.slice(2).map((row) => row.slice(0, 7));
    const { past, findings } = readPastYear([ranking, set, unit, { name: "Khác", rows: [] }], CONTEXT);
    expect(findings).toEqual([]);
    expect(past?.groups).toEqual([{ id: "khoi-huyen", name: "Khối huyện", ranked: true }]);
    expect(past?.units).toEqual([{ ...Y_TE, name: "SỞ Y TẾ", order: 1, group: "khoi-huyen" }]);
  });

  it("gives nodes of a set without ids those of the same code and name now, and no other's", () => {
    const [ranking, set, unit] = asRead(pastYearSheets(yearOf(Y_TE)));
    if (!ranking || !set || !unit) throw new Error("three sheets");
    set.rows = set.rows.map((row) => row.slice(0, 9));
    unit.rows = unit.rows.map((row) => row.slice(0, 9));
    const now = setOf("moi", [
      leaf("f2c1", { code: "1.1", name: "Nội dung f1c2" }),
      leaf("khac", { code: "2.1", name: "nội dung F2C1" }),
    ]);
    const { past } = readPastYear([ranking, set, unit], { ...CONTEXT, sets: [now] });
    expect(past?.sets[0] && nodesOf(past.sets[0]).map(({ id, code }) => [id, code])).toEqual([
      ["f1", "1"],
      ["cuf1c1", "1.1"],
      ["cuf1c1s1", "1.1.1"],
      ["cuf1c1s2", "1.1.2"],
      ["cuf1c2", "1.2"],
      ["cuf2", "2"],
      ["khac", "2.1"],
      ["cuf2c2", "2.2"],
    ]);
    expect(past?.units[0]?.scores.khac).toEqual(Y_TE.scores.f2c1);
  });

  it("may have the headings of points below one that spans them", () => {
    const [ranking, set, unit] = asRead(pastYearSheets(yearOf(Y_TE)));
    if (!ranking || !set || !unit) throw new Error("three sheets");
    const [headings = []] = unit.rows.splice(3, 1);
    const down = headings.map((cell, at) => (at < 3 ? { ...cell, merged: "down" as const } : cell));
    const across = { ...EMPTY, value: "Điểm thực hiện", merged: "across" as const };
    unit.rows.splice(3, 0, [...headings.slice(0, 3), across, across, across, across], down);
    unit.rows = unit.rows.map((row) => row.slice(0, 7));
    expect(readPastYear([ranking, set, unit], CONTEXT).past?.units).toEqual([Y_TE]);
  });

  it.each<[string, number, number, number, Partial<Cell>, string]>([
    [
      "points above the maximum",
      2,
      7,
      4,
      { value: 2.5 },
      "ô E7: mục 1.1.1 được 2,5 điểm, cao hơn điểm tối đa 2",
    ],
    [
      "points off the step",
      ...([2, 7, 3, { value: 1.1 }] as const),
      "ô D7: mục 1.1.1 được 1,1 điểm, không phải bội số của bước điểm 0,25",
    ],
    ["a missing appraisal", 2, 7, 4, {}, "ô E7: mục 1.1.1 còn thiếu điểm thẩm định"],
    ["a missing survey", 2, 12, 5, {}, "ô F12: mục 2.2 còn thiếu điểm điều tra xã hội học"],
    [
      "points of a survey that the unit gave itself",
      2,
      12,
      3,
      { value: 1 },
      "ô D12: mục 2.2 không có điểm tự đánh giá",
    ],
    [
      "a formula",
      ...([2, 7, 4, { value: 1.5, formula: true }] as const),
      "ô E7: ô là công thức; hãy dán giá trị thay cho công thức",
    ],
    [
      "a formula in a sum",
      ...([2, 5, 6, { value: 4.5, formula: true }] as const),
      "ô G5: ô là công thức; hãy dán giá trị thay cho công thức",
    ],
    [
      "a text for points",
      2,
      7,
      4,
      { value: "tốt" },
      "ô E7: điểm là «tốt»; cần một số không âm, tối đa bốn chữ số thập phân",
    ],
    [
      "another maximum than the set's",
      ...([2, 7, 2, { value: 3 }] as const),
      "ô C7: điểm tối đa của mục 1.1.1 là 3, trong bộ tiêu chí là 2",
    ],
    [
      "an exemption without a reason",
      2,
      9,
      7,
      { value: "Không đánh giá" },
      "ô H9: cần lý do, dạng: Không đánh giá: lý do",
    ],
  ])("refuses %s by sheet and cell", (_, sheet, row, column, cell, message) => {
    expect(saidAfter(sheet, row, column, cell)).toContain(`trang «Sở Y tế», ${message}`);
  });

  type Sheets = ReturnType<typeof asRead>;
  /** What becomes of the workbook of Y tế after it was edited. */
  const readAfter = (edit: (sheets: Sheets) => void, context = CONTEXT) => {
    const sheets = asRead(pastYearSheets(yearOf(Y_TE)));
    edit(sheets);
    return readPastYear(sheets, context);
  };
  const saidOf = (edit: (sheets: Sheets) => void, context = CONTEXT) =>
    readAfter(edit, context).findings.map(sheetFindingText);
  const set = (sheet: number, row: number, column: number, cell: Partial<Cell>) => (sheets: Sheets) => {
    const cells = sheets[sheet]?.rows[row - 1];
    if (!cells) throw new Error(`no row ${row}`);
    cells[column] = { ...EMPTY, ...cell };
  };

  it.each<[string, number, Partial<Cell>, string]>([
    ["no name", 0, {}, "ô A2: còn thiếu tên đơn vị"],
    ["a long name", 0, { value: "x".repeat(301) }, "ô A2: dài 301 ký tự, nhiều nhất 300"],
    ["no group", 1, {}, "ô B2: còn thiếu nhóm"],
    ["a set that is not there", 2, { value: "la" }, "ô A2: không có bộ tiêu chí «la» trong tệp"],
    ["an index in words", 3, { value: "cao" }, "ô D2: chỉ số «cao» không phải là số phần trăm"],
    [
      "an index of more than a number",
      3,
      { value: "86,36 a" },
      "ô D2: chỉ số «86,36 a» không phải là số phần trăm",
    ],
    [
      "an index behind a word",
      ...([3, { value: "a 86,36" }, "ô D2: chỉ số «a 86,36» không phải là số phần trăm"] as const),
    ],
    ["an index below 0", 3, { value: -1 }, "ô D2: chỉ số «-1» không phải là số phần trăm"],
    ["an index of 10.000", 3, { value: 10_000 }, "ô D2: chỉ số «10000» không phải là số phần trăm"],
    ...["0", "nhất", "1a", "a1", "1,5", "100000"].map((rank): [string, number, Partial<Cell>, string] => [
      `the rank ${rank}`,
      ...([4, { value: rank }, `ô E2: hạng «${rank}» không phải là số nguyên dương`] as const),
    ]),
    ["an id that is none", 6, { value: "Sở" }, "ô G2: mã «Sở» chỉ được gồm chữ a–z, số và dấu gạch nối"],
    ["an error for a group", 1, { error: "#N/A" }, "ô B2: ô báo lỗi #N/A"],
  ])("refuses %s in the ranking", (_, column, cell, message) => {
    expect(saidOf(set(0, 2, column, cell))).toContain(`trang «Xếp hạng», ${message}`);
  });

  it.each<[Partial<Cell>, string | null]>([
    [{ value: 0.8636, format: "0.00%" }, "86,36"],
    [{ value: 0.8636, format: "0%" }, "86,36"],
    [{ value: 86.5, format: "0.00" }, "86,50"],
    [{ value: 86.123456, format: "0.000000" }, "86,1235"],
    [{ value: 86.36 }, "86,36"],
    [{ value: 100 }, "100"],
    [{ value: 0 }, "0"],
    [{ value: 9_999.5 }, "9999,5"],
    [{ value: " 86.36 % " }, "86,36"],
    [{ value: "7" }, "7"],
    [{}, null],
  ])("takes the index of %j as it is shown", (cell, index) => {
    expect(readAfter(set(0, 2, 3, cell)).past?.units[0]?.stated.index).toBe(index);
  });

  it.each<[Partial<Cell>, number | null]>([
    [{ value: 12 }, 12],
    [{ value: "99999" }, 99_999],
    [{ value: "—" }, null],
    [{ value: "-" }, null],
    [{}, null],
  ])("takes the rank of %j", (cell, rank) => {
    expect(readAfter(set(0, 2, 4, cell)).past?.units[0]?.stated.rank).toBe(rank);
  });

  it("takes a place in the order, or that of the row", () => {
    const order = (cell: Partial<Cell>) => readAfter(set(0, 2, 5, cell)).past?.units[0]?.order;
    expect([
      order({ value: "12" }),
      order({ value: 123_456 }),
      order({ value: "a1" }),
      order({ value: "1a" }),
    ]).toEqual([12, 123_456, 0, 0]);
  });

  it("refuses what stands twice: units, sheets of a unit, sets, nodes", () => {
    expect(saidOf(([ranking]) => void ranking?.rows.push(ranking.rows[1] ?? []))).toContain(
      "trang «Xếp hạng», ô A3: đơn vị «Sở Y tế» trùng với dòng 2",
    );
    expect(saidOf((sheets) => void sheets.push({ name: "Lại", rows: sheets[2]?.rows ?? [] }))).toEqual([
      "trang «Lại», ô A1: đơn vị «Sở Y tế» có hai trang bảng điểm",
    ]);
    expect(saidOf((sheets) => void sheets.push({ name: "Lại", rows: sheets[1]?.rows ?? [] }))).toContain(
      "trang «Lại», ô A1: mã bộ tiêu chí «nho» trùng với một trang khác",
    );
    expect(saidOf(set(2, 8, 9, { value: "f1c1s1" }))).toContain(
      "trang «Sở Y tế», ô A8: mục 1.1.1 trùng với dòng 7",
    );
  });

  it("asks which set a unit had only where there are several", () => {
    expect(saidOf(set(0, 2, 2, {}))).toEqual([]);
    const second = (sheets: Sheets) => {
      const [, small] = sheets;
      const rows = small?.rows.map((row) =>
        row.map((one) => (one.value === "nho" ? { ...one, value: "hai" } : one)),
      );
      sheets.push({ name: "Bộ hai", rows: rows ?? [] });
    };
    expect(saidOf(second)).toEqual([]);
    expect(
      saidOf((sheets) => {
        second(sheets);
        set(0, 2, 2, {})(sheets);
      }),
    ).toEqual([
      "trang «Xếp hạng», ô A2: chưa rõ đơn vị «Sở Y tế» dùng bộ tiêu chí nào; ghi vào cột «Bộ tiêu chí»",
    ]);
  });

  const emptied = (sheet: number, row: number, column: number) => set(sheet, row, column, {});
  const all =
    (...edits: ((sheets: Sheets) => void)[]) =>
    (sheets: Sheets) => {
      for (const edit of edits) edit(sheets);
    };
  const heading = (sheet: number, row: number, text: string) => (sheets: Sheets) => {
    const at = sheets[sheet]?.rows[row - 1]?.findIndex(({ value }) => value === text) ?? -1;
    expect(at).toBeGreaterThanOrEqual(0);
    emptied(sheet, row, at)(sheets);
  };

  it("says a column that is missing once, not what follows from it", () => {
    expect(saidOf(all(heading(0, 1, "Nhóm"), ([ranking]) => void ranking?.rows.splice(0)))).toEqual([
      "trang «Xếp hạng», ô A1: không có cột «Đơn vị»",
      "trang «Xếp hạng», ô A1: không có cột «Nhóm»",
      "trang «Sở Y tế», ô A1: không có đơn vị «so-y-te» trong trang «Xếp hạng»",
    ]);
    expect(saidOf(heading(2, 4, "Điểm tối đa"))).toEqual([
      "trang «Sở Y tế», ô A4: không có cột «Điểm tối đa»",
    ]);
    expect(saidOf(heading(2, 4, "Tự đánh giá"))).toContain(
      "trang «Sở Y tế», ô A4: không có cột «Tự đánh giá»",
    );
  });

  it("says what is wrong in the sheet of a set, and reads no unit by it", () => {
    const row = (sheets: Sheets) => sheets[1]?.rows.findIndex(([cell]) => cell?.value === "1.2") ?? -1;
    expect(saidOf((sheets) => set(1, row(sheets) + 1, 2, { value: 3 })(sheets))).toEqual([
      expect.stringMatching(/^trang «Bộ nho», ô C\d+: điểm tối đa của mục 1 là 5, .* cộng lại là 6$/),
    ]);
  });

  it("says all that is wrong in a unit's sheet at once, each once", () => {
    expect(saidOf(all(emptied(2, 9, 2), set(2, 7, 3, { value: 1.1 })))).toEqual([
      "trang «Sở Y tế», ô C9: còn thiếu điểm",
      "trang «Sở Y tế», ô D7: mục 1.1.1 được 1,1 điểm, không phải bội số của bước điểm 0,25",
    ]);
    expect(saidOf(set(2, 7, 4, { value: 1.5, formula: true }))).toEqual([
      "trang «Sở Y tế», ô E7: ô là công thức; hãy dán giá trị thay cho công thức",
    ]);
    for (const value of [true, new Date("2024-02-01")])
      expect(saidOf(set(2, 7, 4, { value }))).toEqual([
        expect.stringMatching(/^trang «Sở Y tế», ô E7: điểm là «(true|2024-02-01)»/),
      ]);
    expect(saidOf(all(emptied(2, 9, 4), set(2, 9, 7, { value: "Không đánh giá: không có" })))).toEqual([
      "trang «Sở Y tế», ô A9: mục 1.2 không đánh giá nhưng lại có điểm",
    ]);
  });

  it("says of one unit what another's sheet has in the same row", () => {
    const noiVu = { ...Y_TE, unit: "so-noi-vu", name: "Sở Nội vụ", order: 1 };
    const sheets = asRead(pastYearSheets(yearOf(Y_TE, noiVu)));
    set(2, 7, 4, { error: "#N/A" })(sheets);
    emptied(3, 7, 4)(sheets);
    expect(readPastYear(sheets, CONTEXT).findings.map(sheetFindingText)).toEqual([
      "trang «Sở Y tế», ô E7: ô báo lỗi #N/A",
      "trang «Sở Nội vụ», ô E7: mục 1.1.1 còn thiếu điểm thẩm định",
    ]);
  });

  const listing =
    (...rows: (string | number | null)[][]) =>
    (sheets: Sheets) =>
      sheets[0]?.rows.push(...rows.map((row) => row.map((value) => ({ ...EMPTY, value }))));

  it("takes the groups that are named, as the first row names them, and ranks those that have a rank", () => {
    const noiVu = { ...Y_TE, unit: "so-noi-vu", name: "Sở Nội vụ", order: 1 };
    const two = [...GROUPS, { id: "huyen", name: "Huyện", ranked: true }];
    const groupsOf = (first: [string, number | null], second: [string, number | null]) => {
      const sheets = asRead(pastYearSheets(yearOf(Y_TE, noiVu)));
      [first, second].forEach(([group, rank], at) => {
        set(0, at + 2, 1, { value: group })(sheets);
        set(0, at + 2, 4, { value: rank })(sheets);
      });
      return readPastYear(sheets, { ...CONTEXT, groups: two }).past?.groups;
    };
    expect(groupsOf(["so", 1], ["sở, ban, ngành", null])).toEqual(GROUPS);
    expect(groupsOf(["Khối A", null], ["so", 1])).toEqual([
      ...GROUPS,
      { id: "khoi-a", name: "Khối A", ranked: false },
    ]);
    expect(groupsOf(["Khối A", null], ["khối a", 2])).toEqual([
      { id: "khoi-a", name: "Khối A", ranked: true },
    ]);
    expect(groupsOf(["Khối A", 1], ["Khối B", null])?.map(({ id, ranked }) => [id, ranked])).toEqual([
      ["khoi-a", true],
      ["khoi-b", false],
    ]);
  });

  it("passes over a row that is merged across the table, and none that holds a formula", () => {
    const across = { ...EMPTY, value: "KHỐI SỞ", merged: "across" as const };
    expect(saidOf(([ranking]) => void ranking?.rows.splice(1, 0, [across, across, across]))).toEqual([]);
    expect(saidOf(([ranking]) => void ranking?.rows.push([{ ...EMPTY, formula: true }]))).toContain(
      "trang «Xếp hạng», ô A3: ô là công thức; hãy dán giá trị thay cho công thức",
    );
  });

  it("does not take two units that nobody knows for one, nor asks who a unit without a name is", () => {
    const said = saidOf(listing(["Sở Cũ", "so"], ["Sở Xưa", "so"], [null, "so"]));
    expect(said.filter((text) => /trùng/.test(text))).toEqual([]);
    expect(said.filter((text) => /A[34]: không có đơn vị «Sở/.test(text)).length).toBe(2);
    expect(said.filter((text) => text.includes("A5: "))).toEqual([
      "trang «Xếp hạng», ô A5: còn thiếu tên đơn vị",
      "trang «Xếp hạng», ô A5: đơn vị «» chưa có trang bảng điểm",
    ]);
    expect(saidOf(set(0, 2, 0, { value: "x".repeat(300) }))).toEqual([]);
  });

  it("finds the ranking by its columns where no sheet is called so, and by its name where two have them", () => {
    const called = (name: string) => (sheets: Sheets) => {
      const [ranking] = sheets;
      if (ranking) ranking.name = name;
    };
    expect(saidOf(called("Kết quả"))).toEqual([]);
    const other = (...headings: string[]) => ({
      name: "Khác",
      rows: [headings.map((value) => ({ ...EMPTY, value }))],
    });
    expect(saidOf((sheets) => void sheets.unshift(other("Đơn vị", "Nhóm")))).toEqual([]);
    expect(
      saidOf(
        all(
          called("Kết quả"),
          (sheets) => void sheets.unshift(other("Đơn vị", "Thứ tự"), other("Nhóm", "Mã")),
        ),
      ),
    ).toEqual([]);
  });

  it("calls a set as its sheet is called where that says nothing, and keeps leads that are gone", () => {
    const setsAfter = (edit: (sheets: Sheets) => void) =>
      readAfter(all(emptied(0, 2, 2), edit)).past?.sets.map(({ id }) => id);
    const headless = (name: string) => (sheets: Sheets) => {
      const [, small] = sheets;
      if (small) sheets[1] = { name, rows: small.rows.slice(7) };
    };
    expect(setsAfter(headless("Bộ của sở"))).toEqual(["bo-cua-so"]);
    expect(setsAfter(headless("…"))).toEqual(["bo-tieu-chi"]);
    const leads = (lead: string) => {
      const edit = (sheets: Sheets) => {
        const rows = sheets[1]?.rows ?? [];
        expect(rows.some((row) => row[7]?.value === "Cơ quan chủ trì")).toBe(true);
        for (const row of rows)
          if (/^\d\.\d\.1$/.test(String(row[0]?.value))) row[7] = { ...EMPTY, value: lead };
        set(0, 2, 0, { value: "Sở Xưa" })(sheets);
        set(0, 2, 6, { value: "so-y-te-cu" })(sheets);
        set(2, 1, 1, { value: "so-y-te-cu" })(sheets);
      };
      const [read] = readAfter(edit).past?.sets ?? [];
      return read && [...leavesOf(read)][0]?.leaf.lead;
    };
    expect(leads("Sở Y tế")).toBe("so-y-te");
    expect(leads("Sở Xưa")).toBe("so-y-te-cu");
    expect(leads("Ban Cũ")).toBe("ban-cu");
  });

  it("takes no label that spans two cells for what stands beside it", () => {
    const spanning = { value: "Mã đơn vị", merged: "across" as const };
    expect(saidOf(all(set(2, 1, 1, spanning), emptied(2, 2, 1)))).toEqual([]);
  });

  it("is written with the names of the groups, and with what is above the leaves in bold", () => {
    const [ranking, , unit] = pastYearSheets(yearOf(Y_TE));
    expect(ranking?.rows[1]?.slice(0, 2).map(({ value }) => value)).toEqual(["Sở Y tế", "Sở, ban, ngành"]);
    const unnamed = pastYearSheets({ ...yearOf(Y_TE), groups: [] });
    expect(unnamed[0]?.rows[1]?.[1]?.value).toBe("so");
    const bold = unit?.rows.flatMap((row) => row.flatMap((cell) => (cell.bold ? [cell.value] : [])));
    expect(bold?.filter((value) => /^\d(\.\d)*$/.test(String(value)))).toEqual(["1", "2"]);
    expect(bold).toEqual(expect.arrayContaining(["Mã đơn vị", "STT", "Điểm đạt được", "Mã", "Tổng"]));
    expect(pastYearSheets({ ...yearOf(Y_TE), sets: [] }).map(({ name }) => name)).toEqual(["Xếp hạng"]);
  });

  it("finds the unit of a sheet by its head or by how its name alone begins", () => {
    const headless = (name: string) => (sheets: Sheets) => {
      const [, , unit] = sheets;
      if (!unit) throw new Error("no sheet");
      sheets.splice(2, 1, { name, rows: unit.rows.slice(2) });
    };
    expect(saidOf(headless("so y"))).toEqual([]);
    expect(saidOf(headless("y te"))[0]).toBe(
      "trang «y te», ô A1: không có đơn vị «y te» trong trang «Xếp hạng»",
    );
    const two = (sheets: Sheets) => {
      headless("Sở")(sheets);
      sheets[0]?.rows.push([
        { ...EMPTY, value: "Sở Nội vụ" },
        { ...EMPTY, value: "so" },
      ]);
    };
    expect(saidOf(two)[0]).toBe("trang «Sở», ô A1: không có đơn vị «Sở» trong trang «Xếp hạng»");
    expect(saidOf(set(2, 1, 1, {}))).toEqual([]);
    expect(
      saidOf((sheets) => {
        set(2, 1, 1, {})(sheets);
        set(2, 2, 1, { value: "Sở" })(sheets);
      })[0],
    ).toBe("trang «Sở Y tế», ô A1: không có đơn vị «Sở» trong trang «Xếp hạng»");
  });

  it("refuses a name that two units have now, and a ranking without rows", () => {
    const units = [...CONTEXT.units, { id: "so-y-te-cu", name: "sở y tế" }];
    expect(saidOf(set(0, 2, 6, {}), { ...CONTEXT, units })).toContain(
      "trang «Xếp hạng», ô A2: có nhiều đơn vị tên «Sở Y tế»; ghi mã đơn vị vào cột «Mã»",
    );
    expect(saidOf(([ranking]) => void ranking?.rows.splice(1))).toContain(
      "trang «Xếp hạng», ô A1: không có dòng nào dưới tiêu đề",
    );
    expect(saidOf(([ranking]) => void ranking?.rows.push([EMPTY, { ...EMPTY, value: " " }]))).toEqual([]);
  });

  it("takes a reason of up to 500 letters for what was not assessed", () => {
    const exempt = (letters: number) => (sheets: Sheets) => {
      for (const column of [3, 4, 5, 6]) set(2, 9, column, {})(sheets);
      set(2, 9, 7, { value: `không áp dụng – ${"x".repeat(letters)}` })(sheets);
    };
    expect(readAfter(exempt(500)).past?.units[0]?.exempt).toEqual({ f1c2: "x".repeat(500) });
    expect(saidOf(exempt(501))).toEqual(["trang «Sở Y tế», ô H9: lý do dài quá 500 ký tự"]);
  });

  it("refuses a row whose code the set does not have, and says which leaf is missing for it", () => {
    const sheets = asRead(pastYearSheets(yearOf(Y_TE)));
    const row = sheets[2]?.rows[6];
    if (!row) throw new Error("no row 7");
    row[0] = { ...EMPTY, value: "1.1.9" };
    row[9] = EMPTY;
    expect(readPastYear(sheets, CONTEXT).findings.map(sheetFindingText)).toEqual([
      "trang «Sở Y tế», ô A7: bộ tiêu chí «Bộ nho» không có mục «1.1.9»",
      "trang «Sở Y tế», ô A4: thiếu mục 1.1.1",
    ]);
  });

  it("refuses units that nobody knows, sheets of no unit, units of no sheet, a file of another kind", () => {
    expect(saidAfter(0, 2, 6, {})).toEqual([]);
    const renamed = asRead(pastYearSheets(yearOf({ ...Y_TE, name: "Sở Cũ" })));
    const row = renamed[0]?.rows[1];
    if (row) row[6] = EMPTY;
    expect(readPastYear(renamed, CONTEXT).findings.map(sheetFindingText)[0]).toBe(
      "trang «Xếp hạng», ô A2: không có đơn vị «Sở Cũ» trong kỳ đánh giá đang mở; nếu đơn vị đã thôi tồn tại, ghi mã vào cột «Mã»",
    );
    expect(saidAfter(2, 1, 1, { value: "so-la" })).toEqual([
      "trang «Sở Y tế», ô A1: không có đơn vị «so-la» trong trang «Xếp hạng»",
      "trang «Xếp hạng», ô A2: đơn vị «Sở Y tế» chưa có trang bảng điểm",
    ]);
    const [ranking, set] = asRead(pastYearSheets(yearOf(Y_TE)));
    const said = (...sheets: (typeof ranking)[]) =>
      readPastYear(
        sheets.filter((sheet) => sheet !== undefined),
        CONTEXT,
      ).findings.map(sheetFindingText);
    expect(said(ranking, set)).toEqual(["trang «Xếp hạng», ô A2: đơn vị «Sở Y tế» chưa có trang bảng điểm"]);
    expect(said(set)).toEqual([
      "trang «Bộ nho», ô A1: tệp không có trang «Xếp hạng» với các cột «Đơn vị», «Nhóm»",
    ]);
    expect(said(ranking)[0]).toBe("trang «Xếp hạng», ô A1: tệp không có trang nào chứa bộ tiêu chí");
  });

  it("asks for survey points only where a survey was held", () => {
    const past = yearOf({ ...Y_TE, scores: { ...Y_TE.scores, f2c2: scores(null, null) } });
    const sheets = asRead(pastYearSheets({ ...past, surveyHeld: false }));
    expect(readPastYear(sheets, { ...CONTEXT, surveyHeld: false }).past?.units[0]?.scores.f2c2).toEqual(
      scores(null, null),
    );
    expect(readPastYear(sheets, CONTEXT).past).toBeNull();
  });
});

describe("a past result", () => {
  it("is refused where the request names a set or group it does not hold, or a unit twice", () => {
    const messages = (year: PastYear) => issuesOfPast(year).map(({ message }) => message);
    expect(messages(yearOf({ ...Y_TE, group: "la" }))).toEqual(["không có nhóm «la»"]);
    expect(messages(yearOf({ ...Y_TE, criteriaSet: "la" }))).toEqual(["không có bộ tiêu chí «la»"]);
    expect(messages(yearOf(Y_TE, Y_TE))).toEqual(["đơn vị «so-y-te» được nêu hai lần"]);
    expect(messages(yearOf({ ...Y_TE, scores: { ...Y_TE.scores, la: scores(1, 1) } }))).toEqual([
      "bộ tiêu chí không có mục «la»",
    ]);
  });

  it("is refused where it holds a group, a set or a score too many or too few, or a set at fault", () => {
    const issues = (year: PastYear) => issuesOfPast(year);
    const messages = (year: PastYear) => issues(year).map(({ message }) => message);
    const sound = yearOf(Y_TE);
    const two = [...GROUPS, { id: "huyen", name: "Huyện", ranked: true }];
    expect(messages({ ...sound, groups: two })).toEqual([]);
    expect(messages({ ...sound, groups: [...GROUPS, ...GROUPS] })).toEqual(["nhóm «so» được nêu hai lần"]);
    expect(messages({ ...sound, sets: [SMALL, SMALL] })).toEqual(["bộ tiêu chí «nho» được nêu hai lần"]);
    const [field] = SMALL.fields;
    if (!field) throw new Error("no field");
    const faulty = { ...SMALL, fields: SMALL.fields.with(0, { ...field, max: pts(6) }) };
    expect(messages({ ...sound, sets: [faulty] })).toEqual([
      expect.stringMatching(/^bộ tiêu chí «nho», 1: /),
    ]);
    const { f1c2: _, ...fewer } = Y_TE.scores;
    expect(issues(yearOf({ ...Y_TE, scores: fewer }))).toEqual([
      { unit: "so-y-te", leaf: "f1c2", column: null, message: "thiếu mục 1.2" },
    ]);
    expect(issues(yearOf({ ...Y_TE, scores: fewer, exempt: { f1c2: "" } }))).toEqual([]);
    expect(issues(yearOf({ ...Y_TE, exempt: { f1c2: "" } }))).toEqual([
      { unit: "so-y-te", leaf: "f1c2", column: null, message: "mục 1.2 không đánh giá nhưng lại có điểm" },
    ]);
    expect(issues(yearOf({ ...Y_TE, exempt: { la: "" } }))).toEqual([
      { unit: "so-y-te", leaf: "la", column: null, message: "bộ tiêu chí không có mục «la»" },
    ]);
  });

  it("asks for what decides and for nothing else", () => {
    const said = (leaf: string, given: PastUnit["scores"][string], surveyHeld = true) =>
      issuesOfPast({ ...yearOf({ ...Y_TE, scores: { ...Y_TE.scores, [leaf]: given } }), surveyHeld })
        .filter((issue) => issue.leaf === leaf)
        .map(({ column, message }) => [column, message]);
    expect(said("f1c2", scores(null, 2))).toEqual([]);
    expect(said("f1c2", scores(2, null))).toEqual([["appraised", "mục 1.2 còn thiếu điểm thẩm định"]]);
    expect(said("f1c2", scores(1, 1, 1))).toEqual([["survey", "mục 1.2 không có điểm điều tra xã hội học"]]);
    expect(said("f2c2", scores(null, null, 3), false)).toEqual([
      ["survey", "mục 2.2 không có điểm điều tra xã hội học"],
    ]);
    expect(said("f2c2", scores(null, null), false)).toEqual([]);
  });

  it("becomes units that were assessed, or that gave themselves no points at all", () => {
    const silent = Object.fromEntries(
      Object.entries(Y_TE.scores).map(([leaf, given]) => [leaf, { ...given, self: null }]),
    );
    const [scored, locked] = pastSheets(
      PLACE,
      yearOf(Y_TE, { ...Y_TE, unit: "so-noi-vu", order: 1, scores: silent }),
    );
    const nothing = { at: null, by: null, reason: null, report: null, count: 0 };
    expect(scored?.unit.submission).toEqual({ state: "submitted", ...nothing });
    expect(locked?.unit.submission).toEqual({ state: "locked", ...nothing });
    expect(scored?.ledger).toMatchObject({ frozen: true, surveyHeld: true });
    expect(scored?.ledger.survey).toEqual({ f2c2: { points: pts(3), rev: 1, sufficient: true } });
    expect(scored?.ledger.self.f1c1s1).toEqual({ points: pts(2), rev: 1 });
    expect(Object.keys(scored?.ledger.appraisal ?? {}).sort()).toEqual(["f1c1s1", "f1c1s2", "f1c2", "f2c1"]);
    expect(locked?.ledger.self).toEqual({});
    expect(() => pastSheets(PLACE, yearOf({ ...Y_TE, criteriaSet: "la" }))).toThrow(RangeError);
  });

  it("is frozen as sealing freezes it: its sums add up and the whole of it verifies", () => {
    fc.assert(
      fc.property(years, (year) => {
        const sheets = pastSheets(PLACE, year).map(({ hashed }) => hashed);
        expect(sheets.flatMap(({ sheet }) => sumFindings(sheet))).toEqual([]);
        const period = periodWith({ groups: year.groups, settings: pastSettings(year), year: 2022 });
        const scheme: Scheme = { name: "Chỉ số", owner: "UBND tỉnh", tier: "province", parent: null };
        const first = { root: null, corrects: null };
        const manifest = buildManifest({ ...PLACE, version: 1 }, scheme, period, sheets, first);
        const frozen = sheets.map(({ sheet }) => sheet);
        expect(verifyResult(manifest, frozen, sealRoot(manifest))).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it("says nothing where what it states is what its points give", () => {
    const year = yearOf(Y_TE);
    expect(differencesOf(year, pastSheets(PLACE, year))).toEqual([]);
    const coarse = yearOf({ ...Y_TE, stated: { ...Y_TE.stated, index: "86,4" } });
    expect(differencesOf(coarse, pastSheets(PLACE, coarse))).toEqual([]);
  });

  it("is compared unit by unit, in what it states and what there is", () => {
    const nothing: PastUnit["stated"] = { index: null, rank: null, total: {}, nodes: {} };
    const of = (stated: Partial<PastUnit["stated"]>, more: Partial<PastUnit> = {}) => {
      const lower = { ...Y_TE.scores, f2c2: scores(null, null, 1) };
      const noiVu = { ...Y_TE, unit: "so-noi-vu", order: 1, scores: lower, stated: nothing };
      const year = yearOf({ ...Y_TE, ...more, stated: { ...nothing, ...stated } }, noiVu);
      const groups = [...GROUPS, { id: "dac-thu", name: "Cơ quan đặc thù", ranked: false }];
      return differencesOf({ ...year, groups }, pastSheets(PLACE, year)).map(
        ({ unit, code, of, stated, computed }) => `${unit} ${code} ${of} ${stated} ${computed}`,
      );
    };
    expect(of({})).toEqual([]);
    expect(of({ index: "87", rank: 1 })).toEqual(["so-y-te null index 87 86"]);
    expect(of({ index: "68", rank: 2 }, { order: 9 })).toEqual([
      ...["so-y-te null index 68 86", "so-y-te null rank 2 1"],
    ]);
    expect(of({ rank: 1 }, { group: "dac-thu" })).toEqual(["so-y-te null rank 1 —"]);
    expect(of({ rank: 7, index: "1" }, { group: "la" })).toEqual([]);
    expect(of({ nodes: { f2c2: { self: pts(1) }, la: { survey: pts(2) } } })).toEqual([
      ...["so-y-te 2.2 self 1 —", "so-y-te la survey 2 —"],
    ]);
    expect(differencesOf(yearOf({ ...Y_TE, stated: { ...nothing, rank: 7 } }), [])).toEqual([]);
  });

  it("keeps what it states otherwise beside what its points give", () => {
    const stated = {
      index: "86,5",
      rank: 2,
      total: { self: pts(8) },
      nodes: { f1c1: { appraised: pts(3) } },
    };
    const year = yearOf({ ...Y_TE, stated });
    const unit = "so-y-te";
    expect(differencesOf(year, pastSheets(PLACE, year))).toEqual([
      { unit, code: null, of: "index", stated: "86,5", computed: "86,4" },
      { unit, code: null, of: "rank", stated: "2", computed: "1" },
      { unit, code: null, of: "self", stated: "8", computed: "7" },
      { unit, code: "1.1", of: "appraised", stated: "3", computed: "2,5" },
    ]);
  });
});

it("a year has begun, and its decision was signed, by the day in Viet Nam", () => {
  const now = new Date("2026-01-01T00:00:00+07:00");
  const earlier = new Date(now.getTime() - 1);
  const past = (year: number, date: string) => ({ year, decision: { date } });
  expect(refusalOfPast(past(2026, "2026-01-01"), now)).toBeNull();
  expect(refusalOfPast(past(2026, "2025-12-31"), earlier)).toBe("Năm 2026 chưa qua.");
  expect(refusalOfPast(past(2025, "2026-01-01"), earlier)).toMatch(/tương lai/);
  expect(refusalOfPast(past(2025, "2025-12-31"), earlier)).toBeNull();
  expect(refusalOfPast(past(2027, "2026-01-01"), now)).toBe("Năm 2027 chưa qua.");
});

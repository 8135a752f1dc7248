import { describe, expect, it } from "vitest";
import {
  analyticalReport,
  type Block,
  type FrozenSheet,
  plainText,
  type ReportChart,
  type ReportDocument,
  rankingNotes,
  rankingTable,
  type SealedResult,
  type Settings,
  shortRankingTable,
  unitFieldsTable,
  unitSentences,
} from "../../core/src/index.ts";
import { blocksOf, CONTEXT, paragraphsOf, sealedResult, sheetNamed, tableRows } from "./report-samples.ts";
import {
  analysis,
  before,
  groupOf,
  numbersOf,
  remarksOf,
  SMALL_UNITS,
  type SmallUnit,
  smallResult,
} from "./report-small.ts";

/** The tables below a heading of the first level, up to the next. */
function tablesBelow(document: ReportDocument, numeral: string): string[][][] {
  const blocks = blocksOf(document);
  const isHead = (block: Block) => block.kind === "heading" && block.level === 1;
  const start = blocks.findIndex(
    (block) => isHead(block) && "text" in block && plainText(block.text).startsWith(`${numeral}. `),
  );
  const end = blocks.findIndex((block, at) => at > start && isHead(block));
  return blocks
    .slice(start, end === -1 ? undefined : end)
    .flatMap((block) => (block.kind === "table" ? [tableRows(block.table)] : []));
}

const charted = (document: ReportDocument): ReportChart[] =>
  blocksOf(document).flatMap((block) => (block.kind === "chart" ? [block.chart] : []));

describe("a ranking", () => {
  it("has each unit's sums, index, shared rank and class", () => {
    const result = smallResult();
    expect(numbersOf(rankingTable(result, groupOf(result, "so")))).toEqual([
      ["1", "Sở A", "11", "6,5", "6,5", "4,00", "10,50", "95,45", "1", "Tốt"],
      ["2", "Sở C", "11", "—", "5,0", "3,25", "8,75", "79,55", "2", "Khá"],
      ["3", "Sở B", "11", "6,0", "5,5", "3,25", "8,75", "79,55", "2", "Khá"],
      ["4", "Sở D", "10", "5,0", "2,0", "2,00", "4,00", "40,00", "4", "—"],
    ]);
    expect(numbersOf(shortRankingTable(result, groupOf(result, "so")))).toEqual([
      ["1", "Sở A", "11", "10,50", "95,45", "1", "Tốt"],
      ["2", "Sở C", "11", "8,75", "79,55", "2", "Khá"],
      ["3", "Sở B", "11", "8,75", "79,55", "2", "Khá"],
      ["4", "Sở D", "10", "4,00", "40,00", "4", "—"],
    ]);
    for (const table of [rankingTable, shortRankingTable]) {
      const [first, second, third, fourth] = remarksOf(table(result, groupOf(result, "so")));
      expect([first, third]).toEqual(["", "Đồng hạng"]);
      expect(second).toMatch(/^Đồng hạng; không tự đánh giá; .*0,5 .*7\/QĐ ngày 09\/01\/2025.*\+0,5$/);
      expect(fourth).toMatch(/^Không đánh giá 1 .*; 1 tiêu chí có mẫu/);
    }
  });

  it("of a group that is not ranked has no ranks, and of one without classes none", () => {
    const result = smallResult();
    expect(numbersOf(rankingTable(result, groupOf(result, "khac")))).toEqual([
      ["1", "Ban E", "11", "4", "4", "2", "6", "54,55"],
      ["2", "Ban F", "11", "5", "5", "2", "7", "63,64"],
    ]);
    expect(numbersOf(shortRankingTable(result, groupOf(result, "khac")))).toEqual([
      ["1", "Ban E", "11", "6", "54,55"],
      ["2", "Ban F", "11", "7", "63,64"],
    ]);
    const plain = smallResult(SMALL_UNITS, { bands: {} });
    expect(numbersOf(shortRankingTable(plain, groupOf(plain, "so")))[0]).toEqual([
      ...["1", "Sở A", "11", "10,50", "95,45", "1"],
    ]);
  });

  it("names who has no points yet last, without index, rank or class", () => {
    const units = { ...SMALL_UNITS, z: { name: "Sở Z", self: null, appraised: [], survey: null } };
    const result = smallResult(units);
    for (const table of [rankingTable, shortRankingTable]) {
      const rows = tableRows(table(result, groupOf(result, "so")));
      expect(rows.at(-1)?.slice(-5)).toEqual(["—", "—", "—", "—", "Chưa có điểm"]);
      const group = groupOf(result, "so");
      const shown = { ...group, units: group.units.map((unit) => ({ ...unit, index: "0,00" })) };
      expect(tableRows(table(result, shown)).at(-1)?.at(-4)).toBe("—");
    }
  });

  it("says how units of equal index were told apart, where the settings do", () => {
    const first = (settings: Partial<Settings>) => {
      const result = smallResult(SMALL_UNITS, settings);
      return rankingNotes(result, groupOf(result, "so"))[0];
    };
    expect(first({})).toMatch(/chưa làm tròn\. Các đơn vị có Chỉ số bằng nhau được xếp đồng hạng\.$/);
    expect(
      first({ tieBreaks: [{ by: "appraised" }, { by: "field", field: "f2" }, { by: "survey" }] }),
    ).toMatch(
      /: kết quả thẩm định; lĩnh vực «Lĩnh vực 2»; điều tra xã hội học; vẫn bằng nhau thì xếp đồng hạng\.$/,
    );
  });

  it("says only what holds of its group: ties, classes, the survey, the reason for too small a sample", () => {
    const notes = (result: SealedResult, id: string) => rankingNotes(result, groupOf(result, id)).join("\n");
    const result = smallResult();
    expect(notes(result, "so")).toMatch(/2 chữ số thập phân.*đồng hạng/);
    expect(notes(result, "so")).toContain("Tốt từ 90%, Khá từ 70%");
    expect(notes(result, "so")).toContain("xếp hạng, xếp loại theo giá trị chưa làm tròn");
    const unbanded = smallResult(SMALL_UNITS, { bands: {} });
    expect(notes(unbanded, "so")).toContain("phân; xếp hạng theo giá trị chưa làm tròn");
    expect(notes(result, "so")).not.toContain("không điều tra");
    expect(notes(result, "khac")).toMatch(/^[^\n]*không xếp hạng chung[^\n]*$/);
    const { a, d } = SMALL_UNITS as Record<"a" | "d", SmallUnit>;
    expect(notes(smallResult({ a, d }), "so").split("\n")[0]).toMatch(/chưa làm tròn\.$/);
    const unsurveyed = smallResult({ a: { ...a, survey: null } }, { surveyHeld: false });
    expect(notes(unsurveyed, "so")).toContain("không điều tra xã hội học");
    expect(remarksOf(rankingTable(unsurveyed, groupOf(unsurveyed, "so")))).toEqual([""]);
    expect(unitSentences(unsurveyed, sheetNamed(unsurveyed, "a"))[0]).toMatch(/thẩm định 6,5 điểm\.$/);
    const adopted: SealedResult = {
      ...result,
      manifest: { ...result.manifest, insufficientSampleReason: "ít hồ sơ" },
    };
    expect(notes(adopted, "so")).toContain("ít hồ sơ");
    expect(notes(adopted, "khac")).not.toContain("ít hồ sơ");
  });
});

describe("the analytical report's tables", () => {
  it("sum up the groups, and name the highest and the lowest of each, ranked or not", () => {
    expect(tablesBelow(analysis(), "I")).toEqual([
      [
        ["Sở, ban, ngành", "4", "73,64", "95,45 (Sở A)", "40,00 (Sở D)"],
        ["Cơ quan đặc thù", "2", "59,09", "63,64 (Ban F)", "54,55 (Ban E)"],
      ],
    ]);
  });

  it("have each field's mean with its best and its weakest unit", () => {
    expect(tablesBelow(analysis(), "III")).toEqual([
      [
        ["1", "Lĩnh vực 1", "76,88", "Sở A (100,00)", "Sở D (37,50)"],
        ["2", "Lĩnh vực 2", "68,75", "Sở A (91,67)", "Sở D (41,67)"],
      ],
      [
        ["1", "Lĩnh vực 1", "70,00", "Ban F (80,00)", "Ban E (60,00)"],
        ["2", "Lĩnh vực 2", "50,00", "Ban E và Ban F (50,00)", "Ban E và Ban F (50,00)"],
      ],
    ]);
  });

  it("name all who are equal at an end, the first three where they are many", () => {
    const { a, b, c, d } = SMALL_UNITS as Record<"a" | "b" | "c" | "d", SmallUnit>;
    const many = Object.fromEntries(["1", "2", "3", "4"].map((n) => [`d${n}`, { ...d, name: `Sở D${n}` }]));
    const document = analysis(smallResult({ a: b, b: c, d, ...many }));
    const all = "79,55 (Sở B và Sở C)";
    expect(tablesBelow(document, "I")[0]?.[0]?.slice(3)).toEqual([
      ...[all, "40,00 (Sở D, Sở D1, Sở D2 và 2 đơn vị khác)"],
    ]);
    expect(paragraphsOf(document).find((text) => text.includes("khoảng cách"))).toMatch(
      /Cao nhất là Sở B \(79,55%, hạng 1\/7 .*\) và Sở C \(79,55%, hạng 1.*thấp nhất là Sở D \(.* và 2 đơn vị khác; khoảng cách 39,55 /,
    );
    expect(tablesBelow(document, "III")[0]?.[0]?.slice(3)).toEqual([
      ...["Sở B (90,00)", "Sở D, Sở D1, Sở D2 và 2 đơn vị khác (37,50)"],
    ]);
    const both = analysis(smallResult({ a, e: { ...a, name: "Sở A2" } }));
    expect(tablesBelow(both, "III")[0]?.[0]?.slice(3)).toEqual(Array(2).fill("Sở A và Sở A2 (100,00)"));
  });

  it("tell fields apart that sets call otherwise under one id", () => {
    const result = smallResult();
    const renamed = (sheet: FrozenSheet): FrozenSheet => ({
      ...sheet,
      rows: sheet.rows.map((row) => (row.id === "f2" ? { ...row, name: "Lĩnh vực khác" } : row)),
    });
    const sheets = result.sheets.map((sheet) => (sheet.unit === "d" ? renamed(sheet) : sheet));
    expect(tablesBelow(analysis({ ...result, sheets }), "III")[0]?.map((row) => row.slice(1))).toEqual([
      ["Lĩnh vực 1", "76,88", "Sở A (100,00)", "Sở D (37,50)"],
      ["Lĩnh vực 2", "77,78", "Sở A (91,67)", "Sở C và Sở B (70,83)"],
      ["Lĩnh vực khác", "41,67", "Sở D (41,67)", "Sở D (41,67)"],
    ]);
  });

  it("leave out of a field's mean who has no points there or nothing to score, and have none without points", () => {
    const { a, d } = SMALL_UNITS as Record<"a" | "d", SmallUnit>;
    const low = { ...d, appraised: [0, 0, 0, 2], survey: 4, exempt: {} };
    const out = { ...a, name: "Sở K", exempt: { f2c1: "x", f2c2: "x" }, survey: null };
    const none = { name: "Sở Z", self: null, appraised: [], survey: null };
    const document = analysis(smallResult({ a, low, out, none }));
    expect(tablesBelow(document, "III")).toEqual([
      [
        ["1", "Lĩnh vực 1", "66,67", "Sở K và Sở A (100,00)", "Sở D (0,00)"],
        ["2", "Lĩnh vực 2", "95,83", "Sở D (100,00)", "Sở A (91,67)"],
      ],
    ]);
    const told = (one: ReportDocument) => paragraphsOf(one).find((text) => text.includes("lĩnh vực"));
    expect(told(document)).toMatch(/«Lĩnh vực 2» \(95,83%\).*«Lĩnh vực 1» \(66,67%\)/);
    expect(charted(document).map(({ categories }) => categories)[1]).toEqual([
      "1. Lĩnh vực 1",
      "2. Lĩnh vực 2",
    ]);
    const empty = analysis(smallResult({ none }));
    expect(tablesBelow(empty, "III")[0]?.map((row) => row.slice(2))).toEqual(Array(2).fill(["—", "—", "—"]));
    expect(told(empty)).toContain("chưa có lĩnh vực nào");
    expect(charted(empty)).toEqual([]);
    const half = analysis(
      smallResult({ half: { name: "Sở H", self: null, appraised: [1, 1, 1], survey: null } }),
    );
    expect(tablesBelow(half, "III")[0]?.map((row) => row[2])).toEqual(["60,00", "—"]);
    expect(told(half)).toMatch(/cao nhất là «Lĩnh vực 1» .* thấp nhất là «Lĩnh vực 1»/);
    expect(charted(half)[1]?.series[0]?.values).toEqual([60, null]);
  });

  it("have the leaves by what they cost, those that cost as much by how many units they cost", () => {
    const [so, agencies] = tablesBelow(analysis(), "IV");
    expect(so).toEqual([
      ["1", "f2c1 Nội dung f2c1", "4/4", "4,0", "50,00"],
      ["2", "f2c2 Nội dung f2c2", "3/4", "3,5", "78,13"],
      ["3", "f1c1s1 Nội dung f1c1s1", "2/4", "2,0", "75,00"],
      ["4", "f1c2 Nội dung f1c2", "1/4", "1,5", "81,25"],
      ["5", "f1c1s2 Nội dung f1c1s2", "1/3", "0,5", "83,33"],
    ]);
    expect(agencies?.length).toBe(4);
    const even = smallResult({
      a: { name: "Sở A", self: [2, 1, 2, 2], appraised: [1, 1, 1.5, 2], survey: 4 },
      b: { name: "Sở B", self: [2, 1, 2, 2], appraised: [2, 1, 1.5, 2], survey: 4 },
    });
    const document = analysis(even);
    expect(tablesBelow(document, "IV")[0]?.map(([, name, units]) => [name?.split(" ")[0], units])).toEqual([
      ["f1c2", "2/2"],
      ["f1c1s1", "1/2"],
    ]);
    expect(paragraphsOf(document).find((text) => text.includes("mất tổng cộng 2 điểm"))).toMatch(
      /2 tiêu chí.*f1c2 .*: 1 điểm, ở 2\/2/,
    );
  });

  it("count no loss where nothing is scored yet, say where nothing is lost, and have ten leaves at most", () => {
    const half = smallResult({ h: { name: "Sở H", self: null, appraised: [1, 1, 1], survey: null } });
    expect(tablesBelow(analysis(half), "IV")[0]?.map((row) => row.slice(2, 4))).toEqual([
      ["1/1", "1"],
      ["1/1", "1"],
    ]);
    const full = smallResult({ a: { name: "Sở A", self: null, appraised: [2, 1, 2, 2], survey: 4 } });
    expect(tablesBelow(analysis(full), "IV")).toEqual([]);
    expect(paragraphsOf(analysis(full)).join("\n")).toContain("Không đơn vị nào mất điểm");
    const no = { year: null, reason: "chưa có" };
    for (const rows of tablesBelow(analyticalReport(sealedResult(), CONTEXT, no), "IV"))
      expect(rows.length).toBe(10);
  });

  it("is provisional where either the root or the day of the seal is missing", () => {
    const told = (more: object) => paragraphsOf(analysis({ ...smallResult(), ...more })).join("\n");
    for (const more of [{ root: null }, { sealedAt: null }]) expect(told(more)).toContain("tạm tính");
    expect(told({})).not.toContain("tạm tính");
  });

  it("have a unit's own points beside the council's, on the leaves that have both", () => {
    const [so] = tablesBelow(analysis(), "V");
    expect(so?.map((row) => row.slice(0, 6))).toEqual([
      ["1", "Sở A", "6,5", "6,5", "0", "0/4"],
      ["2", "Sở C", "—", "—", "—", "—"],
      ["3", "Sở B", "6,0", "5,5", "−0,5", "1/4"],
      ["4", "Sở D", "5,0", "2,0", "−3", "3/3"],
    ]);
    expect(so?.map((row) => row.at(-1))).toEqual(["", "Không tự đánh giá", "", ""]);
    expect(paragraphsOf(analysis()).find((text) => text.includes("chênh lệch −3,5 điểm"))).toMatch(
      /Sở D \(−3 điểm, điều chỉnh 3 .*: Sở A\.$/,
    );
  });

  it("do not take a council for agreeing where it raised points, nor a rise for a fall", () => {
    const told = (units: Record<string, SmallUnit>) =>
      paragraphsOf(analysis(smallResult(units))).find((text) =>
        /công nhận toàn bộ|chênh lệch .*tiêu chí/.test(text),
      );
    const { a, b } = SMALL_UNITS as Record<"a" | "b", SmallUnit>;
    const raised = { ...b, self: [2, 0, 2, 0.75], appraised: [2, 0.5, 2, 1] };
    expect(told({ a, b: raised })).toMatch(
      /\+0,75 điểm; tăng nhiều nhất là Sở B \(\+0,75 .* 2 tiêu chí\)\. .*: Sở A\.$/,
    );
    expect(told({ b: raised })).not.toMatch(/giảm|công nhận toàn bộ/i);
    const shifted = { ...b, self: [2, 1, 1.5, 1], appraised: [2, 0.5, 2, 1] };
    expect(told({ a, b: shifted })).toMatch(/chênh lệch 0 điểm\. .*: Sở A\.$/);
    expect(told({ a })).toMatch(/công nhận toàn bộ điểm/);
    const lowered = { ...b, self: [2, 1, 2, 1.5], appraised: [2, 0.5, 2, 1] };
    const mixed = told({ raised, a, lowered, less: { ...b, name: "Sở L" } });
    expect(mixed).toMatch(/−0,75 điểm; giảm nhiều nhất là Sở B \(−1 .*; tăng nhiều nhất là Sở B \(\+0,75 /);
    expect(told({ b })).toMatch(/ 1 tiêu chí\)\.$/);
    const waiting = { ...b, self: [2, 1, 2, 2], appraised: [2, 1, 2] };
    expect(told({ waiting })).toMatch(/công nhận toàn bộ điểm/);
    const none = analysis(
      smallResult({ z: { name: "Sở Z", self: null, appraised: [1, 1, 1, 1], survey: 1 } }),
    );
    expect(paragraphsOf(none)).toContain("Sở, ban, ngành: chưa có điểm để so sánh.");
  });

  it("have both years' indices and ranks, what changed, and another name of the year before", () => {
    const [so, agencies] = tablesBelow(analysis(), "VI");
    expect(so).toEqual([
      ["1", "Sở A", "79,55", "95,45", "+15,91", "2", "1", "tăng 1 bậc", ""],
      ["2", "Sở C", "79,55", "79,55", "0", "2", "2", "giữ nguyên", ""],
      ["3", "Sở B", "100,00", "79,55", "−20,45", "1", "2", "giảm 1 bậc", "Năm 2023: Sở B cũ"],
      ["4", "Sở D", "—", "40,00", "—", "—", "4", "—", "Đơn vị mới, tiếp nhận từ Sở X và Sở Y"],
    ]);
    expect(agencies?.map((row) => row.slice(2))).toEqual([
      ["54,55", "54,55", "0", "—", "—", "—", "Không xếp hạng chung"],
      ["—", "63,64", "—", "—", "—", "—", "Không có trong kết quả năm 2023; Không xếp hạng chung"],
    ]);
    const told = paragraphsOf(analysis()).filter((text) => /đơn vị tăng/.test(text));
    expect(told[0]).toMatch(
      /: 1 đơn vị tăng, 1 đơn vị giảm, 1 đơn vị giữ .*Sở A \(\+15,91\).*Sở B \(−20,45\).*: Sở D\.$/,
    );
    expect(told[1]).toMatch(/: 0 đơn vị tăng, 0 đơn vị giảm, 1 [^.]*\. [^.]*: Ban F\.$/);
  });

  it("compare no ranks of different groups, and say so", () => {
    const { manifest } = before().year;
    const ranking = manifest.ranking.map((group) =>
      group.group === "so" ? { ...group, group: "cu" } : group,
    );
    const moved = { year: { manifest: { ...manifest, ranking }, predecessors: {} } };
    const [so, agencies] = tablesBelow(analyticalReport(smallResult(), CONTEXT, moved), "VI");
    expect(so?.[0]?.slice(4)).toEqual([
      ...["+15,91", "2", "1", "—", "Năm 2023 thuộc nhóm Sở, ban, ngành, không so thứ hạng"],
    ]);
    expect(agencies?.[0]?.at(-1)).toBe("Không xếp hạng chung");
  });

  it("name who rose and who fell most by how far, whatever their ranks, and count only who has both years", () => {
    const points = (name: string, appraised: number[], survey: number): SmallUnit => ({
      ...{ name, self: null, appraised, survey },
    });
    const [a, b] = [points("Sở A", [2, 1, 2, 1.5], 4), points("Sở B", [2, 0.5, 2, 1], 3.25)];
    const [p, q] = [points("Sở P", [1, 1, 1, 1], 2), points("Sở Q", [1, 0, 1, 1], 2)];
    const z = { name: "Sở Z", self: null, appraised: [], survey: null };
    const was = smallResult({
      ...{ a: { ...a, appraised: [2, 1, 2, 2] }, b: { ...b, survey: 3 } },
      ...{ p: { ...p, appraised: [0, 0, 1, 0] }, q: { ...q, appraised: [2, 1, 2, 2] }, z: b },
    });
    const compare = (units: Record<string, SmallUnit>, manifest = was.manifest) =>
      analyticalReport(smallResult(units), CONTEXT, { year: { manifest, predecessors: {} } });
    const told = (document: ReportDocument) =>
      paragraphsOf(document).find((text) => text.includes("đơn vị tăng"));
    const document = compare({ a, b, p, q, z });
    expect(told(document)).toMatch(
      /: 2 đơn vị tăng, 2 đơn vị giảm, 0 đơn vị .*Sở P \(\+27,27\).*Sở Q \(−36,36\) điểm phần trăm\.$/,
    );
    expect(tablesBelow(document, "VI")[0]?.at(-1)?.slice(1, 5)).toEqual(["Sở Z", "79,55", "—", "—"]);
    expect(
      charted(document)
        .at(-1)
        ?.series.map(({ values }) => values.at(-1)),
    ).toEqual([null, expect.closeTo(79.545, 2)]);
    expect(told(compare({ z }))).toMatch(/: 0 đơn vị tăng, 0 đơn vị giảm, 0 [^.]*\.$/);
    const gone = was.manifest.ranking.map((group) => ({
      ...group,
      units: group.units.map((unit) => ({ ...unit, max: 0 })),
    }));
    const alone = compare({ a }, { ...was.manifest, ranking: gone });
    expect(tablesBelow(alone, "VI")[0]?.[0]?.slice(2, 5)).toEqual(["—", "95,45", "—"]);
    expect(
      charted(alone).every(({ series }) => series.length === 1 || series[0]?.name === "Tự đánh giá"),
    ).toBe(true);
  });

  it("have each unit's fields, blank where no leaf is scored so", () => {
    const result = smallResult();
    expect(tableRows(unitFieldsTable(sheetNamed(result, "b"), 2))).toEqual([
      ["1", "Lĩnh vực 1", "5", "5", "4,5", "", "4,50", "90,00"],
      ["2", "Lĩnh vực 2", "6", "1", "1,0", "3,25", "4,25", "70,83"],
    ]);
    expect(tableRows(unitFieldsTable(sheetNamed(result, "c"), 2)).map((row) => row[3])).toEqual(["—", "—"]);
    const { d } = SMALL_UNITS as Record<"d", SmallUnit>;
    const out = smallResult({ d: { ...d, exempt: { f1c1s1: "x", f1c1s2: "x", f1c2: "x" } } });
    expect(tableRows(unitFieldsTable(sheetNamed(out, "d"), 2))[0]?.slice(2)).toEqual([
      ...["0", "", "", "", "—", "—"],
    ]);
  });
});

describe("the analytical report's sentences", () => {
  it("count the classes and say how far apart the first and the last are", () => {
    const told = paragraphsOf(analysis()).filter((text) => text.includes("khoảng cách"));
    expect(told[0]).toMatch(
      / 4 đơn vị.* và xếp hạng; .*73,64%.*Sở A \(95,45%, hạng 1\/4\).*Sở D \(40,00%, hạng 4\/4\).* 55,45 .*1 đơn vị Tốt, 2 đơn vị Khá, 1 đơn vị không xếp loại\./,
    );
    const { a } = SMALL_UNITS as Record<"a", SmallUnit>;
    const none = { name: "Sở Z", self: null, appraised: [], survey: null };
    expect(tablesBelow(analysis(smallResult({ a, none })), "I")[0]?.[0]?.slice(1)).toEqual([
      ...["2", "95,45", "95,45 (Sở A)", "95,45 (Sở A)"],
    ]);
    const whole = paragraphsOf(analysis(smallResult({ a }))).find((text) => text.includes("khoảng cách"));
    expect(whole).toMatch(/: 1 đơn vị Tốt, 0 đơn vị Khá\.$/);
    expect(told[1]).toMatch(/ 2 .*không xếp hạng chung.*Ban F \(63,64%\).*Ban E \(54,55%\).* 9,09 [^.]*\.$/);
  });

  it("name the minutes that adopted the result, where they are known", () => {
    const first = (minutes: string | null) =>
      paragraphsOf(analyticalReport(smallResult(), { ...CONTEXT, minutes }, before()))[0];
    expect(first("Biên bản 1")).toMatch(/ theo Biên bản 1\.$/);
    expect(first(null)).toMatch(/tính theo %\.$/);
  });

  it("name who did not assess themselves, and whose sample was too small with the council's reason", () => {
    const result = smallResult();
    const told = (manifest: Partial<SealedResult["manifest"]>) =>
      paragraphsOf(analysis({ ...result, manifest: { ...result.manifest, ...manifest } }));
    expect(told({})).toContain("Không tự đánh giá: Sở C.");
    expect(told({}).find((text) => text.includes("dưới mức tối thiểu"))).toMatch(/: Sở D\.$/);
    expect(told({ insufficientSampleReason: "ít hồ sơ" }).join("\n")).toMatch(/: Sở D\..*: ít hồ sơ$/m);
    const { a } = SMALL_UNITS as Record<"a", SmallUnit>;
    const good = paragraphsOf(analysis(smallResult({ a }))).join("\n");
    expect(good).not.toContain("Không tự đánh giá:");
    expect(good).not.toContain("dưới mức tối thiểu");
  });

  it("name the field with the highest mean and the one with the lowest", () => {
    const told = paragraphsOf(analysis()).filter((text) => text.startsWith("Đối với") && text.includes("«"));
    expect(told[0]).toMatch(/«Lĩnh vực 1» \(76,88%\).*«Lĩnh vực 2» \(68,75%\)/);
    expect(told[1]).toMatch(/«Lĩnh vực 1» \(70,00%\).*«Lĩnh vực 2» \(50,00%\)/);
  });

  it("tell a unit its points, rank, class and what cost it most, the costliest first", () => {
    const result = smallResult();
    const [points, lost] = unitSentences(result, sheetNamed(result, "b"));
    expect(points).toMatch(
      /8,75\/11 .*79,55%.*2\/4 \(đồng hạng\).*Khá\. .* 6 điểm.* 5,5 điểm.*−0,5.* 3,25 điểm\.$/,
    );
    expect(lost).toMatch(/ 3 tiêu chí.*f2c1 .*\(1\/2 .*f2c2 .*\(3,25\/4 .*f1c1s2 .*\(0,5\/1 điểm\)\.$/);
    const [agency] = unitSentences(result, sheetNamed(result, "e"));
    expect(agency).not.toMatch(/chênh lệch|xếp loại/);
    expect(unitSentences(result, sheetNamed(result, "c"))[0]).toMatch(
      /không tự đánh giá; .* 5 điểm; .* 3,25 điểm\.$/,
    );
    const open = { ...sheetNamed(result, "c"), selfAssessed: true };
    expect(unitSentences(result, open)[0]).toContain("chưa tự chấm điểm");
    const lockedAsItStood = { ...sheetNamed(result, "b"), selfAssessed: false };
    expect(unitSentences(result, lockedAsItStood)[0]).toMatch(
      /không tự đánh giá; [^;]* 5,5 điểm; .* 3,25 điểm\.$/,
    );
    const full = smallResult({
      a: { name: "Sở A", self: [2, 1, 2, 2], appraised: [2, 1, 2, 2], survey: 4 },
    });
    expect(unitSentences(full, sheetNamed(full, "a"))[1]).toContain("không mất điểm");
    const half = smallResult({ h: { name: "Sở H", self: [2, 1, 2], appraised: [1, 1, 1], survey: null } });
    const told = unitSentences(half, sheetNamed(half, "h"));
    expect(told[0]).toMatch(/xếp hạng: 1\/1\. .* 3 điểm \(chênh lệch −2\)\.$/);
    expect(told[1]).toMatch(/ 2 tiêu chí; [^;]*f1c1s1 [^;]*\(1\/2 điểm\); f1c2 [^;]*\(1\/2 điểm\)\.$/);
    const more = smallResult({ h: { name: "Sở H", self: [2, null], appraised: [1, 1], survey: null } });
    expect(unitSentences(more, sheetNamed(more, "h"))[0]).toMatch(
      /Tự đánh giá 2 điểm; kết quả thẩm định 2 điểm \(chênh lệch −1 ở các tiêu chí có cả hai điểm\)\.$/,
    );
    const surveyed = smallResult({ s: { name: "Sở S", self: null, appraised: [], survey: 3 } });
    expect(unitSentences(surveyed, sheetNamed(surveyed, "s"))[0]).toMatch(/thẩm định — điểm; .* 3 điểm\.$/);
    expect(tableRows(unitFieldsTable(sheetNamed(surveyed, "s"), 2))[0]?.slice(2)).toEqual([
      ...["5", "—", "—", "", "—", "—"],
    ]);
    const unscored = smallResult({ a: { name: "Sở A", self: [2], appraised: [], survey: null } });
    expect(unitSentences(unscored, sheetNamed(unscored, "a"))).toEqual(["Chưa có điểm."]);
  });

  it("number groups and units as the table of contents does", () => {
    const heads = blocksOf(analysis()).flatMap((block) =>
      block.kind === "heading" && block.level === 2 ? [block.text] : [],
    );
    const groups = ["1. Sở, ban, ngành", "2. Cơ quan đặc thù"];
    const parts = blocksOf(analysis()).flatMap((block) =>
      block.kind === "heading" && block.level === 1 ? [block.text] : [],
    );
    expect(parts.slice(7)).toEqual(groups);
    expect(heads).toEqual([
      ...Array(5).fill(groups).flat(),
      ...["1.1. Sở A", "1.2. Sở C", "1.3. Sở B", "1.4. Sở D", "2.1. Ban E", "2.2. Ban F"],
    ]);
  });
});

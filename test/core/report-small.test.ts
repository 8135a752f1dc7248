import { describe, expect, it } from "vitest";
import {
  analyticalReport,
  annexTable,
  annexWorkbook,
  type Block,
  commendationReport,
  commendationTable,
  commendationWorkbook,
  draftDecision,
  type Evidence,
  groupsInReadingOrder,
  hashGroups,
  headSheets,
  headsTable,
  ownWorkbook,
  plainText,
  type ReportChart,
  type ReportDocument,
  type ReportTable,
  type RichText,
  type Run,
  rankingChart,
  rankingNotes,
  rankingTable,
  reviewOf,
  type SealedResult,
  type SelfAssessment,
  selfAssessmentReport,
  shortRankingTable,
  titledSheet,
  unitFieldsTable,
  unitSentences,
  unitWorkbook,
} from "../../core/src/index.ts";
import {
  blocksOf,
  CONTEXT,
  paragraphsOf,
  sealedResult,
  sheetNamed,
  tableRows,
  tablesOf,
} from "./report-samples.ts";
import { SMALL_UNITS, type SmallUnit, smallBefore, smallCommendation, smallResult } from "./report-small.ts";
import { pts, SMALL_SET } from "./samples.ts";

const before = () => ({ year: { manifest: smallBefore().manifest, predecessors: { d: ["Sở X", "Sở Y"] } } });
const analysis = (result = smallResult()) => analyticalReport(result, CONTEXT, before());

const groupOf = (result: SealedResult, id: string) => {
  const group = groupsInReadingOrder(result.manifest).find((one) => one.group === id);
  if (!group) throw new Error(`no group ${id}`);
  return group;
};

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

/** The rows without their remarks. */
const numbersOf = (table: ReportTable | undefined) =>
  tableRows(table as ReportTable).map((row) => (row.length === 1 ? row : row.slice(0, -1)));
const remarksOf = (table: ReportTable) => tableRows(table).map((row) => row.at(-1));

/** A unit's report on itself, whose evidence stands on some leaves. */
const evidenceOf = (title: string, source: Evidence["source"], leaves: Record<string, string>): Evidence => ({
  ...{ scheme: "s", period: "p", unit: "d", rev: 1, by: "x", at: new Date(0), stage: "selfAssessment" },
  ...{ title, source, leaves, fields: ["f1"] },
});
const documented = (number: string, date: string | null) =>
  ({ kind: "document", number, date, issuer: "Sở" }) as Evidence["source"];
const selfReport = (more: Partial<SelfAssessment> = {}) => {
  const scores = [
    { leaf: "f1c1s1", points: pts(2), note: " " },
    { leaf: "f2c1", points: pts(1.5), note: "đang làm" },
  ].map((one) => ({
    ...{ scheme: "s", period: "p", unit: "d", field: "f1", rev: 1, by: "x", at: new Date(0), facts: null },
    ...one,
  }));
  return selfAssessmentReport({
    ...{ unit: "Sở D", owner: "Ủy ban nhân dân tỉnh Lai Châu", year: 2024, report: null },
    sheet: sheetNamed(smallResult(), "d"),
    evidence: [
      evidenceOf("Kế hoạch", documented("1/KH", "2024-01-05"), { f1c1s1: "", f1c2: "trang 2" }),
      evidenceOf("Trang", { kind: "link", url: "https://a.example" }, { f1c1s1: "mục 3" }),
      evidenceOf("Thư", documented("2/CV", null), { f2c1: "" }),
    ],
    review: reviewOf({ exempt: { f1c1s2: "không có xã" } }, SMALL_SET, scores, { f2c1: 1 }, 2024),
    ...more,
  });
};

const everyDocument = () => {
  const plain = smallResult(SMALL_UNITS, { bands: {} });
  const given = smallCommendation();
  const bare = {
    ...{ ...given, result: plain, years: [{ year: 2024, manifest: plain.manifest }] },
  };
  return [
    ...[smallResult(), plain].flatMap((result) => [draftDecision(result, CONTEXT), analysis(result)]),
    selfReport(),
    ...[given, bare].flatMap((one) => [commendationReport(one, CONTEXT), headSheets(one)]),
  ];
};

describe("a table of a document", () => {
  it("has a width and a side for each column, a head that covers them once, and rows as wide", () => {
    const annex = annexTable(sheetNamed(smallResult(), "c"), 2);
    for (const { head, widths, align, rows } of [annex, ...everyDocument().flatMap(tablesOf)]) {
      const columns = widths.length;
      const wide = (cells: readonly { columns?: number }[]) =>
        cells.reduce((sum, cell) => sum + (cell.columns ?? 1), 0);
      const [first = [], second = []] = head;
      expect(wide(first)).toBe(columns);
      if (head.length > 1) expect(wide(first.filter(({ rows: high }) => high !== 2))).toBe(wide(second));
      expect(align.length).toBe(columns);
      for (const width of widths) expect(width).toBeGreaterThan(0);
      for (const side of align) expect(["left", "center", "right"]).toContain(side);
      for (const { text } of head.flat()) expect(text).toMatch(/\S/);
      for (const row of rows) if ("cells" in row) expect(row.cells.length).toBe(columns);
    }
  });

  it("has its numbers with decimals on the right, and every unit's name on the left", () => {
    for (const { align, rows } of everyDocument().flatMap(tablesOf))
      for (const row of rows)
        for (const [at, cell] of ("cells" in row ? row.cells : []).entries()) {
          if (typeof cell === "object" && "decimals" in cell && cell.decimals > 0)
            expect(align[at]).toBe("right");
          if (typeof cell === "string" && /^(?:Sở|Ban) [A-F]$/.test(cell)) expect(align[at]).toBe("left");
        }
  });

  it("is printed across the page where the annexes' tables are wide", () => {
    const [decision, report, list, heads] = [
      ...[draftDecision(smallResult(), CONTEXT), analysis()],
      ...[commendationReport(smallCommendation(), CONTEXT), headSheets(smallCommendation())],
    ].map(({ sections }) => sections.map(({ landscape }) => landscape));
    expect(decision).toEqual([false, true, true]);
    expect(report).toEqual([false, false]);
    expect(list).toEqual([true]);
    expect(heads).toEqual([false, false, false, false]);
    expect(selfReport().sections.map(({ landscape }) => landscape)).toEqual([false]);
  });
});

/** The runs of a text, a plain one as one run. */
const runsOf = (text: RichText): readonly Run[] => (typeof text === "string" ? [{ text }] : text);

const richTexts = (document: ReportDocument): RichText[] =>
  blocksOf(document).flatMap((block): RichText[] => {
    if (block.kind === "letterhead") return [block.letterhead.number];
    if (block.kind === "title") return [...block.lines];
    if (block.kind === "annex") return [block.name, block.subject, block.with];
    return block.kind === "paragraph" || block.kind === "heading" ? [block.text] : [];
  });

const blanksOf = (document: ReportDocument) =>
  richTexts(document)
    .flatMap(runsOf)
    .filter(({ blank }) => blank).length;

describe("a document", () => {
  /** What it is made of, from top to bottom: the kinds of its blocks, of paragraphs their style. */
  const skeleton = (document: ReportDocument) =>
    document.sections.map(({ blocks }) =>
      blocks.map((block) => (block.kind === "paragraph" ? (block.style ?? "text") : block.kind)),
    );
  it("has its parts in the order of the decree: letterhead, kind, basis, articles, signature, annexes", () => {
    expect(skeleton(draftDecision(smallResult(), CONTEXT))).toEqual([
      [
        ...["letterhead", "title", "centre", "basis", "basis", "basis", "basis", "basis", "centre"],
        ...["text", "text", "text", "text", "centre", "text", "text", "text", "signature"],
      ],
      ["annex", "table", "note", "note", "note"],
      ["annex", "table", "note", "note"],
    ]);
    expect(skeleton(commendationReport(smallCommendation(), CONTEXT))).toEqual([
      [
        ...["letterhead", "title", "text", "heading", "table", "table", "note", "heading", "table"],
        "signature",
      ],
    ]);
    expect(skeleton(headSheets(smallCommendation()))[2]).toEqual([
      ...["title", "text", "text", "text", "text", "table", "text", "text", "table", "note"],
    ]);
    expect(skeleton(selfReport({ review: [] }))).toEqual([
      ["letterhead", "title", "text", "table", "text", "signature"],
    ]);
    const [report, units] = skeleton(analysis());
    const group = ["heading", "text", "table"];
    expect(report).toEqual([
      ...["letterhead", "title", "heading", "text", "text", "text", "text", "table"],
      ...["heading", ...group, "note", "note", "chart", ...group, "note", "chart"],
      ...["heading", ...group, "chart", ...group, "chart"],
      ...["heading", ...group, ...group],
      ...["heading", ...group, "chart", ...group, "chart"],
      ...["heading", ...group, "chart", ...group, "chart"],
      ...["heading", "text", "text", "text", "signature"],
    ]);
    const unit = ["heading", "text", "text", "table"];
    expect(units).toEqual(["annex", "heading", ...Array(4).fill(unit).flat(), "heading", ...unit, ...unit]);
  });

  it("has no empty text, and whose signature it waits for and who gets it", () => {
    for (const document of everyDocument()) {
      expect(document.title).toMatch(/ 2024/);
      for (const text of richTexts(document)) {
        expect(runsOf(text).length).toBeGreaterThan(0);
        for (const run of runsOf(text)) expect(run.text).toMatch(/\S/);
      }
      for (const block of blocksOf(document)) {
        if (block.kind === "title") expect(block.lines.length).toBeGreaterThan(1);
        if (block.kind !== "signature") continue;
        expect(block.recipients.at(-1)).toBe("Lưu: VT");
        for (const line of block.signer) expect(line).toBe(line.toLocaleUpperCase("vi"));
        expect(block.signer.length).toBeGreaterThan(0);
      }
    }
  });

  it("leaves open as much as is not known, and is a draft until it is numbered", () => {
    const result = smallResult();
    const known = { decision: { number: "12/QĐ-UBND", date: "2025-01-17", file: "" } };
    const unknown = { ...CONTEXT, council: null, minutes: null };
    expect(blanksOf(draftDecision(result, CONTEXT))).toBe(1 + 3 + 2 * 2);
    expect(blanksOf(draftDecision(result, unknown))).toBe(1 + 3 + 2 * 2 + 3);
    expect(blanksOf(draftDecision({ ...result, ...known }, CONTEXT))).toBe(3);
    expect(blanksOf(analysis())).toBe(2 + 3 + 1);
    expect(blanksOf(commendationReport(smallCommendation(), CONTEXT))).toBe(1);
    expect(blanksOf(selfReport())).toBe(2);
    for (const document of [analysis(), commendationReport(smallCommendation(), CONTEXT), selfReport()])
      expect(blocksOf(document)[0]).toMatchObject({
        letterhead: { parent: "UBND tỉnh Lai Châu", place: "Lai Châu", date: null, draft: true },
      });
  });

  it("has no caption where a title stands above the table", () => {
    const captions = (document: ReportDocument) => tablesOf(document).map(({ caption }) => caption);
    expect(captions(draftDecision(smallResult(), CONTEXT))).toEqual(["", ""]);
    expect(captions(commendationReport(smallCommendation(), CONTEXT))).toEqual([
      ...["Sở, ban, ngành", "Cơ quan đặc thù", ""],
    ]);
    const analysed = captions(analysis());
    expect(analysed.slice(-6)).toEqual(Array(6).fill(""));
    for (const caption of analysed.slice(1, -6)) expect(caption).toMatch(/Sở, ban, ngành|Cơ quan đặc thù/);
  });

  it("ends each line of what it rests on with a semicolon, the last with a full stop", () => {
    const lines = blocksOf(draftDecision(smallResult(), CONTEXT)).flatMap((block) =>
      block.kind === "paragraph" && block.style === "basis" ? [plainText(block.text)] : [],
    );
    expect(lines.map((line) => line.at(-1)).join("")).toBe(";;;;.");
    expect(lines[4]).toContain("Giám đốc Sở Nội vụ");
  });

  it("has its articles' numbers in bold and the root in letters of one width", () => {
    const runs = richTexts(draftDecision(smallResult(), CONTEXT)).flatMap(runsOf);
    expect(runs.flatMap(({ bold, text }) => (bold ? [text] : []))).toEqual([
      ...["UBND TỈNH LAI CHÂU", "QUYẾT ĐỊNH:", "Điều 1. ", "Điều 2. ", "Điều 3. ", "Điều 4. "],
    ]);
    const roots = runs.filter(({ mono }) => mono).map(({ text }) => text);
    expect(roots).toEqual(Array(3).fill(hashGroups(smallResult().root)));
    expect(runs.filter(({ text }) => text.includes("14 giờ 05 phút")).length).toBe(3);
  });
});

describe("a unit's report on itself", () => {
  it("has each row's own points and maximum, and the evidence of each leaf in its order", () => {
    const [table] = tablesOf(selfReport());
    expect(tableRows(table as ReportTable).map((row) => row.slice(0, 1).concat(row.slice(2)))).toEqual([
      ["1", "4", "3", ""],
      ["1.1", "2", "2", ""],
      ["f1c1s1", "2", "2", "Kế hoạch, số 1/KH ngày 05/01/2024; Trang, https://a.example, mục 3"],
      ["f1c1s2", "—", "—", "Không đánh giá"],
      ["f1c2", "2", "1", "Kế hoạch, số 1/KH ngày 05/01/2024, trang 2"],
      ["2", "6", "2", ""],
      ["f2c1", "2", "2", "Thư, số 2/CV"],
      ["f2c2", "4", "Điều tra XHH", ""],
      ["", "10", "5", ""],
    ]);
    const bold = table?.rows.flatMap((row, at) => ("cells" in row && row.bold ? [at] : []));
    expect(bold).toEqual([0, 5, 8]);
    const wanting = sheetNamed(smallResult(), "c");
    const [unscored] = tablesOf(selfReport({ sheet: wanting }));
    expect(tableRows(unscored as ReportTable)[2]?.slice(3)).toEqual([
      "—",
      expect.stringMatching(/^Chưa tự chấm điểm; Kế hoạch/),
    ]);
    expect(paragraphsOf(selfReport())[0]).toContain(" 5/10 điểm");
    expect(paragraphsOf(selfReport({ sheet: wanting }))[0]).not.toMatch(/\d\/\d/);
  });

  it("lists what has no points or no evidence by its code, with the unit's note or that there is none", () => {
    const [, table] = tablesOf(selfReport());
    expect(tableRows(table as ReportTable)).toEqual([
      ["1", "f1c1s1 Nội dung f1c1s1", "2", "Không có thuyết minh"],
      ["2", "f1c2 Nội dung f1c2", "—", "Không có thuyết minh"],
    ]);
    expect(paragraphsOf(selfReport())[1]).toMatch(/^2\. 2 tiêu chí/);
    expect(tablesOf(selfReport({ review: [] })).length).toBe(1);
    const review = reviewOf({ exempt: {} }, SMALL_SET, [], {}, 2024).slice(0, 3);
    const coded = review.map((one, at) => ({
      ...one,
      leaf: { ...one.leaf, code: ["1.10", "1.9", "1.2"][at] ?? "" },
    }));
    const sorted = tableRows(tablesOf(selfReport({ review: coded }))[1] as ReportTable);
    expect(sorted.map(([, name]) => name?.split(" ")[0])).toEqual(["1.2", "1.9", "1.10"]);
    const [half] = tablesOf(selfReport({ sheet: sheetNamed(smallResult(), "a") }));
    expect(tableRows(half as ReportTable).map((row) => row[3])).toEqual([
      ...["5,0", "3,0", "2,0", "1,0", "2,0", "1,5", "1,5", "Điều tra XHH", "6,5"],
    ]);
  });

  it("of a committee is its own, of another body the owner's place and its head's", () => {
    expect(blocksOf(selfReport({ unit: "UBND huyện Mường Tè" }))[0]).toMatchObject({
      letterhead: { parent: null, place: "Mường Tè", issuer: "UBND huyện Mường Tè" },
    });
    const signers = (unit: string) =>
      blocksOf(selfReport({ unit })).flatMap((block) => (block.kind === "signature" ? [block.signer] : []));
    expect(signers("UBND huyện Mường Tè")).toEqual([["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]]);
    expect(signers("Sở D")).toEqual([["GIÁM ĐỐC"]]);
  });
});

describe("a chart", () => {
  const charts = (): ReportChart[] =>
    blocksOf(analysis()).flatMap((block) => (block.kind === "chart" ? [block.chart] : []));

  it("prints at each bar what the bar is, and tells it to those who can't see it", () => {
    const all = charts();
    expect(all.length).toBe(8);
    for (const { categories, series, alt, title } of all) {
      expect(title).toMatch(/Sở, ban, ngành|Cơ quan đặc thù/);
      expect(series.length).toBeGreaterThan(0);
      for (const { values, labels, name } of series) {
        expect(name).toMatch(/\S/);
        expect(values.length).toBe(categories.length);
        for (const [at, label] of labels.entries()) {
          expect(Math.abs((values[at] ?? Number.NaN) - Number(label.replace(",", ".")))).toBeLessThan(0.0051);
          expect(alt).toContain(label);
        }
      }
      for (const category of categories) expect(alt).toContain(category.replace(/^\d+\. /, ""));
    }
  });

  it("has its units in the order of their table, and ends at 100 where it shows per cent", () => {
    const [so, , , , , , both, agencies] = charts();
    expect(so?.categories).toEqual(["Sở A", "Sở C", "Sở B", "Sở D"]);
    expect(both?.categories).toEqual(["Sở A", "Sở C", "Sở B"]);
    expect(agencies?.categories).toEqual(["Ban E"]);
    expect(both?.series.map(({ labels }) => labels)).toEqual([
      ["95,45", "79,55", "79,55"],
      ["79,55", "79,55", "100,00"],
    ]);
    expect(charts().map(({ max }) => max)).toEqual([100, 100, 100, 100, null, null, 100, 100]);
  });

  it("leaves out who has no index, and is left out where nobody has", () => {
    const result = smallResult();
    const group = groupOf(result, "so");
    const units = group.units.map((unit, at) => (at > 0 ? { ...unit, index: "—" } : unit));
    expect(rankingChart(result, { ...group, units })?.categories).toEqual(["Sở A"]);
    expect(rankingChart(result, { ...group, units: units.slice(1) })).toBeNull();
  });
});

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

  it("says only what holds of its group: ties, classes, the survey, the reason for too small a sample", () => {
    const notes = (result: SealedResult, id: string) => rankingNotes(result, groupOf(result, id)).join("\n");
    const result = smallResult();
    expect(notes(result, "so")).toMatch(/2 chữ số thập phân.*đồng hạng/);
    expect(notes(result, "so")).toContain("Tốt từ 90%, Khá từ 70%");
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
        ["2", "Lĩnh vực 2", "50,00", "Ban E (50,00)", "Ban F (50,00)"],
      ],
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
        ["1", "Lĩnh vực 1", "66,67", "Sở K (100,00)", "Sở D (0,00)"],
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
      / 4 đơn vị.* và xếp hạng; .*73,64%.*Sở A \(95,45%, hạng 1\/4\).*Sở D \(40,00%, hạng 4\/4\).* 55,45 .*1 đơn vị Tốt, 2 đơn vị Khá, 1 đơn vị chưa/,
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
    const full = smallResult({
      a: { name: "Sở A", self: [2, 1, 2, 2], appraised: [2, 1, 2, 2], survey: 4 },
    });
    expect(unitSentences(full, sheetNamed(full, "a"))[1]).toContain("không mất điểm");
    const half = smallResult({ h: { name: "Sở H", self: [2, 1, 2], appraised: [1, 1, 1], survey: null } });
    const told = unitSentences(half, sheetNamed(half, "h"));
    expect(told[0]).toMatch(/xếp hạng: 1\/1\. .* 3 điểm \(chênh lệch −2\)\.$/);
    expect(told[1]).toMatch(/ 2 tiêu chí; [^;]*f1c1s1 [^;]*\(1\/2 điểm\); f1c2 [^;]*\(1\/2 điểm\)\.$/);
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

describe("the decision's first article", () => {
  const told = (result: SealedResult) =>
    paragraphsOf(draftDecision(result, CONTEXT)).filter((text) => /^\d\. /.test(text));

  it("counts the units, and names the first, the last and who shares a rank", () => {
    const [so, agencies] = told(smallResult());
    expect(so).toMatch(
      /^1\. .*4 đơn vị.*Phụ lục I\).*Sở A \(95,45%, hạng 1\/4\); .*Sở D \(40,00%, hạng 4\/4\)/,
    );
    expect(so).toMatch(/hạng 2 gồm Sở C và Sở B\.$/);
    expect(agencies).toMatch(/^2\. .*2 cơ quan.*Phụ lục II\)/);
    expect(paragraphsOf(draftDecision(smallResult(), CONTEXT)).join()).toContain(" 6 cơ quan");
  });

  it("names no last where all share the first rank, and everyone who does", () => {
    const { b, c } = SMALL_UNITS as Record<"b" | "c", SmallUnit>;
    const [text] = told(smallResult({ b, c }));
    expect(text).toMatch(/Sở B \(79,55%, hạng 1\/2 \(đồng hạng\)\) và Sở C/);
    expect(text).toMatch(/Sở C \([^.]*\)\)\. Đồng hạng: hạng 1 gồm Sở B và Sở C\.$/);
    expect(text).not.toContain("thấp nhất");
    expect(text).toContain("(Phụ lục)");
  });

  it("names each rank that is shared, and numbers more annexes than ten", () => {
    const { b, c, d } = SMALL_UNITS as Record<"b" | "c" | "d", SmallUnit>;
    const shared = smallResult({ b, c, d, d2: { ...d, name: "Sở D2" } });
    expect(told(shared)[0]).toMatch(/hạng 1 gồm Sở B và Sở C; hạng 3 gồm Sở D và Sở D2\.$/);
    const { manifest } = shared;
    const ranking = Array.from({ length: 11 }, () => groupOf(shared, "so"));
    const names = blocksOf(draftDecision({ ...shared, manifest: { ...manifest, ranking } }, CONTEXT)).flatMap(
      (block) => (block.kind === "annex" ? [block.name] : []),
    );
    expect(names.slice(8)).toEqual(["Phụ lục IX", "Phụ lục X", "Phụ lục 11"]);
  });

  it("has no word of ties where there are none", () => {
    const { a, d } = SMALL_UNITS as Record<"a" | "d", SmallUnit>;
    expect(told(smallResult({ a, d }))[0]).toMatch(/Sở D \(40,00%, hạng 2\/2\)\.$/);
  });
});

describe("a decision", () => {
  const ownedBy = (owner: string) => {
    const result = smallResult();
    return draftDecision({ ...result, manifest: { ...result.manifest, owner } }, CONTEXT);
  };
  /** How many get it, and how many lines stand above the signature. */
  const signature = (document: ReportDocument) =>
    blocksOf(document).flatMap((block) =>
      block.kind === "signature" ? [block.recipients.length, block.signer.length] : [],
    );

  it("of a province goes also to the bodies above it, is a committee's and signed for it", () => {
    const province = ownedBy("Ủy ban nhân dân tỉnh Lai Châu");
    const commune = ownedBy("UBND xã Mường So");
    expect(signature(province)).toEqual([6, 2]);
    expect(JSON.stringify(blocksOf(province))).toContain("Chủ tịch, các Phó Chủ tịch UBND tỉnh Lai Châu");
    expect(signature(ownedBy("Văn phòng UBND tỉnh"))).toEqual([2, 1]);
    expect(signature(commune)).toEqual([2, 2]);
    expect(JSON.stringify(blocksOf(commune)[0])).toContain('"/QĐ-UBND"');
    expect(paragraphsOf(commune)).toContain("UBND XÃ MƯỜNG SO");
  });

  it("of another body is its head's, whose symbol is left open", () => {
    const ministry = ownedBy("Sở Nội vụ");
    expect(signature(ministry)).toEqual([2, 1]);
    expect(blocksOf(ministry)[0]).toMatchObject({
      letterhead: { number: [{ text: "Số: " }, { blank: true }, { text: "/QĐ-" }, { blank: true }] },
    });
    expect(paragraphsOf(ministry)).toContain("GIÁM ĐỐC SỞ NỘI VỤ");
    expect(paragraphsOf(ministry).join()).not.toContain("Chánh Văn phòng");
  });
});

describe("a sheet in the annex's form", () => {
  it("has every row's points with the decimals of its column, and why points are missing", () => {
    const result = smallResult();
    expect(tableRows(annexTable(sheetNamed(result, "d"), 2))).toEqual([
      ["1", "Lĩnh vực 1", "4", "3", "1,5", "", "1,5", "37,50", ""],
      ["1.1", "Tiêu chí 1.1", "2", "2", "1,0", "", "1,0", "50,00", ""],
      ["f1c1s1", "Nội dung f1c1s1", "2", "2", "1,0", "", "1,0", "50,00", ""],
      ["f1c1s2", "Nội dung f1c1s2", ...Array(6).fill("—"), "Không đánh giá: không có xã"],
      ["f1c2", "Nội dung f1c2", "2", "1", "0,5", "", "0,5", "25,00", ""],
      ["2", "Lĩnh vực 2", "6", "2", "0,5", "2", "2,5", "41,67", ""],
      ["f2c1", "Nội dung f2c1", "2", "2", "0,5", "", "0,5", "25,00", ""],
      [
        ...["f2c2", "Nội dung f2c2", "4", "", "", "2", "2,0", "50,00"],
        "Điều tra xã hội học; mẫu điều tra dưới mức tối thiểu",
      ],
      ["", "Tổng cộng", "10", "5", "2,0", "2", "4,0", "40,00", ""],
    ]);
  });

  it("has bonus points above the total they count in, and fields and total in bold", () => {
    const table = annexTable(sheetNamed(smallResult(), "c"), 2);
    const rows = tableRows(table).slice(-2);
    expect(rows[0]?.[0]).toMatch(/^Điểm thưởng 0,5 .*7\/QĐ/);
    const sheet = sheetNamed(smallResult(), "c");
    const items = (sheet.adjustments?.items ?? []).map((item) => ({ ...item, kind: "penalty" as const }));
    const less = annexTable({ ...sheet, adjustments: { counted: pts(-0.5), items } }, 2);
    expect(tableRows(less).at(-2)?.[0]).toMatch(/^Điểm trừ 0,5 /);
    expect(rows[1]?.slice(1, 8)).toEqual(["Tổng cộng", "11", "—", "5", "3,25", "8,75", "79,55"]);
    expect(rows[1]?.[8]).not.toBe("");
    const bold = table.rows.flatMap((row, at) => ("cells" in row && row.bold ? [at] : []));
    expect(bold).toEqual([0, 5, 9]);
  });

  it("says what is still to come", () => {
    const result = smallResult({ a: { name: "Sở A", self: [2, null, 2], appraised: [2], survey: null } });
    const remarks = remarksOf(annexTable(sheetNamed(result, "a"), 2));
    expect(remarks.slice(2, 5)).toEqual([
      ...["", "Chưa tự chấm điểm; Chưa có kết quả thẩm định", "Chưa có kết quả thẩm định"],
    ]);
    expect(remarks[7]).toMatch(/; chưa có điểm điều tra$/);
  });
});

describe("the commendation of a small year", () => {
  it("has the units by class, the highest first, with the years beside each other", () => {
    const given = smallCommendation();
    const [so, agencies] = groupsInReadingOrder(given.result.manifest).map((group) =>
      tableRows(commendationTable(given, group)),
    );
    expect(so).toEqual([
      ["Xếp loại Tốt: 1 đơn vị"],
      [
        ...["1", "Sở A", "—", "—", "—", "79,55", "2", "Khá", "95,45", "1", "Tốt"],
        "Thay đổi người đứng đầu trong kỳ",
      ],
      ["Xếp loại Khá: 2 đơn vị"],
      [
        ...["2", "Sở C", "—", "—", "—", "79,55", "2", "Khá", "79,55", "2", "Khá"],
        "Năm 2024 đồng hạng; không tự đánh giá",
      ],
      [
        ...["3", "Sở B", "—", "—", "—", "100,00", "1", "Tốt", "79,55", "2", "Khá"],
        "Năm 2024 đồng hạng; năm 2023: Sở B cũ",
      ],
      ["Chưa xếp loại: 1 đơn vị"],
      [
        ...["4", "Sở D", "—", "—", "—", "—", "—", "—", "40,00", "4", "—"],
        "Năm 2023: đơn vị mới, tiếp nhận từ Sở X và Sở Y",
      ],
    ]);
    expect(agencies?.map((row) => row.slice(5))).toEqual([
      ["54,55", "—", "—", "54,55", "—", "—", "Không xếp hạng chung"],
      ["—", "—", "—", "63,64", "—", "—", "Năm 2023: không có trong kết quả; không xếp hạng chung"],
    ]);
  });

  it("has no class where no year has one", () => {
    const result = smallResult(SMALL_UNITS, { bands: {} });
    const years = [
      { year: 2023, manifest: null, reason: "chưa công bố" },
      { year: 2024, manifest: result.manifest },
    ];
    const given = smallCommendation({ result, years });
    expect(numbersOf(commendationTable(given, groupOf(result, "so")))).toEqual([
      ["1", "Sở A", "—", "—", "95,45", "1"],
      ["2", "Sở C", "—", "—", "79,55", "2"],
      ["3", "Sở B", "—", "—", "79,55", "2"],
      ["4", "Sở D", "—", "—", "40,00", "4"],
    ]);
    expect(numbersOf(headsTable(given))[0]?.slice(6)).toEqual(["95,45", "1"]);
    expect(numbersOf(tablesOf(headSheets(given))[0])).toEqual([
      ["2023", "—", "—"],
      ["2024", "95,45", "1/4"],
    ]);
  });

  it("has the heads of the year with their days in Vietnam, not those who left before it", () => {
    expect(numbersOf(headsTable(smallCommendation()))).toEqual([
      ["1", "An", "Giám đốc", "Sở A", "—", "02/03/2024", "95,45", "1", "Tốt"],
      ["2", "Bình", "—", "Sở A", "02/03/2024", "đương nhiệm", "95,45", "1", "Tốt"],
      ["3", "Dung", "Giám đốc", "Sở C", "01/01/2025", "đương nhiệm", "79,55", "2", "Khá"],
      ["4", "Cúc", "Giám đốc", "Sở B", "—", "đương nhiệm", "79,55", "2", "Khá"],
      ["5", "—", "—", "Sở D", "—", "—", "40,00", "4", "—"],
      ["6", "—", "—", "Ban E", "—", "—", "54,55", "—", "—"],
      ["7", "—", "—", "Ban F", "—", "—", "63,64", "—", "—"],
    ]);
    const [an, binh, dung, cuc] = remarksOf(headsTable(smallCommendation()));
    expect(an).toMatch(/^Ngày .*; đã thôi giữ chức vụ$/);
    expect(binh).toBe("");
    expect(dung).toBe("Nhận nhiệm vụ sau năm 2024");
    expect(cuc).toMatch(/^Có tài khoản từ 01\/02\/2024; ngày/);
  });

  it("gives each head the years of the unit and the other head with their days", () => {
    const sheets = headSheets(smallCommendation());
    expect(sheets.sections.length).toBe(4);
    expect(tableRows(tablesOf(sheets)[0] as ReportTable)).toEqual([
      ["2022", "—", "—", "—", "Chưa công bố"],
      ["2023", "79,55", "2/3", "Khá", "Đồng hạng"],
      ["2024", "95,45", "1/4", "Tốt", ""],
    ]);
    const texts = sheets.sections.map((section) => paragraphsOf({ title: "", sections: [section] }));
    const told = (at: number, word: string) => texts[at]?.find((text) => text.includes(word));
    expect(told(0, "cùng giữ")).toMatch(/: Bình \(từ 02\/03\/2024 đến nay\)\.$/);
    expect(told(1, "cùng giữ")).toMatch(/: An, Giám đốc \(đến 02\/03\/2024\)\.$/);
    expect(told(2, "cùng giữ")).toBeUndefined();
    expect(told(0, "Thời gian")).toMatch(/từ — đến 02\/03\/2024 \(ngày .*đã thôi/);
    expect(told(2, "Thời gian")).toMatch(/từ 01\/01\/2025 đến nay \(nhận nhiệm vụ sau năm 2024\)\.$/);
    expect(told(0, "Chức vụ:")).toMatch(/Giám đốc$/);
    const names = richTexts(sheets)
      .flatMap(runsOf)
      .filter(({ bold }) => bold);
    expect(names.map(({ text }) => text)).toEqual(["An", "Bình", "Dung", "Cúc"]);
    expect(told(1, "Thời gian")).toMatch(/từ 02\/03\/2024 đến nay\.$/);
    expect(told(1, "Chức vụ:")).toMatch(/—$/);
    expect(told(2, "Đơn vị:")).toMatch(/Sở C$/);
  });

  it("says of a unit that is not ranked, or was not there, that it was not", () => {
    const heads = smallCommendation()
      .heads.slice(0, 1)
      .map((one) => ({ ...one, unit: "f", until: null }));
    const [table] = tablesOf(headSheets(smallCommendation({ heads })));
    expect(tableRows(table as ReportTable).slice(1)).toEqual([
      ["2023", "—", "—", "—", "Không có trong kết quả"],
      ["2024", "63,64", "—", "—", "Không xếp hạng chung"],
    ]);
  });

  it("takes a year in which a unit had no maximum for one in which it was not there", () => {
    const given = smallCommendation();
    const { manifest } = given.result;
    const ranking = manifest.ranking.map((group) => ({
      ...group,
      units: group.units.map((unit) => (unit.unit === "b" ? { ...unit, max: 0 } : unit)),
    }));
    const years = [{ year: 2023, manifest: { ...manifest, year: 2023, ranking } }];
    const rows = tableRows(commendationTable({ ...given, years }, groupOf(smallResult(), "so")));
    expect(rows.find(([, name]) => name === "Sở B")?.slice(2, 5)).toEqual(["—", "—", "—"]);
  });

  it("leaves out classes that nobody is in, and says why a whole year stands empty", () => {
    const given = smallCommendation();
    const bands = { so: [..."ABC"].map((name) => ({ name, atLeast: 0 })) };
    const manifest = { ...given.result.manifest, settings: { ...given.result.manifest.settings, bands } };
    const group = groupOf(smallResult(), "so");
    const units = group.units.map((unit) => ({ ...unit, band: "B" }));
    const rows = tableRows(
      commendationTable({ ...given, result: { ...given.result, manifest } }, { ...group, units }),
    );
    expect(rows.filter((row) => row.length === 1)).toEqual([["Xếp loại B: 4 đơn vị"]]);
    const empty = paragraphsOf(commendationReport(given, CONTEXT)).filter((text) => /^Năm 20/.test(text));
    expect(empty).toEqual(["Năm 2022: chưa công bố."]);
    const below = commendationWorkbook(given)[0]?.rows.slice(-2);
    expect(below?.[0]?.[0]?.value).toBe("Năm 2022: chưa công bố.");
    expect(below?.[1]?.[0]?.value).toContain("12/QĐ-UBND");
  });

  it("names every other head, and all that is to be said of a year", () => {
    const { heads } = smallCommendation();
    const third = heads.slice(2, 3).map((one) => ({ ...one, unit: "a" }));
    const paragraphs = paragraphsOf(
      headSheets(smallCommendation({ heads: [...heads.slice(0, 2), ...third] })),
    );
    expect(paragraphs.find((text) => text.includes("cùng giữ"))).toMatch(
      /: Bình \(từ 02\/03\/2024 đến nay\); Cúc, Giám đốc \(đến nay\)\.$/,
    );
    const { e } = SMALL_UNITS as Record<"e", SmallUnit>;
    const result = smallResult({ e });
    const ranking = result.manifest.ranking.map((group) => ({
      ...group,
      units: ["e", "g"].flatMap((unit) => group.units.map((one) => ({ ...one, unit, rank: 1 }))),
    }));
    const years = [{ year: 2024, manifest: { ...result.manifest, ranking } }];
    const of = heads.slice(0, 1).map((one) => ({ ...one, unit: "e" }));
    const [table] = tablesOf(headSheets(smallCommendation({ result, years, heads: of })));
    expect(tableRows(table as ReportTable)[0]?.at(-1)).toBe("Đồng hạng; không xếp hạng chung");
  });

  it("rests on the result alone where no decision is entered", () => {
    const given = smallCommendation({ result: smallResult() });
    expect(paragraphsOf(commendationReport(given, CONTEXT))[0]).toBe("Theo kết quả Chỉ số CCHC năm 2024.");
  });
});

describe("workbooks of a small year", () => {
  const names = (sheets: readonly { name: string }[]) => sheets.map(({ name }) => name);

  it("have a sheet of each group, then of each unit in the ranking's order", () => {
    expect(names(annexWorkbook(smallResult()))).toEqual([
      ...["Xếp hạng Sở, ban, ngành", "Kết quả Cơ quan đặc thù", "Sở A", "Sở C", "Sở B", "Sở D"],
      ...["Ban E", "Ban F"],
    ]);
    expect(names(commendationWorkbook(smallCommendation()))).toEqual([
      ...["Sở, ban, ngành", "Cơ quan đặc thù", "Người đứng đầu"],
    ]);
  });

  it("say above the table whose it is and below by which root it can be checked", () => {
    const [ranking, , first] = annexWorkbook(smallResult());
    const text = (sheet: typeof first, at: number) => sheet?.rows.at(at)?.[0]?.value;
    expect(text(first, 1)).toBe("Sở A");
    expect(text(first, 2)).toMatch(/Chỉ số 95,45%; xếp hạng: 1\/4$/);
    expect(text(first, -1)).toContain("01234567 89abcdef");
    expect(text(ranking, -1)).toContain("01234567 89abcdef");
    expect(text(annexWorkbook({ ...smallResult(), root: null })[2], -1)).not.toMatch(/[0-9a-f]{8}/);
    const decided = { number: "12/QĐ-UBND", date: "2025-01-17", file: "" };
    expect(text(annexWorkbook({ ...smallResult(), decision: decided })[2], -1)).toContain("số 12/QĐ-UBND");
    expect(first?.rows.slice(5).map((row) => row[0]?.value)).toEqual([
      ...["1", "1.1", "f1c1s1", "f1c1s2", "f1c2", "2", "f2c1", "f2c2", "", undefined],
      text(first, -1),
    ]);
    expect(first?.head).toEqual([5, 5]);
    const unsealed = annexWorkbook({ ...smallResult(), sealedAt: null })[2];
    expect(text(unsealed, -1)).not.toMatch(/[0-9a-f]{8}/);
    expect([text(ranking, 0), text(ranking, 1)]).toEqual(["KẾT QUẢ CHỈ SỐ CCHC NĂM 2024", "Sở, ban, ngành"]);
    expect(ranking?.rows.at(-1)?.[0]?.italic).toBe(true);
    expect(ranking?.rows.at(-4)?.length).toBe(0);
    const none = smallResult({ z: { name: "Sở Z", self: null, appraised: [], survey: null } });
    expect(text(annexWorkbook(none)[1], 2)).toMatch(/Chưa có điểm$/);
    const lost = { ...none, manifest: { ...none.manifest, ranking: [] } };
    expect(text(unitWorkbook(lost, "z")[0], 2)).toMatch(/Chưa có điểm$/);
  });

  it("are told by title and name, and say whose points they show", () => {
    const given = smallCommendation();
    const heads = commendationWorkbook(given).at(-1);
    const titles = heads?.rows.slice(0, 2).map((row) => row[0]?.value);
    expect(titles).toEqual([expect.stringMatching(/^TỔNG HỢP .* 2024$/), "Người đứng đầu"]);
    expect(heads?.rows.at(-1)?.[0]?.value).toContain("12/QĐ-UBND");
    const sheet = sheetNamed(smallResult(), "b");
    const [own] = ownWorkbook("Sở B", "Bảng điểm 2024", sheet, 2);
    expect(own?.name).toBe("Sở B");
    expect(own?.rows.slice(0, 3).map((row) => row[0]?.value)).toEqual(["BẢNG ĐIỂM 2024", "Sở B", undefined]);
    expect(own?.rows.at(-1)?.[0]?.value).toContain("chưa được công bố");
    expect(own?.rows.slice(3, -2)).toEqual(unitWorkbook(smallResult(), "b")[0]?.rows.slice(4, -2));
    expect(unitWorkbook(smallResult(), "b").map(({ name }) => name)).toEqual(["Sở B"]);
    const bare = titledSheet("Tên", ["Một", "Hai", "Ba"], annexTable(sheet, 2));
    expect(bare.rows.length).toBe(3 + 1 + 1 + 9);
    const look = bare.rows
      .slice(0, 3)
      .map(([cell]) => [cell?.bold, cell?.italic, cell?.columns, cell?.align]);
    expect(look).toEqual([
      [true, false, 9, "center"],
      [true, false, 9, "center"],
      [false, true, 9, "center"],
    ]);
    expect(bare.rows.every((row, at) => at === 3 || row.length === 9)).toBe(true);
    expect(bare.rows[4]?.every((cell) => cell.bold && cell.bordered && cell.shaded)).toBe(true);
    expect(bare.rows[5]?.map(({ align }) => align)).toEqual(annexTable(sheet, 2).align);
    expect(bare.rows.slice(5).map(([cell]) => cell?.bold ?? false)).toEqual(
      Array.from({ length: 9 }, (_, at) => [0, 5, 8].includes(at)),
    );
    expect(
      bare.rows
        .slice(5)
        .flat()
        .every(({ bordered }) => bordered),
    ).toBe(true);
    expect(bare.rows[5]?.[2]).toMatchObject({ value: 5, decimals: 0 });
  });

  it("have a head over several columns and rows where the table has one", () => {
    const [sheet] = commendationWorkbook(smallCommendation());
    const [above, below] = sheet?.rows.slice(3, 5) ?? [];
    const cover = (row: typeof above) =>
      row?.flatMap((cell, at) => (cell.value === null ? [] : [[at, cell.columns ?? 1, cell.rows ?? 1]]));
    expect(cover(above)).toEqual([
      ...[
        [0, 1, 2],
        [1, 1, 2],
        [2, 3, 1],
        [5, 3, 1],
        [8, 3, 1],
        [11, 1, 2],
      ],
    ]);
    expect(cover(below)).toEqual(Array.from({ length: 9 }, (_, at) => [at + 2, 1, 1]));
    expect(sheet?.head).toEqual([4, 5]);
    const classes = sheet?.rows.filter((row) => String(row[0]?.value).includes("loại"));
    expect(classes?.map(([cell]) => [cell?.columns, cell?.bold, cell?.bordered])).toEqual(
      Array(3).fill([12, true, true]),
    );
  });

  it("make a row higher where its text is long", () => {
    const wordy = { ...(SMALL_UNITS.d as SmallUnit), exempt: { f1c1s2: "không có xã ".repeat(20) } };
    const [, short, long] = [
      ...annexWorkbook(smallResult()).slice(1, 3),
      annexWorkbook(smallResult({ d: wordy }))[1],
    ];
    const heights = (sheet: typeof short) => sheet?.rows.slice(5, 14).map((row) => row[1]?.height ?? 0) ?? [];
    expect(new Set(heights(short)).size).toBe(1);
    const tall = heights(long);
    expect(Math.max(...tall)).toBe(tall[3]);
    expect(tall[3]).toBeGreaterThan(5 * (tall[4] ?? 0));
  });
});

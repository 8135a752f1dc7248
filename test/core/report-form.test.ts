import { describe, expect, it } from "vitest";
import {
  annexTable,
  commendationReport,
  draftDecision,
  type Evidence,
  hashGroups,
  headSheets,
  plainText,
  type ReportChart,
  type ReportDocument,
  type ReportTable,
  rankingChart,
  reviewOf,
  type SelfAssessment,
  selfAssessmentReport,
} from "../../core/src/index.ts";
import {
  blocksOf,
  CONTEXT,
  paragraphsOf,
  richTexts,
  runsOf,
  sheetNamed,
  tableRows,
  tablesOf,
} from "./report-samples.ts";
import {
  analysis,
  groupOf,
  SMALL_UNITS,
  type SmallUnit,
  smallCommendation,
  smallResult,
} from "./report-small.ts";
import { pts, SMALL_SET } from "./samples.ts";

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
    expect(paragraphsOf(selfReport())[0]).toMatch(/: 5\/6 điểm tự đánh giá; ngoài ra có 4 điểm .*điều tra/);
    expect(paragraphsOf(selfReport({ sheet: wanting }))[0]).not.toMatch(/\d\/\d/);
  });

  it("speaks of no survey where none is held", () => {
    const { d } = SMALL_UNITS as Record<"d", SmallUnit>;
    const unsurveyed = smallResult({ d: { ...d, survey: null } }, { surveyHeld: false });
    const report = selfReport({ sheet: sheetNamed(unsurveyed, "d") });
    expect(paragraphsOf(report)[0]).toMatch(/: 5\/6 điểm tự đánh giá\.$/);
    const rows = tableRows(tablesOf(report)[0] as ReportTable);
    expect(rows.find(([code]) => code === "f2c2")?.slice(2)).toEqual(["—", "—", "Không đánh giá"]);
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

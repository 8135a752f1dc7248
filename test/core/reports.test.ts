import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  analyticalReport,
  annexTable,
  annexWorkbook,
  checkedSheet,
  commendationReport,
  comparedWithBefore,
  compareFractions,
  compileSet,
  computeSheet,
  draftDecision,
  type Evidence,
  freezeSheet,
  groupsInReadingOrder,
  hashGroups,
  headSheets,
  indexChange,
  isFigure,
  isSealed,
  lostPoints,
  placeName,
  type ReportTable,
  rankChange,
  rankingTable,
  reviewOf,
  type SelfScore,
  selfAssessmentReport,
  sheetRows,
  totalOf,
  unitSentences,
} from "../../core/src/index.ts";
import {
  BANDS,
  blocksOf,
  CONTEXT,
  commendation,
  headingsOf,
  otherYear,
  paragraphsOf,
  sealedResult,
  sheetNamed,
  tableRows,
  tablesOf,
} from "./report-samples.ts";
import { leaf, ledgersOf, pts, SMALL_SET, setOf, unitWith } from "./samples.ts";
import { ABSENT_UNIT, EXEMPT_REASON, EXEMPTING_UNIT, SMALL_SAMPLE_UNIT } from "./site-fixture.ts";

const RESULT = sealedResult();
const [SO, HUYEN, SPECIAL] = groupsInReadingOrder(RESULT.manifest);
if (!SO || !HUYEN || !SPECIAL) throw new Error("the fixture has three groups");

const NO_YEAR = { year: null, reason: "năm 2023 chưa có kết quả công bố trong hệ thống" };

describe("the draft of the decision", () => {
  const draft = () => draftDecision(RESULT, CONTEXT);

  it("prints the root in an article and in each annex, in groups of eight digits, and when it was sealed", () => {
    const words = JSON.stringify(draft());
    const printed = hashGroups(RESULT.root);
    expect(printed).toMatch(/^[0-9a-f]{8}( [0-9a-f]{8}){7}$/);
    expect(words.split(printed).length - 1).toBe(1 + 3);
    expect(words.split("14 giờ 05 phút, ngày 15 tháng 01 năm 2025").length - 1).toBe(1 + 3);
  });

  it("has the ranked groups first and the special agencies apart, without ranks", () => {
    const document = draft();
    const words = JSON.stringify(draft());
    const annexes = document.sections.slice(1);
    expect(annexes.map(({ landscape }) => landscape)).toEqual([true, true, true]);
    const [first, second, third] = tablesOf(document);
    expect(
      [first, second, third].map((table) => headingsOf(table as ReportTable).includes("Xếp hạng")),
    ).toEqual([...[true, true, false]]);
    expect(words).toContain("Phụ lục III");
    expect(words).toContain("4 cơ quan được đánh giá, không xếp hạng chung (Phụ lục III)");
  });

  it("says who leads, and who shares a rank", () => {
    const document = draft();
    const words = JSON.stringify(draft());
    expect(words).toContain("Đồng hạng: hạng 3 gồm Sở Công Thương và Sở Xây dựng.");
    const rows = tableRows(tablesOf(document)[0] as ReportTable);
    expect(rows.filter((row) => row.at(-1)?.includes("Đồng hạng")).map((row) => row[1])).toEqual([
      ...["Sở Công Thương", "Sở Xây dựng"],
    ]);
  });

  it("has classes where there are any, and none where not", () => {
    const document = draft();
    const banded = draftDecision(sealedResult({ settings: { bands: { so: BANDS } } }), CONTEXT);
    expect(tablesOf(banded).map((table) => headingsOf(table).includes("Xếp loại"))).toEqual([
      true,
      false,
      false,
    ]);
    expect(tablesOf(document).some((table) => headingsOf(table).includes("Xếp loại"))).toBe(false);
    expect(paragraphsOf(banded)).toContain("Xếp loại: Tốt từ 90%, Khá từ 80%.");
    const none = tableRows(tablesOf(banded)[0] as ReportTable).at(-1);
    expect(none?.at(-2)).toBe("—");
  });

  it("invents no number, day or law, and takes those that are known", () => {
    const document = draft();
    const words = JSON.stringify(draft());
    const [letterhead] = blocksOf(document);
    expect(letterhead).toMatchObject({ letterhead: { date: null, draft: true, place: "Lai Châu" } });
    const blanks = JSON.stringify(document).match(/"blank":true/g) ?? [];
    expect(blanks.length).toBeGreaterThan(6);
    expect(words).toContain("số 100/QĐ-UBND ngày 05/11/2024");
    expect(words).toContain("Biên bản họp Hội đồng số 05/BB-HĐTĐ");
    const decided = draftDecision(
      { ...RESULT, decision: { number: "12/QĐ-UBND", date: "2025-01-17", file: "" } },
      { ...CONTEXT, council: null, minutes: null },
    );
    expect(blocksOf(decided)[0]).toMatchObject({
      letterhead: { number: "Số: 12/QĐ-UBND", date: "2025-01-17", draft: false },
    });
    expect(JSON.stringify(decided)).toContain("số 12/QĐ-UBND ngày 17/01/2025");
    expect(JSON.stringify(decided)).toContain('"Biên bản số …… ngày …/…/……","blank":true');
  });

  it("exists only once the result is sealed", () => {
    expect(isSealed(RESULT)).toBe(true);
    expect(isSealed({ ...RESULT, root: null, sealedAt: null })).toBe(false);
    expect(isSealed({ ...RESULT, sealedAt: null })).toBe(false);
    expect(isSealed({ ...RESULT, root: null })).toBe(false);
  });
});

describe("a group's ranking", () => {
  it("is in the order that was sealed, with the sums of the sheets", () => {
    const table = rankingTable(RESULT, SO);
    expect(tableRows(table).map((row) => row[1])).toEqual(SO.units.map(({ name }) => name));
    table.rows.forEach((row, at) => {
      if ("heading" in row) throw new Error("no headings here");
      const { total } = sheetNamed(RESULT, SO.units[at]?.unit ?? "");
      const figures = row.cells.slice(2, 7).map((cell) => isFigure(cell) && Math.round(cell.value * 10_000));
      expect(figures).toEqual([total.max, total.self, total.appraised, total.survey, total.achieved]);
    });
  });

  it("says what is missing and why", () => {
    const rows = [...tableRows(rankingTable(RESULT, SO)), ...tableRows(rankingTable(RESULT, HUYEN))];
    const rowOf = (unit: string) => rows.find((row) => row[1] === sheetNamed(RESULT, unit).name);
    expect(rowOf(ABSENT_UNIT)?.[3]).toBe("—");
    expect(rowOf(ABSENT_UNIT)?.at(-1)).toBe("Không tự đánh giá");
    expect(rowOf(EXEMPTING_UNIT)?.at(-1)).toBe("Không đánh giá 2 tiêu chí");
    expect(rowOf(SMALL_SAMPLE_UNIT)?.at(-1)).toBe("2 tiêu chí có mẫu điều tra dưới mức tối thiểu");
  });

  it("names bonus and penalty points with the decision they rest on", () => {
    const sheet = sheetNamed(RESULT, "so-y-te");
    const decision = { number: "7/QĐ-HĐTĐ", date: "2025-01-09" };
    const items = [{ kind: "bonus" as const, points: pts(0.5), reason: "Sáng kiến", decision }];
    const achieved = Math.min((sheet.total.achieved ?? 0) + pts(0.5), sheet.total.max);
    const changed = {
      ...sheet,
      adjustments: { counted: pts(0.5), items },
      total: { ...sheet.total, achieved },
    };
    const sheets = RESULT.sheets.map((one) => (one === sheet ? changed : one));
    const row = tableRows(rankingTable({ ...RESULT, sheets }, SO)).find(([, name]) => name === sheet.name);
    expect(row?.at(-1)).toBe(
      "Điểm thưởng 0,5 (Quyết định số 7/QĐ-HĐTĐ ngày 09/01/2025); tính vào điểm đạt được: +0,5",
    );
  });
});

describe("a sheet in the annex's form", () => {
  it("has the annex's own columns", () => {
    expect(headingsOf(annexTable(sheetNamed(RESULT, "so-y-te"), 2))).toEqual([
      ...["TT", "Lĩnh vực/Tiêu chí/Tiêu chí thành phần", "Điểm tối đa", "Tự đánh giá", "Kết quả thẩm định"],
      ...["Điều tra xã hội học", "Điểm đạt được", "Chỉ số (%)", "Ghi chú"],
    ]);
  });

  it("names the surveyed leaves, leaves blank what has no points, and says why something is missing", () => {
    const sheet = sheetNamed(RESULT, ABSENT_UNIT);
    const rows = tableRows(annexTable(sheet, 2));
    const surveyed = sheet.rows.findIndex(({ source }) => source === "survey");
    expect(rows[surveyed]?.slice(3, 5)).toEqual(["", ""]);
    expect(rows[surveyed]?.at(-1)).toBe("Điều tra xã hội học");
    const scored = sheet.rows.findIndex(({ source }) => source === "self");
    expect(rows[scored]?.[3]).toBe("—");
    expect(rows[scored]?.[5]).toBe("");
    expect(rows[scored]?.at(-1)).toBe("Không tự đánh giá");
    const exempting = sheetNamed(RESULT, EXEMPTING_UNIT);
    const exempt = exempting.rows.findIndex((row) => row.source && row.exempt);
    expect(tableRows(annexTable(exempting, 2))[exempt]?.slice(2)).toEqual([
      ...["—", "—", "—", "—", "—", "—", `Không đánh giá: ${EXEMPT_REASON}`],
    ]);
  });

  it("adds up: the leaves' points are the total's, whatever is scored, missing or exempt", () => {
    fc.assert(
      fc.property(ledgersOf(SMALL_SET), (ledger) => {
        const given = unitWith({ exempt: ledger.exempt });
        const place = { scheme: "s", period: "p", unit: "so-y-te" };
        const sheet = computeSheet(compileSet(SMALL_SET), ledger);
        const frozen = freezeSheet(place, given, SMALL_SET, sheet, ledger).sheet;
        const table = annexTable(checkedSheet({ sheets: [frozen] }, "so-y-te"), 2);
        const figure = (at: number, column: number): number => {
          const row = table.rows[at];
          const cell = row && "cells" in row ? row.cells[column] : undefined;
          return cell !== undefined && isFigure(cell) ? Math.round(cell.value * 10_000) : 0;
        };
        const leaves = frozen.rows.flatMap(({ source }, at) => (source ? [at] : []));
        for (const column of [2, 3, 4, 5, 6])
          expect(leaves.reduce((sum, at) => sum + figure(at, column), 0)).toBe(
            figure(table.rows.length - 1, column),
          );
      }),
    );
  });

  it("is refused where it does not add up", () => {
    const sheet = sheetNamed(RESULT, "so-y-te");
    const rows = sheet.rows.map((row, at) =>
      at === 0 ? { ...row, achieved: (row.achieved ?? 0) + 1 } : row,
    );
    const sheets = RESULT.sheets.map((one) => (one === sheet ? { ...sheet, rows } : one));
    expect(() => annexWorkbook({ ...RESULT, sheets })).toThrow(/không khớp/);
  });
});

describe("the analytical report", () => {
  it("tells groups, fields, losses, self-assessment and single units, with a picture for each of the first", () => {
    const document = analyticalReport(RESULT, CONTEXT, NO_YEAR);
    const heads = blocksOf(document).flatMap((block) =>
      block.kind === "heading" && block.level === 1 ? [block.text] : [],
    );
    expect(heads.slice(0, 7).map((text) => text.split(".")[0])).toEqual([
      "I",
      "II",
      "III",
      "IV",
      "V",
      "VI",
      "VII",
    ]);
    const charts = blocksOf(document).flatMap((block) => (block.kind === "chart" ? [block.chart] : []));
    expect(charts.length).toBe(9);
    for (const { categories, series, alt } of charts) {
      expect(alt).toContain(categories[0]?.replace(/^\d+\. /, ""));
      for (const { values, labels } of series) {
        expect(values.length).toBe(categories.length);
        expect(labels.length).toBe(categories.length);
      }
    }
  });

  it("says why there is no year before", () => {
    const document = analyticalReport(RESULT, CONTEXT, NO_YEAR);
    expect(paragraphsOf(document)).toContain(
      "Không so sánh được với năm trước: năm 2023 chưa có kết quả công bố trong hệ thống.",
    );
  });

  it("compares with the year before, and says why a unit can't be", () => {
    const first = SO.units[0];
    if (!first) throw new Error("no unit");
    const year = { manifest: otherYear(RESULT, 2023), predecessors: { [first.unit]: ["Sở A", "Sở B"] } };
    const [fresh, second] = comparedWithBefore(SO, year);
    expect(fresh).toMatchObject({ before: null, reason: "đơn vị mới, tiếp nhận từ Sở A và Sở B" });
    expect(second?.before?.unit.rank).toBe(1);
    expect(comparedWithBefore(SO, { ...year, predecessors: {} })[0]?.reason).toBe(
      "không có trong kết quả năm 2023",
    );
    const compared = analyticalReport(RESULT, CONTEXT, { year });
    const table = tablesOf(compared).find(({ caption }) => caption.startsWith("So sánh với năm 2023 – Sở"));
    expect(tableRows(table as ReportTable)[0]?.slice(2)).toEqual([
      ...["—", first.index, "—", "—", "1", "—", "Đơn vị mới, tiếp nhận từ Sở A và Sở B"],
    ]);
    expect(paragraphsOf(compared).join()).toContain(`Không có số liệu năm trước để so sánh: ${first.name}.`);
  });

  it("says that numbers are provisional until the result is sealed", () => {
    const document = analyticalReport(RESULT, CONTEXT, NO_YEAR);
    const early = analyticalReport({ ...RESULT, root: null, sealedAt: null }, CONTEXT, NO_YEAR);
    expect(JSON.stringify(early)).toContain("(Số liệu tạm tính)");
    expect(paragraphsOf(early)).toContain("Số liệu trong báo cáo là tạm tính: kết quả chưa được chốt.");
    expect(JSON.stringify(document)).not.toContain("tạm tính");
  });

  it("tells a unit its five costliest leaves, whatever their number", () => {
    for (const sheet of RESULT.sheets.slice(0, 5)) {
      const told = unitSentences(RESULT, sheet)[1] ?? "";
      const lost = sheet.rows.filter(
        ({ source, exempt, achieved, max }) => source && !exempt && (achieved ?? 0) < max,
      );
      expect(told).toContain(` ${lost.length} tiêu chí`);
      expect(told.split("«").length - 1).toBe(Math.min(5, lost.length));
    }
  });

  it("tells a unit that did not assess itself so", () => {
    expect(unitSentences(RESULT, sheetNamed(RESULT, ABSENT_UNIT))[0]).toContain("Đơn vị không tự đánh giá");
  });

  it("stands where nothing is scored yet", () => {
    const empty = RESULT.sheets.map((sheet) => ({
      ...sheet,
      total: { ...sheet.total, self: null, appraised: null, survey: null, achieved: null },
      rows: sheet.rows.map((row) => ({ ...row, self: null, appraised: null, survey: null, achieved: null })),
    }));
    const early = { ...RESULT, sheets: empty, root: null, sealedAt: null };
    expect(paragraphsOf(analyticalReport(early, CONTEXT, NO_YEAR))).toContain(
      "Sở, ban, ngành tỉnh: chưa có đơn vị nào có điểm.",
    );
  });
});

describe("points lost", () => {
  it("are all that is missing to the maximum, the costliest leaf first", () => {
    const sheets = RESULT.sheets.filter(({ group }) => group === SO.group);
    const losses = lostPoints(sheets);
    const whole = losses.reduce((sum, { lost }) => sum + lost, 0);
    expect(whole).toBe(sheets.reduce((sum, { total }) => sum + total.max - (total.achieved ?? 0), 0));
    expect(losses.map(({ lost }) => lost)).toEqual(losses.map(({ lost }) => lost).toSorted((a, b) => b - a));
    for (const { units, of } of losses) expect(units.length).toBeLessThanOrEqual(of);
  });

  it("tells leaves of different sets apart", () => {
    const sheets = RESULT.sheets.filter(({ group }) => group === SPECIAL.group);
    expect(Math.max(...lostPoints(sheets).map(({ of }) => of))).toBe(1);
  });
});

describe("what changed in a year", () => {
  it.each([
    [{ achieved: 80, max: 100 }, { achieved: 81, max: 100 }, "+1,00"],
    [{ achieved: 81, max: 100 }, { achieved: 80, max: 100 }, "−1,00"],
    [{ achieved: 1, max: 3 }, { achieved: 2, max: 6 }, "0"],
    [{ achieved: 1, max: 3 }, { achieved: 1, max: 2 }, "+16,67"],
    [{ achieved: 100_000, max: 300_000 }, { achieved: 100_001, max: 300_000 }, "+0,0003"],
  ])("of an index from %j to %j is %s", (before, now, text) => {
    expect(indexChange(before, now, 2)).toBe(text);
  });

  it("of an index has the sign of the exact comparison, and the opposite one the other way", () => {
    const fraction = fc
      .tuple(fc.nat(1_000_000), fc.integer({ min: 1, max: 1_000_000 }))
      .map(([achieved, max]) => ({ achieved: Math.min(achieved, max), max }));
    fc.assert(
      fc.property(fraction, fraction, (a, b) => {
        const [there, back] = [indexChange(a, b, 2), indexChange(b, a, 2)];
        const sign = Math.sign(compareFractions(b, a));
        expect(there.startsWith("+") ? 1 : there.startsWith("−") ? -1 : 0).toBe(sign);
        expect(back.replace(/^[+−]/, "")).toBe(there.replace(/^[+−]/, ""));
      }),
    );
  });

  it.each([
    [5, 3, "tăng 2 bậc"],
    [1, 2, "giảm 1 bậc"],
    [4, 4, "giữ nguyên"],
    [null, 4, "—"],
    [4, null, "—"],
  ])("of a rank from %s to %s is «%s»", (before, now, text) => {
    expect(rankChange(before, now)).toBe(text);
  });
});

describe("the commendation", () => {
  it("has three years side by side, by class, with «—» and a reason where there is none", () => {
    const document = commendationReport(commendation(), CONTEXT);
    const [collective] = tablesOf(document);
    expect(headingsOf(collective as ReportTable).filter((text) => text.startsWith("Năm"))).toEqual([
      ...["Năm 2022", "Năm 2023", "Năm 2024"],
    ]);
    const rows = tableRows(collective as ReportTable);
    expect(rows[0]).toEqual([expect.stringMatching(/^Xếp loại Tốt: \d+ đơn vị$/)]);
    expect(rows.some(([text]) => text?.startsWith("Không xếp loại"))).toBe(true);
    expect(rows[1]?.slice(2, 8)).toEqual(["—", "—", "—", "—", "—", "—"]);
    expect(rows[1]?.at(-1)).toBe("Năm 2023: đơn vị mới, tiếp nhận từ Sở Cũ A và Sở Cũ B");
    expect(paragraphsOf(document)).toContain("Năm 2022: chưa có kết quả công bố trong hệ thống.");
  });

  it("rests on the decision that published the result", () => {
    const document = commendationReport(commendation(), CONTEXT);
    expect(paragraphsOf(document)[0]).toContain("Quyết định số 12/QĐ-UBND ngày 17/01/2025");
  });

  it("lists every head of the year with their time in the post, and units without one", () => {
    const document = commendationReport(commendation(), CONTEXT);
    const [collective, , , heads] = tablesOf(document);
    const rows = tableRows(heads as ReportTable);
    const ofUnit = (name: string) => rows.filter((row) => row[3] === name).map((row) => row.slice(1, 6));
    expect(ofUnit("Sở Y tế")).toEqual([
      ["Nguyễn Văn An", "Giám đốc", "Sở Y tế", "—", "15/08/2024"],
      ["Trần Thị Bình", "Giám đốc", "Sở Y tế", "15/08/2024", "đương nhiệm"],
    ]);
    const none = rows.find((row) => row[3] === "Sở Tư pháp");
    expect(none?.slice(1, 3)).toEqual(["—", "—"]);
    expect(none?.at(-1)).toBe("Chưa có tài khoản lãnh đạo đơn vị trong hệ thống");
    expect(rows.find((row) => row[1] === "Nguyễn Văn An")?.at(-1)).toBe(
      "Ngày nhận nhiệm vụ chưa ghi trong hệ thống; đã thôi giữ chức vụ",
    );
    const changed = tableRows(collective as ReportTable).find((row) => row[1] === "Sở Y tế");
    expect(changed?.at(-1)).toContain("hay đổi người đứng đầu trong kỳ");
  });

  it("gives each head a sheet, with the other named on it", () => {
    const given = commendation();
    const sheets = headSheets(given);
    expect(sheets.sections.length).toBe(2);
    expect(paragraphsOf(sheets)).toContain(
      "Trong kỳ đơn vị có thay đổi người đứng đầu; cùng giữ chức vụ trong kỳ: Nguyễn Văn An, Giám đốc (đến 15/08/2024).",
    );
    expect(headSheets({ ...given, heads: [] }).sections.length).toBe(1);
  });
});

describe("a unit's self-assessment report", () => {
  const set = setOf("b", [[leaf("f1c1s1"), leaf("f1c1s2")], leaf("f1c2", { source: "survey" })]);
  const score = (id: string, points: number, note = ""): SelfScore => ({
    ...{ scheme: "s", period: "p", unit: "so-y-te", leaf: id, field: "f1", rev: 1, by: "x", at: new Date(0) },
    ...{ facts: null, points: pts(points), note },
  });
  const evidence: Evidence = {
    ...{ scheme: "s", period: "p", unit: "so-y-te", rev: 1, by: "x", at: new Date(0) },
    ...{ title: "Kế hoạch CCHC", stage: "selfAssessment", fields: ["f1"], leaves: { f1c1s1: "trang 3" } },
    source: { kind: "document", number: "01/KH-SYT", date: "2024-01-05", issuer: "Sở Y tế" },
  };
  const scores = [score("f1c1s1", 2), score("f1c1s2", 1, "Có văn bản giải trình")];
  const self = Object.fromEntries(scores.map(({ leaf: id, points }) => [id, { points, rev: 1 }]));
  const sheet = computeSheet(compileSet(set), {
    exempt: {},
    surveyHeld: true,
    self,
    appraisal: {},
    survey: {},
  });
  const report = (number: string | null) =>
    selfAssessmentReport({
      ...{ unit: "Sở Y tế", owner: "Ủy ban nhân dân tỉnh Lai Châu", year: 2024, evidence: [evidence] },
      report: number === null ? null : { number, date: "2024-11-19", file: null },
      sheet: { rows: sheetRows(sheet), total: totalOf(sheet) },
      review: reviewOf({ exempt: {} }, set, scores, { f1c1s1: 1 }, 2024),
    });

  it("lists the sheet with its evidence, and what lacks some with its note", () => {
    const [scored, lacking] = tablesOf(report(null)).map(tableRows);
    expect(scored?.find(([code]) => code === "f1c1s1")?.slice(2)).toEqual([
      ...["2", "2", "Kế hoạch CCHC, số 01/KH-SYT ngày 05/01/2024, trang 3"],
    ]);
    expect(scored?.find(([code]) => code === "f1c2")?.[3]).toBe("Điều tra XHH");
    expect(scored?.at(-1)?.slice(1, 4)).toEqual(["Tổng cộng", "6", "3"]);
    expect(lacking).toEqual([["1", "f1c1s2 Nội dung f1c1s2", "1", "Có văn bản giải trình"]]);
  });

  it("is a draft until it has its number and day", () => {
    expect(blocksOf(report(null))[0]).toMatchObject({
      letterhead: { draft: true, parent: "UBND tỉnh Lai Châu" },
    });
    expect(blocksOf(report("35/BC-SYT"))[0]).toMatchObject({
      letterhead: { draft: false, number: "Số: 35/BC-SYT", date: "2024-11-19" },
    });
  });
});

it.each([
  ["Ủy ban nhân dân tỉnh Lai Châu", "Lai Châu"],
  ["UBND huyện Mường Tè", "Mường Tè"],
  ["UBND thành phố Lai Châu", "Lai Châu"],
  ["Sở Nội vụ", "Sở Nội vụ"],
])("the place of %s is %s", (owner, place) => {
  expect(placeName(owner)).toBe(place);
});

import { describe, expect, it } from "vitest";
import { annexTable, draftDecision, type ReportDocument, type SealedResult } from "../../core/src/index.ts";
import { blocksOf, CONTEXT, paragraphsOf, sheetNamed, tableRows } from "./report-samples.ts";
import { groupOf, remarksOf, SMALL_UNITS, type SmallUnit, smallResult } from "./report-small.ts";
import { pts } from "./samples.ts";

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
    expect(told(shared)[0]).toMatch(/thấp nhất: Sở D \(40,00%, [^)]*\)\) và Sở D2 \(40,00%, hạng 3\/4 /);
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
    const founded = (document: ReportDocument) =>
      paragraphsOf(document).find((text) => text.includes("thành lập Hội đồng"));
    expect(founded(province)).toMatch(/ ngày 05\/11\/2024 của Chủ tịch UBND tỉnh Lai Châu về việc thành lập/);
    expect(founded(ownedBy("Sở Nội vụ"))).toMatch(/ ngày 05\/11\/2024 về việc thành lập/);
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

import { describe, expect, it } from "vitest";
import {
  commendationReport,
  commendationTable,
  commendationWorkbook,
  groupsInReadingOrder,
  headSheets,
  headsTable,
  type ReportTable,
} from "../../core/src/index.ts";
import { CONTEXT, paragraphsOf, richTexts, runsOf, tableRows, tablesOf } from "./report-samples.ts";
import {
  groupOf,
  numbersOf,
  remarksOf,
  SMALL_UNITS,
  type SmallUnit,
  smallCommendation,
  smallResult,
} from "./report-small.ts";

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
      ["Không xếp loại: 1 đơn vị"],
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

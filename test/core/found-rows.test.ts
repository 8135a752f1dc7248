import type { SheetRow } from "@parindex/core";
import { describe, expect, it } from "vitest";
import { foundRows } from "../../hosting/src/sheet/found-rows.ts";

const row = (id: string, code: string, name: string, level: SheetRow["level"]) => ({ id, code, name, level });
const ROWS = [
  row("f1", "1", "Chỉ đạo, điều hành", "field"),
  row("f1c1", "1.1", "Kế hoạch cải cách hành chính", "criterion"),
  row("f1c1s1", "1.1.1", "Ban hành kế hoạch", "subCriterion"),
  row("f1c1s2", "1.1.2", "Mức độ hoàn thành", "subCriterion"),
  row("f1c2", "1.2", "Báo cáo định kỳ", "criterion"),
  row("f2", "2", "Cải cách thể chế", "field"),
  row("f2c1", "2.1", "Theo dõi thi hành pháp luật", "criterion"),
];
const found = (wanted: string) => foundRows(ROWS, wanted).map(({ id }) => id);

describe("a search of a sheet", () => {
  it("finds a row with the headings above it", () => {
    expect(found("hoan thanh")).toEqual(["f1", "f1c1", "f1c1s2"]);
    expect(found("BÁO CÁO")).toEqual(["f1", "f1c2"]);
    expect(found("1.1.2")).toEqual(["f1", "f1c1", "f1c1s2"]);
    expect(found("1.2")).toEqual(["f1", "f1c2"]);
  });

  it("finds all that stands below a heading it finds, and nothing beside it", () => {
    expect(found("the che")).toEqual(["f2", "f2c1"]);
    expect(found("kế hoạch cải cách")).toEqual(["f1", "f1c1", "f1c1s1", "f1c1s2"]);
  });

  it("finds every row while nothing is asked for, and none where nothing matches", () => {
    expect(foundRows(ROWS, " ")).toEqual(ROWS);
    expect(found("khong co")).toEqual([]);
  });
});

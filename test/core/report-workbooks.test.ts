import { describe, expect, it } from "vitest";
import {
  annexTable,
  annexWorkbook,
  commendationWorkbook,
  ownWorkbook,
  titledSheet,
  unitWorkbook,
} from "../../core/src/index.ts";
import { sheetNamed } from "./report-samples.ts";
import { SMALL_UNITS, type SmallUnit, smallCommendation, smallResult } from "./report-small.ts";

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

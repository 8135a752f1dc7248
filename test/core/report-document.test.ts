import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cellText,
  countFigure,
  dayOfInstant,
  decimalsOfColumn,
  differenceFigure,
  enumerated,
  exemptReason,
  fieldsOf,
  headTitle,
  indexChange,
  instantInWords,
  isCommittee,
  leavesUnder,
  percentFigure,
  placeOf,
  pointsFigure,
  rankText,
  sheetOf,
  shortName,
  signedPoints,
} from "../../core/src/index.ts";
import { sheetNamed } from "./report-samples.ts";
import { smallResult } from "./report-small.ts";
import { pts } from "./samples.ts";

describe("a number in a document", () => {
  it("has the decimals of its column, and the value that is printed", () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(90_000_000)), { minLength: 1 }), (column) => {
        const decimals = decimalsOfColumn(column);
        for (const points of column) {
          const cell = pointsFigure(points, decimals);
          if (points === null || typeof cell === "string") {
            expect([points, cell]).toEqual([null, "—"]);
            continue;
          }
          expect(cell.value).toBe(points / 10_000);
          expect(cell.decimals).toBe(decimals);
          expect(cell.text.split(",")[1]?.length ?? 0).toBe(decimals);
          expect(Number(cell.text.replaceAll(".", "").replace(",", "."))).toBe(points / 10_000);
        }
        const needed = column.map((points) => String((points ?? 0) / 10_000).split(".")[1]?.length ?? 0);
        expect(decimals).toBe(Math.max(...needed));
      }),
    );
  });

  it.each([
    [0, "0", 0],
    [pts(0.5), "+0,5", 1],
    [pts(-0.25), "−0,25", 2],
    [pts(-3), "−3", 0],
  ])("that is a difference of %d has its sign", (difference, text, decimals) => {
    expect(signedPoints(difference)).toBe(text);
    expect(differenceFigure(difference)).toEqual({ value: difference / 10_000, text, decimals });
  });

  it.each([
    ["86,72", { value: 86.72, text: "86,72", decimals: 2 }],
    ["100", { value: 100, text: "100", decimals: 0 }],
    ["—", "—"],
  ])("that is an index of %s stays what it is", (text, figure) => {
    expect(percentFigure(text)).toEqual(figure);
    expect(cellText(percentFigure(text))).toBe(text);
  });

  it("that counts has no decimals", () => {
    expect(countFigure(3)).toEqual({ value: 3, text: "3", decimals: 0 });
  });
});

it.each([
  [[], ""],
  [["a"], "a"],
  [["a", "b"], "a và b"],
  [["a", "b", "c"], "a, b và c"],
])("%j is enumerated as «%s»", (names, text) => {
  expect(enumerated(names)).toBe(text);
});

it("an instant is told by the day and hour in Vietnam, midnight as 00", () => {
  expect(dayOfInstant(new Date("2024-12-31T16:59:59Z"))).toBe("31/12/2024");
  expect(dayOfInstant(new Date("2024-12-31T17:00:00Z"))).toBe("01/01/2025");
  const words = instantInWords(new Date("2024-12-31T17:05:00Z"));
  expect(words.match(/\d+/g)).toEqual(["00", "05", "01", "01", "2025"]);
});

it.each([
  ["Ủy ban nhân dân tỉnh Lai Châu", "Chủ tịch", "UBND tỉnh Lai Châu"],
  ["UBND huyện Mường Tè", "Chủ tịch", "UBND huyện Mường Tè"],
  ["Sở Y tế", "Giám đốc", "Sở Y tế"],
  ["Văn phòng UBND tỉnh", "Chánh Văn phòng", "Văn phòng UBND tỉnh"],
  ["Thanh tra tỉnh", "Chánh Thanh tra", "Thanh tra tỉnh"],
  ["Phòng Nội vụ", "Trưởng phòng", "Phòng Nội vụ"],
  ["Ban Quản lý Khu kinh tế", "Trưởng ban", "Ban Quản lý Khu kinh tế"],
  ["Trung tâm Văn phòng Sở Ban Thanh tra Phòng UBND", "Thủ trưởng", null],
  ["Sởphòng Banh", "Thủ trưởng", null],
])("the head of «%s» is its %s", (body, title, short) => {
  expect(headTitle(body)).toBe(title);
  expect(shortName(body)).toBe(short ?? body);
  expect(isCommittee(body)).toBe(title === "Chủ tịch");
});

describe("of a result", () => {
  it("a unit's place is its group and rank, in words, or none", () => {
    const { manifest } = smallResult();
    const told = (unit: string) => {
      const place = placeOf(manifest, unit);
      return place && [place.group.group, rankText(place.group, place.unit)];
    };
    expect(["a", "b", "e", "x"].map(told)).toEqual([
      ["so", "1/4"],
      ["so", "2/4 (đồng hạng)"],
      ["khac", "không xếp hạng chung"],
      null,
    ]);
    const place = placeOf(manifest, "a");
    if (!place) throw new Error("no place");
    expect(rankText(place.group, { ...place.unit, rank: null })).toBe("—");
  });

  it("a sheet that is not there is named", () => {
    expect(sheetOf(smallResult(), "b").name).toBe("Sở B");
    expect(() => sheetOf(smallResult(), "x")).toThrow(/ x$/);
  });

  it("a row's leaves are those below it, up to the next of its level or above", () => {
    const { rows } = sheetNamed(smallResult(), "b");
    const under = (id: string) => {
      const row = rows.find((one) => one.id === id);
      if (!row) throw new Error(`no row ${id}`);
      return leavesUnder(rows, row).map((one) => one.id);
    };
    expect(under("f1")).toEqual(["f1c1s1", "f1c1s2", "f1c2"]);
    expect(under("f1c1")).toEqual(["f1c1s1", "f1c1s2"]);
    expect(under("f1c1s2")).toEqual(["f1c1s2"]);
    expect(under("f1c2")).toEqual(["f1c2"]);
    expect(under("f2")).toEqual(["f2c1", "f2c2"]);
    expect(fieldsOf({ rows }).map(({ id }) => id)).toEqual(["f1", "f2"]);
  });

  it("a leaf is left out for its unit's reason, or because nothing was surveyed", () => {
    const sheet = sheetNamed(smallResult(), "d");
    expect(exemptReason(sheet, "f1c1s2")).toBe("không có xã");
    expect(exemptReason(sheet, "f2c2")).toContain("không điều tra");
  });

  it.each([
    [{ achieved: 1, max: 3 }, { achieved: 2, max: 3 }, 0, "+33"],
    [{ achieved: 0, max: 1 }, { achieved: 1, max: 1 }, 0, "+100"],
    [{ achieved: null, max: 4 }, { achieved: 1, max: 4 }, 1, "+25,0"],
    [{ achieved: 1, max: 1000 }, { achieved: null, max: 4 }, 3, "−0,100"],
    [{ achieved: 1, max: 20_000 }, { achieved: 0, max: 1 }, 2, "−0,01"],
  ])("a change from %j to %j in %d decimals is %s", (was, is, decimals, text) => {
    expect(indexChange(was, is, decimals)).toBe(text);
  });
});

import type { UnitIndex } from "@parindex/core";
import { describe, expect, it } from "vitest";
import {
  type BoardOrder,
  EVERY_UNIT,
  foundUnits,
  placesOf,
  sortedPlaces,
} from "../../hosting/src/council/board-view.ts";

const GROUP = { id: "so", name: "Sở, ban, ngành", ranked: true };
const SETTINGS = { tieBreaks: [], decimals: 2, bands: { so: [{ name: "Tốt", atLeast: 8_000 }] } };

function unit(
  id: string,
  name: string,
  order: number,
  achieved: number | null,
  more: Partial<UnitIndex> = {},
) {
  const total = { max: 1_000_000, self: achieved, appraised: achieved, survey: null, achieved };
  const row: UnitIndex = {
    ...{
      unit: id,
      name,
      order,
      total,
      submission: "submitted",
      group: "so",
      criteriaSet: "pl01",
      fields: {},
    },
    ...{ surveyMax: 0, missing: { self: 0, appraisal: 0, survey: 0, insufficientSample: 0 } },
    ...{ leaves: 10, differs: 0, asked: 0, unproven: 0, provisional: false },
    ...more,
  };
  return row;
}

const BOARD = [
  unit("y-te", "Sở Y tế", 1, 700_000),
  unit("tu-phap", "Sở Tư pháp", 2, null, { submission: "draft", provisional: true }),
  unit("noi-vu", "Sở Nội vụ", 3, 900_000),
  unit("dan-toc", "Ban Dân tộc", 4, 900_000, { provisional: true }),
  unit("than-uyen", "Huyện Than Uyên", 5, 950_000, { group: "huyen" }),
];
const places = placesOf(BOARD, GROUP, SETTINGS);
const idsOf = (found: readonly { unit: UnitIndex }[]) => found.map(({ unit: { unit: id } }) => id);
const found = (text: string) => idsOf(foundUnits(places, { text, filter: "all" }));
const sorted = (by: BoardOrder, down: boolean) => idsOf(sortedPlaces(places, { by, down }));

describe("a group's places on the board", () => {
  it("are those of its own units, equal results sharing a rank", () => {
    expect(places.map(({ unit: { unit: id }, rank, of }) => [id, rank, of])).toEqual([
      ["noi-vu", 1, 4],
      ["dan-toc", 1, 4],
      ["y-te", 3, 4],
      ["tu-phap", null, 4],
    ]);
  });

  it("give nobody a rank who has no points yet, and one to whoever has none of them", () => {
    const zero = placesOf([unit("khong", "Sở Không", 1, 0)], GROUP, SETTINGS);
    expect(zero.map(({ rank }) => rank)).toEqual([1]);
    const blank = placesOf([unit("trong", "Sở Trống", 1, null)], GROUP, SETTINGS);
    expect(blank.map(({ rank }) => rank)).toEqual([null]);
  });

  it("name a class only where the result is complete", () => {
    expect(places.map(({ band }) => band)).toEqual(["Tốt", null, null, null]);
  });
});

describe("a search of the board", () => {
  it("ignores tone marks, case and the order of words", () => {
    expect(found("tu phap")).toEqual(["tu-phap"]);
    expect(found("PHÁP sở")).toEqual(["tu-phap"]);
    expect(found("ban dan")).toEqual(["dan-toc"]);
    expect(found("toà án")).toEqual([]);
  });

  it("finds every unit while nothing is asked for", () => {
    expect(foundUnits(places, EVERY_UNIT)).toEqual(places);
  });

  it("narrows by how the file stands, and by whether points are lacking", () => {
    expect(idsOf(foundUnits(places, { text: "", filter: "draft" }))).toEqual(["tu-phap"]);
    expect(idsOf(foundUnits(places, { text: "", filter: "provisional" }))).toEqual(["dan-toc", "tu-phap"]);
    expect(idsOf(foundUnits(places, { text: "so", filter: "final" }))).toEqual(["noi-vu", "y-te"]);
  });
});

describe("the board in another order", () => {
  it("follows the column either way, equal units by their place", () => {
    expect(sorted("index", true)).toEqual(["noi-vu", "dan-toc", "y-te", "tu-phap"]);
    expect(sorted("unitName", false)).toEqual(["y-te", "tu-phap", "noi-vu", "dan-toc"]);
    expect(sorted("place", true)).toEqual(["tu-phap", "y-te", "dan-toc", "noi-vu"]);
  });

  it("keeps units without a value last either way", () => {
    expect(sorted("index", false)).toEqual(["y-te", "noi-vu", "dan-toc", "tu-phap"]);
    expect(sorted("self", false).at(-1)).toBe("tu-phap");
    expect(sorted("self", true).at(-1)).toBe("tu-phap");
  });
});

import { describe, expect, it } from "vitest";
import { Settings } from "../../core/src/index.ts";
import {
  bandsText,
  readBands,
  readSettings,
  readTieBreak,
  tieBreakValue,
} from "../../hosting/src/admin/settings-text.ts";

const GROUPS = [
  { id: "so", name: "Sở", ranked: true },
  { id: "huyen", name: "Huyện", ranked: true },
];
const form = (entries: Record<string, string>, tieBreaks: string[] = []) => {
  const data = new FormData();
  for (const [name, value] of Object.entries(entries)) data.set(name, value);
  for (const value of tieBreaks) data.append("tieBreak", value);
  return data;
};

describe("settings as they are typed", () => {
  it("read classes from lines and write them back", () => {
    const bands = readBands("Tốt: 80\n\n Khá: 65,5 %\nTrung bình: 0", "Sở");
    expect(bands).toEqual([
      { name: "Tốt", atLeast: 8_000 },
      { name: "Khá", atLeast: 6_550 },
      { name: "Trung bình", atLeast: 0 },
    ]);
    expect(readBands(bandsText(bands), "Sở")).toEqual(bands);
  });

  it.each(["Tốt", "Tốt: tám mươi", ": 80", "Tốt: 101", "Tốt: 80,123"])("name the line of «%s»", (line) => {
    expect(() => readBands(`Khá: 60\n${line}`, "Sở")).toThrow("Sở: 2");
  });

  it("leave out what is off, and are settings", () => {
    const plain = readSettings(form({ decimals: "2", explanationRound: "on" }, ["", "", ""]), GROUPS);
    expect(plain).toEqual({
      ...{ decimals: 2, explanationRound: true, surveyHeld: false, bands: {}, tieBreaks: [] },
    });
    const all = readSettings(
      form(
        {
          ...{ decimals: "1", surveyHeld: "on", "withoutSurvey.huyen": "on", minimumSample: "30" },
          ...{ "bands.so": "Tốt: 80", bonusCap: "2,5", penaltyCap: "0" },
        },
        ["survey", "field:f2", ""],
      ),
      GROUPS,
    );
    expect(all).toMatchObject({
      ...{ withoutSurvey: ["huyen"], minimumSample: 30, bonusCap: 25_000 },
      tieBreaks: [{ by: "survey" }, { by: "field", field: "f2" }],
      bands: { so: [{ name: "Tốt", atLeast: 8_000 }] },
    });
    expect(all).not.toHaveProperty("penaltyCap");
    expect(Settings.safeParse({ ...all, version: 1 }).success).toBe(true);
  });

  it.each([[{ by: "survey" }], [{ by: "appraised" }], [{ by: "field", field: "f1" }]] as const)(
    "keep the tie-break %o",
    (tieBreak) => {
      expect(readTieBreak(tieBreakValue(tieBreak))).toEqual([tieBreak]);
      expect(readTieBreak(tieBreakValue(undefined))).toEqual([]);
    },
  );
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  canonicalJson,
  joinRanking,
  Manifest,
  type RankedUnit,
  RankingPart,
  splitRanking,
} from "../../core/src/index.ts";
import { periodWith } from "./samples.ts";

/** What Firestore lets one document hold. */
const DOCUMENT = 1024 * 1024;

const ranked = (group: string, at: number): RankedUnit => ({
  ...{ unit: `${group}-${String(at).padStart(5, "0")}`, name: "Ủy ban nhân dân xã ".padEnd(200, "ộ") },
  ...{ achieved: 855_000, max: 1_000_000, index: "85,5000", rank: at + 1, band: "Rất tốt" },
  ...{ selfAssessed: true, sha256: "0".repeat(64) },
});

const manifestOf = (sizes: readonly number[]): Manifest => ({
  ...{
    format: "parindex/1",
    scheme: "s",
    schemeName: "S",
    owner: "UBND",
    period: "2024",
    periodName: "2024",
  },
  ...{ year: 2024, version: 1, corrects: null, previousRoot: null, settings: periodWith().settings },
  ...{ insufficientSampleReason: null, criteriaSets: {} },
  ranking: sizes.map((size, at) => ({
    ...{ group: `g${at}`, name: `Nhóm ${at}`, ranked: true },
    units: Array.from({ length: size }, (_, n) => ranked(`g${at}`, n)),
  })),
});

describe("a ranking that is stored", () => {
  test("stays in its manifest up to 500 units", () => {
    const manifest = manifestOf([200, 0, 300]);
    expect(splitRanking(manifest)).toEqual({ manifest, parts: [] });
  });

  test("of thousands of units fills documents that Firestore takes", () => {
    const { manifest, parts } = splitRanking(manifestOf([3_900, 0, 100]));
    expect(parts).toHaveLength(9);
    for (const document of [manifest, ...parts])
      expect(new TextEncoder().encode(JSON.stringify(document)).length).toBeLessThan(DOCUMENT);
    for (const part of parts) expect(RankingPart.parse(part)).toEqual(part);
    expect(Manifest.parse(manifest).ranking.map(({ units }) => units)).toEqual([[], [], []]);
  });

  test("comes back as it was, byte for byte", () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 1_200 }), { maxLength: 4 });
    fc.assert(
      fc.property(sizes, (sizes) => {
        const whole = manifestOf(sizes);
        const { manifest, parts } = splitRanking(whole);
        expect(canonicalJson(joinRanking(manifest, parts))).toBe(canonicalJson(whole));
      }),
      { numRuns: 30 },
    );
  });
});

import { describe, expect, test } from "vitest";
import {
  leavesOf,
  missingForSubmission,
  parseFacts,
  refusalOfPoints,
  type SelfScore,
} from "../../core/src/index.ts";
import { inventClaim } from "../../tools/demo/claims.ts";
import { Random } from "../../tools/demo/random.ts";
import { castOf } from "../../tools/demo/world.ts";
import { SET_FILES, shippedSet } from "../core/lai-chau.ts";

const YEAR = 2024;
const sets = SET_FILES.map(shippedSet);
const byId = new Map(sets.map((set) => [set.id, set]));
const SEEDS = [0, 1, 2024, 4_294_967_296];

describe("the demonstration's chance", () => {
  test("gives the same numbers for the same text, others for another", () => {
    const draw = (seed: string) => {
      const random = new Random(seed);
      return Array.from({ length: 20 }, () => random.next());
    };
    expect(draw("2024/so-noi-vu")).toEqual(draw("2024/so-noi-vu"));
    expect(draw("2024/so-noi-vu")).not.toEqual(draw("2025/so-noi-vu"));
  });

  test("is spread over the whole range", () => {
    const random = new Random("spread");
    const counts = new Array<number>(10).fill(0);
    for (let drawn = 0; drawn < 10_000; drawn++) {
      const tenth = random.below(10);
      counts[tenth] = (counts[tenth] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  });

  test("casts every part with another unit", () => {
    for (let seed = 0; seed < 200; seed++) {
      const cast = castOf(seed, byId);
      const parts = [cast.silent, cast.exempted.unit, cast.returned, cast.thinlySurveyed];
      const all = [...parts, ...cast.forgetful, ...cast.explaining].map(({ id }) => id);
      expect(new Set(all).size).toBe(all.length);
      expect(all).toHaveLength(12);
    }
  });
});

describe("invented claims", () => {
  const claimsOf = (set: (typeof sets)[number], seed: number) =>
    [...leavesOf(set)].flatMap(({ field, leaf }) => {
      const claim = inventClaim(leaf, 0.85, new Random(`${seed}/${leaf.id}`), YEAR);
      return leaf.source === "self" ? [{ field, leaf, claim }] : [];
    });

  test.each(sets)("of $id are points the leaf can have, with facts its rule reads", (set) => {
    for (const seed of SEEDS)
      for (const { leaf, claim } of claimsOf(set, seed)) {
        expect(refusalOfPoints(claim.points, leaf)).toBeNull();
        if (claim.facts) expect(parseFacts(leaf.rule, claim.facts)).toMatchObject({ ok: true });
        else expect(leaf.rule.kind).toBe("manual");
      }
  });

  test.each(sets)(
    "of $id can be submitted, but not without the notes on what is claimed beyond the rule",
    (set) => {
      const found = { below: 0, beyond: 0 };
      for (const seed of SEEDS) {
        const scores = claimsOf(set, seed).map(
          ({ field, leaf, claim }): SelfScore => ({
            ...{ scheme: "s", period: "p", unit: "u", leaf: leaf.id, field: field.id },
            ...{ rev: 1, by: "someone", at: new Date(0), ...claim },
          }),
        );
        const missing = (all: SelfScore[]) => missingForSubmission("u", { exempt: {} }, set, all, YEAR);
        expect(missing(scores)).toEqual([]);
        const beyond = missing(scores.map((score) => ({ ...score, note: "" })));
        const noted = scores.filter(({ note }) => note !== "").map(({ leaf }) => leaf);
        expect(noted).toEqual(expect.arrayContaining(beyond.map(({ leaf }) => leaf)));
        found.beyond += beyond.length;
        found.below += noted.length - beyond.length;
      }
      expect(found.beyond).toBeGreaterThan(0);
      expect(found.below).toBeGreaterThan(0);
    },
  );
});

import process from "node:process";
import { describe, expect, test } from "vitest";
import { collectionsOf } from "./policy/request.ts";
import { OPEN } from "./policy.ts";
import { compareRandom, neverAllowed } from "./random.ts";
import { changesOf, constantsOf, sceneAt } from "./scenes.ts";
import { SPELLED } from "./spelled.ts";

const SEED = 2024;
/** Google's emulator takes several times as long: it is asked less, and may miss some kinds. */
const IS_SLOW = process.env.FIRESTORE_EMULATOR === "google";
const REQUESTS = IS_SLOW ? 400 : 2_000;

/** A sample of `npm run rules:random`, which alone is long enough to see everything allowed that may be. */
export function describeSample(): void {
  describe("the rules say the same as the policy", () => {
    test("which knows every collection that core spells", () => {
      const stored = new Set([...constantsOf("x").keys(), ...changesOf("x", sceneAt("sealed")).keys()]);
      const known = new Set([...stored].map(collectionsOf));
      for (const path of SPELLED) expect(known).toContain(collectionsOf(path));
    });

    test("on random requests, most kinds of which are allowed to some and refused to others", async () => {
      const counts = await compareRandom(REQUESTS, SEED);
      if (IS_SLOW) return;
      const missed = neverAllowed(counts);
      expect(missed.filter((head) => /^(create|update)/.test(head))).toEqual([]);
      expect(missed.length).toBeLessThan(OPEN.length / 5);
      const sum = (of: "allowed" | "refused") =>
        [...counts.values()].reduce((all, count) => all + count[of], 0);
      const share = sum("allowed") / (sum("allowed") + sum("refused"));
      expect(share).toBeGreaterThan(0.25);
      expect(share).toBeLessThan(0.75);
    }, 300_000);
  });
}

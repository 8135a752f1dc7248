import { describe, expect, test } from "vitest";
import { collectionsOf, OPEN } from "./policy.ts";
import { compareRandom, neverAllowed } from "./random.ts";
import { changesOf, constantsOf, sceneAt } from "./scenes.ts";
import { SPELLED } from "./spelled.ts";

const SEED = 2024;
/** About as many as make a request of every kind that some client may make. */
const REQUESTS = 2_400;

/** A sample of `npm run rules:random`. */
export function describeSample(): void {
  describe("the rules say the same as the policy", () => {
    test("which knows every collection that core spells", () => {
      const stored = new Set([...constantsOf("x").keys(), ...changesOf("x", sceneAt("sealed")).keys()]);
      const known = new Set([...stored].map(collectionsOf));
      for (const path of SPELLED) expect(known).toContain(collectionsOf(path));
    });

    test("on random requests of every kind", async () => {
      const counts = await compareRandom(REQUESTS, SEED);
      expect(neverAllowed(counts)).toEqual([]);
      const heads = [...counts.keys()];
      for (const open of OPEN) expect(heads).toContain(open);
      const sum = (of: "allowed" | "refused") =>
        [...counts.values()].reduce((all, count) => all + count[of], 0);
      const share = sum("allowed") / (sum("allowed") + sum("refused"));
      expect(share).toBeGreaterThan(0.2);
      expect(share).toBeLessThan(0.8);
    });
  });
}

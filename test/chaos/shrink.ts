import { FAULTS, type Limits } from "./faults.ts";
import { type Result, runSeed, type Setting } from "./run.ts";

/** How many schedules of a seed are tried with something left out, before it counts as needed; and for how long (ms). */
const SALTS = 24;
const PATIENCE = 30_000;

/**
 * Leaves out of a failing run whatever it fails without: kinds of faults, acts, then faults from the last on. Other
 * schedules of the same seed may take the place of its own. Returns the smallest run found that breaks the same invariant.
 */
export async function shrink(setting: Setting, failing: Result): Promise<Result> {
  const end = performance.now() + PATIENCE;
  const invariant = failing.violation?.invariant;
  // Played once more for its steps, which are told where nothing can be left out.
  let best = await runSeed(setting, failing.seed, failing.limits, true);

  const tried = async (change: Limits): Promise<boolean> => {
    const wanted = { ...best.limits, ...change };
    const first = wanted.salt ?? 0;
    for (let salt = first; salt < first + SALTS && performance.now() < end; salt += 1) {
      const result = await runSeed(setting, failing.seed, { ...wanted, salt }, true);
      if (result.violation?.invariant !== invariant) continue;
      best = result;
      return true;
    }
    return false;
  };

  for (const fault of FAULTS) {
    const { without = [] } = best.limits;
    if (best.faults[fault] > 0) await tried({ without: [...without, fault] });
  }
  for (let at = failing.acts.length - 1; at >= 0; at -= 1) {
    const { omit = [] } = best.limits;
    await tried({ omit: [...omit, at] });
  }
  for (const faults of [0, 1, 2, 3, 4, 6, 8]) {
    const total = Object.values(best.faults).reduce((sum, one) => sum + one, 0);
    if (faults >= total || (await tried({ faults }))) break;
  }
  return best;
}

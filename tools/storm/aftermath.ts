import { type Difference, reconcilePeriod } from "../../functions/src/store/reconcile.ts";
import type { Faults } from "../faults.ts";
import { standing } from "./check.ts";
import { beat, settled } from "./doors.ts";
import { passLeases } from "./kills.ts";
import { FIRST, inPeriod, SECOND } from "./people.ts";
import type { Region } from "./region.ts";
import { type Play, typeOnce } from "./year.ts";

/** Old events come once more, the clock goes on, processes die: what is published stays as it is, to the last document. */
export async function checkStanding(
  faults: Faults,
  region: Region,
): Promise<{ documents: number; again: number }> {
  // What a rewrite of a closed survey left behind is swept by the next one.
  await beat("rewriteAnswers");
  const before = await standing(FIRST);
  const again = region.deliverAgain();
  await Promise.all([
    again,
    beat("advanceYear"),
    beat("reconcile"),
    beat("gatherTallies"),
    beat("rewriteAnswers"),
  ]);
  await region.killAll(passLeases);
  await Promise.all([beat("advanceYear"), beat("rewriteAnswers"), beat("reconcile")]);
  await settled(region);
  const after = await standing(FIRST);
  for (const path of new Set([...before.keys(), ...after.keys()]))
    faults.same(`${path} after its publication`, after.get(path), before.get(path));
  return { documents: before.size, again: await again };
}

/** Events that never come: every clerk writes once more, nobody hears of it, reconciliation finds and mends it all. */
export async function outage(
  region: Region,
  play: Play,
): Promise<{ dropped: number; mended: Difference[]; left: Difference[] }> {
  region.dropping = true;
  const before = region.counts.dropped;
  await typeOnce(play, SECOND);
  await settled(region);
  region.dropping = false;
  const mended = await reconcilePeriod(inPeriod(SECOND));
  const left = await reconcilePeriod(inPeriod(SECOND));
  return { dropped: region.counts.dropped - before, mended, left };
}

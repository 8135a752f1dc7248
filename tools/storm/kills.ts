import { setTimeout as sleep } from "node:timers/promises";
import { refs } from "../../functions/src/store/refs.ts";
import type { Random } from "../demo/random.ts";
import { random } from "../demo/world.ts";
import { inPeriod, YEARS } from "./people.ts";
import type { Region } from "./region.ts";
import type { Storm } from "./run.ts";

/** Processes die: at random moments, or in the middle of what is sealed and published. */

/** Within how many ms whoever seals or publishes is killed at first. */
const FIRST_SPAN = 1_000;

/** How long (ms) it may take to seal or publish despite all kills. */
export const LONGEST = 15 * 60_000;

/** Nobody runs any more: the leases of whoever was killed end now, as they would after some minutes. */
export async function passLeases(): Promise<void> {
  const past = new Date(0);
  for (const period of YEARS) {
    const key = inPeriod(period);
    const { moving, seal } = (await refs.period(key).get()).data() ?? {};
    if (moving) await refs.period(key).update({ "moving.lease": past });
    if (seal) await refs.seal(key, seal).update({ lease: past });
    for (const doc of (await refs.surveys(key).get()).docs)
      if (doc.data().rewriting) await doc.ref.update({ rewriting: past });
  }
}

/** Kills at random moments, one instance or all of them, until told to stop. */
export async function killAtRandom(region: Region, storm: Storm, goesOn: () => boolean): Promise<void> {
  const chance = random(storm.seed, "kills");
  for (;;) {
    await region.whole();
    for (let left = storm.killEvery * 1_000 * chance.between(0.3, 1.7); left > 0; left -= 100) {
      if (!goesOn()) return;
      await sleep(100);
    }
    if (chance.chance(0.5)) region.killOne();
    else await region.killAll(passLeases);
  }
}

/** Does something that is killed midway at another moment each time, later and later, until it has come about. */
export async function despiteKills(
  region: Region,
  chance: Random,
  done: () => Promise<boolean>,
  act: () => Promise<unknown>,
): Promise<number> {
  let [kills, span] = [0, FIRST_SPAN];
  for (const end = Date.now() + LONGEST; !(await done()); ) {
    if (Date.now() > end) throw new Error("it did not come about for all the kills");
    await region.whole();
    const acting = act().then(
      () => true,
      () => true,
    );
    if (await Promise.race([acting, sleep(chance.below(span), false)])) {
      // Whoever was killed before may hold it up still.
      await Promise.race([passLeases(), sleep(1_000)]);
      continue;
    }
    kills += 1;
    span *= 1.7;
    await region.killAll(passLeases);
    await acting;
  }
  return kills;
}

import { Correction, paths } from "../../../core/src/index.ts";
import { SMALL_SET } from "../../functions/setup/small-set.ts";
import { adjusts, appraiser, exempts, pressing, scheduled } from "../acts.ts";
import { DECISION, press, type Sim } from "../people.ts";
import type { Prng } from "../prng.ts";
import { type Act, advanceAt, at, drawn, type Slice, standing } from "../slice.ts";
import { periodOf, read } from "../stored.ts";
import { DAY, PERIOD, SCHEME, UNITS } from "../templates.ts";
import { MINUTE, SECOND } from "../world.ts";

/** The result: adopted, sealed, published and corrected. */

const adopts = pressing("adopt", "council", { minutes: "BB 1", insufficientSampleReason: "Ít người" });
const seals = pressing("seal", "admin");
const reopens = pressing("reopen", "admin", { reason: "Bổ sung" });

const decides = (wait: number): Act =>
  pressing("enterDecision", "admin", ({ world }) => ({
    ...{ decision: DECISION, publishAt: new Date(world.now + wait).toISOString() },
  }));

/** Whoever calls next falls asleep over it. */
const naps = (millis: number): Act => ({
  name: `somebody sleeps for ${millis} ms`,
  run: async ({ world }) => world.nap(millis),
});

/** Whether the council and the standing body can do no more to bring a period to its publication. */
async function publishStep(sim: Sim): Promise<boolean> {
  const { database, world, caller } = sim;
  const { state, adoption, decision, dates } = periodOf(database);
  switch (state) {
    case "adoption":
      if (!adoption) {
        const adopted = { minutes: "BB 9", insufficientSampleReason: "Ít" };
        return (await press(sim, "adopt", "council", adopted)) === null;
      }
      await press(sim, "seal", "admin");
      return false;
    case "sealing":
      await world.sleep(6 * MINUTE);
      await caller.schedule("advanceYear");
      return false;
    case "sealed":
      if (!decision)
        await press(sim, "enterDecision", "admin", {
          ...{ decision: DECISION, publishAt: new Date(world.now + MINUTE).toISOString() },
        });
      else await advanceAt(sim, dates.publishAt);
      return false;
    default:
      return true;
  }
}

/** Does whatever still leads to the publication. */
async function publishes(sim: Sim): Promise<void> {
  for (let step = 0; step < 12; step += 1) if (await publishStep(sim)) return;
  sim.world.fail("a year comes to its publication", `still ${periodOf(sim.database).state}`);
}

export const sealing: Slice = {
  weight: 14,
  database: standing({ state: "adoption", self: true, appraised: true, surveyed: true }, 10 * DAY),
  acts: (random) => {
    const adoption = random.below(3_000);
    const seal = adoption + random.pick([100, 500, 1_500, 4_000]);
    const acts = [
      ...drawn(random, random.between(1, 4), adoption + 300, [
        [4, appraiser],
        [1, adjusts],
        [1, exempts],
      ]),
      at(adoption, adopts),
      at(seal, seals),
    ];
    const course = random.below(4);
    if (course === 0) {
      // Somebody takes over from who fell asleep, and the result is opened again before that one wakes.
      acts.push(at(seal + random.between(2_000, 3_200), naps(random.between(6, 18) * MINUTE)));
      acts.push(at(random.between(5, 8) * MINUTE + random.below(MINUTE), scheduled("advanceYear")));
      acts.push(at(random.between(6, 14) * MINUTE, reopens));
    } else if (course === 1) {
      // The result is opened again while it is being revealed.
      const reveal = random.between(40_000, 50_000);
      acts.push(at(20_000, decides(10_000)));
      acts.push(at(reveal, scheduled("advanceYear")));
      acts.push(at(reveal + random.below(500), reopens));
    } else {
      if (random.chance(0.3)) acts.push(at(random.between(seal, 60_000), seals));
      if (random.chance(0.3)) acts.push(at(random.between(seal, 400_000), reopens));
      if (random.chance(0.3)) acts.push(at(random.between(10_000, 300_000), adopts));
      acts.push(at(random.between(20_000, 100_000), decides(random.duration(10 * SECOND, 10 * MINUTE))));
      if (random.chance(0.5)) acts.push(at(random.between(30_000, 12 * MINUTE), scheduled("advanceYear")));
    }
    return acts;
  },
  finish: publishes,
  mayDrop: false,
  schedules: ["advanceYear", "reconcile", "rollUp"],
};

/** What may be corrected of a published result. */
function changesFor(random: Prng) {
  return Array.from({ length: random.between(1, 2) }, (_, index) => {
    const leaf = ["f1c2", "f2c2"][index] as string;
    const { max = 0, step = 1 } = SMALL_SET.leaves[leaf] ?? {};
    return {
      ...{ unit: random.pick(UNITS), leaf, points: random.between(0, max / step) * step, reason: "Nhầm" },
    };
  });
}

const drafts = (random: Prng): Act => {
  const changes = changesFor(random);
  return pressing("draftCorrection", "admin", ({ database }) => ({
    corrects: periodOf(database).publication ?? "none",
    changes,
  }));
};

const corrects = (random: Prng): Act => {
  const wait = random.chance(0.5) ? random.duration(10 * SECOND, 5 * MINUTE) : null;
  return {
    name: `admin publishes the correction ${wait === null ? "at once" : `in ${wait} ms`}`,
    run: async (sim) => {
      const version = Number(periodOf(sim.database).publication?.split("_v")[1] ?? 1) + 1;
      const root = read(sim.database, paths.correction(SCHEME, PERIOD, version), Correction)?.root;
      if (!root) return;
      const publishAt = wait === null ? null : new Date(sim.world.now + wait).toISOString();
      await press(sim, "publishCorrection", "admin", { root, decision: DECISION, publishAt });
    },
  };
};

export const correction: Slice = {
  weight: 5,
  database: standing({ state: "adoption", self: true, appraised: true, surveyed: true }, 10 * DAY),
  prepare: publishes,
  acts: (random) => [
    at(random.below(2_000), drafts(random)),
    ...drawn(random, random.between(1, 4), 5 * MINUTE, [
      [2, drafts],
      [3, corrects],
      [1, () => pressing("discardCorrection", "admin", { reason: "Thôi" })],
    ]),
    at(random.between(3_000, 60_000), corrects(random)),
    at(random.between(30_000, 8 * MINUTE), scheduled("advanceYear")),
  ],
  mayDrop: false,
  schedules: ["advanceYear", "rollUp"],
};

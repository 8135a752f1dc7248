import type { Sim } from "./people.ts";
import type { Database } from "./platform/database.ts";
import type { Prng } from "./prng.ts";
import type * as Product from "./product.ts";
import { databaseOf, datesFor, reminded, type Stage, yearAt } from "./templates.ts";
import { SECOND } from "./world.ts";

/** What parts of the year are put together from. */

/** Something that somebody does. */
export interface Act {
  name: string;
  run(sim: Sim): Promise<void>;
}

/** Something that is done some time (ms) after the beginning. */
export interface PlannedAct extends Act {
  at: number;
}

export type Schedule = keyof Pick<
  typeof Product,
  "advanceYear" | "gatherTallies" | "reconcile" | "rewriteAnswers" | "rollUp"
>;

/** A part of the year that a run plays: how the world stands, what is done in it, and what must have come of it. */
export interface Slice {
  /** Of a hundred runs, how many play it. */
  weight: number;
  database(random: Prng): Database;
  /** What comes next, without anything that goes wrong, where the functions themselves must make it: done once. */
  prepare?(sim: Sim): Promise<void>;
  acts(random: Prng): PlannedAct[];
  /** What is left to do at last, when nothing goes wrong any more. */
  finish?(sim: Sim): Promise<void>;
  /** Whether events may be lost for good, which its reconciliation mends. */
  mayDrop: boolean;
  /** The schedules that matter to it, in the order in which they run at last. */
  schedules: readonly Schedule[];
}

export const at = (moment: number, act: Act): PlannedAct => ({ at: moment, ...act });

/** Draws acts over a time (ms), each kind as often as its weight has it. */
export function drawn(
  random: Prng,
  count: number,
  span: number,
  kinds: readonly (readonly [weight: number, make: (random: Prng) => Act])[],
): PlannedAct[] {
  return Array.from({ length: count }, () => {
    const make = random.weighted(kinds);
    return { at: random.below(span), ...make(random) };
  });
}

/** A database at a stage, made once. `quiet`: all reminders of its dates went out before. */
export function standing(stage: Stage, step: number, quiet = true): () => Database {
  let made: Database | undefined;
  return () => {
    const dates = datesFor(stage.state, step);
    made ??= databaseOf([...yearAt(stage, dates), ...(quiet ? reminded(dates) : [])]);
    return made;
  };
}

/** Waits until an instant has passed, and lets the schedule move the year. */
export const advanceAt = async (sim: Sim, until: Date) => {
  await sim.world.sleep(Math.max(0, until.getTime() - sim.world.now) + 61 * SECOND);
  await sim.caller.schedule("advanceYear");
};

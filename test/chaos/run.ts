import { checkAll } from "./checks.ts";
import { Caller, isExplained } from "./events.ts";
import { FAULTS, type Fault, type Limits, type Rates } from "./faults.ts";
import type { Processes } from "./instance.ts";
import { Monitor } from "./monitor.ts";
import type { Sim } from "./people.ts";
import type { PooledKey } from "./platform/ballots.ts";
import { Database } from "./platform/database.ts";
import type { Prng } from "./prng.ts";
import type { Act, Slice } from "./slice.ts";
import { SLICES } from "./slices.ts";
import { DAY } from "./templates.ts";
import { MINUTE, type Step, Violation, World } from "./world.ts";

/** What one seed gave. */
export interface Result {
  seed: number;
  limits: Limits;
  slice: string;
  /** A hash of every step: the same for the same seed. */
  hash: number;
  steps: number;
  violation: { invariant: string; message: string } | null;
  faults: Record<Fault, number>;
  reached: ReadonlyMap<string, number>;
  trace: readonly Step[];
  acts: readonly string[];
}

/** What a run is made with. */
export interface Setting {
  processes: Processes;
  pool: readonly PooledKey[];
}

const CALM = Object.fromEntries(FAULTS.map((fault) => [fault, 0])) as Rates;

/** How likely each fault is in a run: most have a few kinds of them often, some have all, some none. */
function ratesOf(random: Prng): Rates {
  const scale: Rates = {
    ...{ kill: 0.02, stall: 0.02, abort: 0.12, error: 0.02, lostAnswer: 0.12, timeout: 0 },
    ...{ duplicate: 0.4, delay: 0.4, drop: 0.15, overlap: 0.6, doubleClick: 0.4, giveUp: 0.2, skew: 0.6 },
  };
  const share = random.pick([0, 0.3, 0.6, 1]);
  const rates = { ...scale };
  for (const fault of FAULTS) rates[fault] = random.chance(share) ? scale[fault] * random.real() : 0;
  // Some runs are of machines that fall asleep, and of little else.
  return random.chance(0.15) ? { ...rates, stall: 0.06, kill: rates.kill / 4 } : rates;
}

/** What lines of the log tell, as far as it is looked at. */
interface Told {
  unit?: string;
  columns?: string[];
  error?: { name: string; code: string; at: string[] };
}

/** What a line tells of gaps in the history: units and columns. */
const gapsIn = ({ unit = "", columns = [] }: Told): string[] => columns.map((column) => `${unit} ${column}`);

/** What a closing logs where tallies and answers do not agree, which they always do. */
const UNHEARD_OF = new Set(["survey.recountDiffers", "survey.forgedAnswers"]);

interface Setup {
  sim: Sim;
  reported: Set<string>;
  end(): void;
}

/** Sets a world up: a database like another one, instances that serve it, and who looks on. */
function setUp({ processes, pool }: Setting, world: World, like: Database, watched: boolean): Setup {
  const database = new Database(world.clock, like);
  world.database = database;
  const reported = new Set<string>();
  const serving = processes.serving(world, (level, name, detail) => {
    const told = detail as Told;
    if (name === "history.gap") for (const gap of gapsIn(told)) reported.add(gap);
    if (level !== "error") return;
    world.reach(`logged ${name}`);
    if (UNHEARD_OF.has(name)) world.fail("tallies equal the recount", `${name}: ${JSON.stringify(detail)}`);
    if (told.error && !isExplained(told.error))
      world.fail("fails only where a fault explains it", `${name}: ${JSON.stringify(told)}`);
  });
  const caller = new Caller(world, serving.of, processes.product);
  const sim: Sim = {
    ...{ world, database, caller, pool, acknowledged: new Map(), pressed: [] },
    survey: { codes: [], answers: new Map(), drawn: new Map() },
  };
  const monitor = new Monitor(world, database);
  world.onTransaction = (name) => monitor.committed(name);
  database.onCommit = (changes, at) => {
    if (watched) monitor.look(changes, at);
    caller.hear(changes);
  };
  return { sim, reported, end: serving.end };
}

/** What a run begins with: the database, and the codes that respondents hold. */
interface Beginning {
  database: Database;
  codes: string[];
}

const prepared = new WeakMap<Setting, Map<Slice, Beginning>>();

/** What a slice begins with, brought there by the functions themselves where they must. */
async function beginningOf(setting: Setting, slice: Slice, random: Prng): Promise<Beginning> {
  const { prepare } = slice;
  if (!prepare) return { database: slice.database(random), codes: [] };
  const known = prepared.get(setting) ?? new Map<Slice, Beginning>();
  prepared.set(setting, known);
  const found = known.get(slice);
  if (found) return found;
  const world = new World(0, () => CALM);
  world.now -= DAY;
  const { sim, end } = setUp(setting, world, slice.database(world.acts), false);
  await world.until(() => prepare(sim));
  await world.exhaust();
  end();
  if (world.violation) throw world.violation;
  const made = { database: sim.database, codes: sim.survey.codes };
  known.set(slice, made);
  return made;
}

const WEIGHTED_SLICES = Object.entries(SLICES).map(([name, { weight }]) => [weight, name] as const);

/** Lets everything come to rest, does what is left to do, and runs the schedules until nothing is held any more. */
async function comeToRest({ sim, reported }: Setup, slice: Slice): Promise<void> {
  const { world, caller } = sim;
  world.faults.calm = true;
  await world.exhaust();
  const run = async () => {
    await slice.finish?.(sim);
    // Longer than anything is held by who died over it.
    await world.sleep(11 * MINUTE);
    reported.clear();
    for (const schedule of slice.schedules) await caller.schedule(schedule);
  };
  if (!world.violation) await world.until(run);
  if (!world.violation) await world.exhaust();
}

/** Plays one seed. The same seed with the same limits gives the same steps. */
export async function runSeed(
  setting: Setting,
  seed: number,
  limits: Limits = {},
  keepTrace = false,
): Promise<Result> {
  const world = new World(seed, ratesOf, limits, keepTrace);
  // Drawn in any case: what is drawn after it is the same.
  const drawn = world.acts.weighted(WEIGHTED_SLICES);
  const name = limits.slice ?? drawn;
  const slice = SLICES[name] as Slice;
  const { database, codes } = await beginningOf(setting, slice, world.acts);
  const setup = setUp(setting, world, database, true);
  setup.sim.survey.codes.push(...codes);
  setup.sim.caller.mayDrop = slice.mayDrop;
  const acts = slice.acts(world.acts);
  const chosen = acts.filter((_, at) => !limits.omit?.includes(at));
  for (const act of chosen) world.add(world.now + act.at, `act: ${act.name}`, () => perform(setup.sim, act));
  await world.exhaust();
  if (!world.violation) await comeToRest(setup, slice);
  if (!world.violation) checkAll(setup.sim, setup.reported, slice.schedules.includes("rollUp"));
  setup.end();
  const { violation } = world;
  return {
    ...{ seed, limits, slice: name, hash: world.hash >>> 0, steps: world.taken },
    violation: violation && { invariant: violation.invariant, message: violation.message },
    ...{ faults: world.faults.counts, reached: world.reached, trace: world.steps },
    acts: chosen.map((act) => `${act.at} ms ${act.name}`),
  };
}

function perform(sim: Sim, act: Act): void {
  act.run(sim).catch((error: unknown) => {
    if (error instanceof Violation) return;
    sim.world.fail("the simulator itself does not fail", String((error as Error).stack));
  });
}

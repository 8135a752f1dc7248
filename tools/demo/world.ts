import { serverTimestamp } from "firebase/firestore";
import {
  type Column,
  type CriteriaSet,
  collectionOf,
  type LeafNode,
  Ledger,
  leavesOf,
  Period,
  type PeriodDate,
  type PeriodState,
  paths,
  type Roster,
} from "../../core/src/index.ts";
import { DEMO_ACCOUNTS, type DemoAccount, ROSTER, SCHEME } from "../seed.ts";
import { runScheduled, type Session, until, type Write } from "./doors.ts";
import { expectSame } from "./expect.ts";
import { Random } from "./random.ts";

export const PERIOD = "2024";
export const YEAR = 2024;
export const KEY = { scheme: SCHEME, period: PERIOD };
export const PERIOD_PATH = paths.period(SCHEME, PERIOD);

export type RosterUnit = Roster["units"][number];

/** How many score documents and how many versions a column of a unit has by now. */
type Tally = Record<Column, { n: number; revs: number }>;

const emptyTally = (): Tally => ({
  self: { n: 0, revs: 0 },
  appraisal: { n: 0, revs: 0 },
  survey: { n: 0, revs: 0 },
  explanation: { n: 0, revs: 0 },
});

/** Who plays which part this year, drawn by the seed. */
export interface Cast {
  /** Never submits. */
  silent: RosterUnit;
  /** Is exempted from a leaf. */
  exempted: { unit: RosterUnit; leaf: LeafNode };
  /** Try to submit with a leaf unscored. */
  forgetful: readonly RosterUnit[];
  /** Gets its file back after the deadline. */
  returned: RosterUnit;
  /** Too few people of it answered the survey. */
  thinlySurveyed: RosterUnit;
  /** Explain what was adjusted. */
  explaining: readonly RosterUnit[];
}

/** The year as the demonstration plays it: its seed, people, and what they have written so far. */
export interface World {
  seed: number;
  units: readonly RosterUnit[];
  sets: ReadonlyMap<string, CriteriaSet>;
  period: Period;
  cast: Cast;
  admin: Session;
  chair: Session;
  appraisers: ReadonlyMap<string, Session>;
  written: ReadonlyMap<string, Tally>;
  /** Per unit, the leaves whose score an appraiser changed. */
  adjusted: ReadonlyMap<string, string[]>;
  /** The one leaf that its appraiser overlooked, left to the council. */
  overlooked: { unit: string; leaf: LeafNode } | null;
}

export const random = (seed: number, ...purpose: string[]) => new Random([seed, ...purpose].join("/"));

function shuffled<T>(items: readonly T[], source: Random): T[] {
  const result = [...items];
  for (let at = result.length - 1; at > 0; at--) {
    const other = source.below(at + 1);
    const held = result[at] as T;
    result[at] = result[other] as T;
    result[other] = held;
  }
  return result;
}

/** The leaves of a unit's set that it scores itself, in printed order. */
export const selfLeaves = (set: CriteriaSet): LeafNode[] =>
  [...leavesOf(set)].flatMap(({ leaf }) => (leaf.source === "self" ? [leaf] : []));

/** The leaves of a unit's set that the survey scores, in printed order. */
export const surveyLeaves = (set: CriteriaSet): LeafNode[] =>
  [...leavesOf(set)].flatMap(({ leaf }) => (leaf.source === "survey" ? [leaf] : []));

/** Draws who plays which part. */
export function castOf(seed: number, sets: ReadonlyMap<string, CriteriaSet>): Cast {
  const source = random(seed, "cast");
  const [silent, exempted, returned, thinlySurveyed, ...others] = shuffled(ROSTER.units, source);
  if (!silent || !exempted || !returned || !thinlySurveyed) throw new Error("the roster has too few units");
  const leaves = selfLeaves(setOf(sets, exempted));
  const leaf = leaves[source.below(leaves.length)] as LeafNode;
  return {
    silent,
    exempted: { unit: exempted, leaf },
    returned,
    thinlySurveyed,
    forgetful: others.slice(0, 2),
    explaining: others.slice(2, 8),
  };
}

export function setOf(sets: ReadonlyMap<string, CriteriaSet>, unit: RosterUnit): CriteriaSet {
  const set = sets.get(unit.criteriaSet);
  if (!set) throw new Error(`criteria set ${unit.criteriaSet} is not there`);
  return set;
}

export const newTallies = () => new Map(ROSTER.units.map(({ id }) => [id, emptyTally()]));

/** The demonstration account with this role. */
export function accountWith(holds: (account: DemoAccount) => boolean): DemoAccount {
  const account = DEMO_ACCOUNTS.find(holds);
  if (!account) throw new Error("no demonstration account has this role");
  return account;
}

export const editorOf = ({ id }: RosterUnit) => accountWith(({ roles }) => roles.unitEditor === id);
export const headOf = ({ id }: RosterUnit) => accountWith(({ roles }) => roles.unitHead === id);

/** Remembers that versions of a column's documents were written: `n` of them new documents. */
export function remember(world: World, unit: string, column: Column, n: number, revs = n): void {
  const tally = world.written.get(unit)?.[column];
  if (!tally) throw new Error(`unit ${unit} is not there`);
  tally.n += n;
  tally.revs += revs;
}

/** A score document to write: content, with its place and version as the rules demand them. */
export function scoreWrite(
  session: Session,
  set: CriteriaSet,
  unit: string,
  column: Exclude<Column, "survey">,
  leaf: string,
  rev: number,
  content: Record<string, unknown>,
): Write {
  const field = set.leaves[leaf]?.field ?? "";
  return {
    path: paths.score(SCHEME, PERIOD, unit, collectionOf[column], leaf),
    data: { ...KEY, unit, leaf, field, rev, by: session.uid, at: serverTimestamp(), ...content },
  };
}

/**
 * Writes new score documents of one column and unit, some in a batch: security rules may look at 20 documents a
 * batch, and an appraisal makes them look at the self score it judges.
 */
export async function writeNew(
  world: World,
  session: Session,
  unit: string,
  column: Exclude<Column, "survey">,
  writes: readonly Write[],
): Promise<void> {
  const BATCH = 10;
  for (let at = 0; at < writes.length; at += BATCH) await session.write(...writes.slice(at, at + BATCH));
  remember(world, unit, column, writes.length);
}

/** How far ahead a date is moved (ms); the longer ones where the call itself took longer than that. */
const LEADS = [2_000, 10_000, 30_000];

/** Sets a date to a moment from now and waits for it: dates move, not the clock. */
export async function soon(set: (at: Date) => Promise<unknown>): Promise<void> {
  for (const lead of LEADS) {
    const at = new Date(Date.now() + lead);
    try {
      await set(at);
    } catch (error) {
      if (Date.now() <= at.getTime() || lead === LEADS.at(-1)) throw error;
      continue;
    }
    return comes(at);
  }
}

/** Brings one of the period's dates about. */
export const bringDate = (world: World, date: PeriodDate): Promise<void> =>
  soon((at) =>
    world.admin.call("setDate", {
      ...{ ...KEY, date, to: at.toISOString() },
      reason: "Rút ngắn thời hạn để minh họa",
    }),
  );

/** Waits until an instant has passed. */
async function comes(instant: Date): Promise<void> {
  await until("the moved date", async () => (Date.now() > instant.getTime() ? true : null), 60_000, 50);
}

/** Runs the schedule and expects it to bring the period to a state. */
export async function advanceTo(world: World, state: PeriodState): Promise<void> {
  await runScheduled("advanceYear");
  world.period = await world.admin.must(PERIOD_PATH, Period);
  expectSame("the period's state", world.period.state, state);
}

function isFolded(ledger: Ledger, tally: Tally): boolean {
  return (["self", "appraisal", "survey"] as const).every((column) => {
    const scores = Object.values(ledger[column]);
    const revs = scores.reduce((sum, { rev }) => sum + rev, 0);
    return scores.length === tally[column].n && revs === tally[column].revs;
  });
}

/** Waits until every ledger has folded all that was written, whatever order the events take. */
export async function drained(world: World, units: readonly RosterUnit[] = world.units): Promise<void> {
  const LIMIT = 300_000;
  for (const { id } of units) {
    const tally = world.written.get(id) ?? emptyTally();
    await until(
      `the ledger of ${id}`,
      async () => {
        const ledger = await world.admin.must(paths.ledger(SCHEME, PERIOD, id), Ledger);
        return isFolded(ledger, tally) ? true : null;
      },
      LIMIT,
    );
  }
}

import {
  Appraisal,
  type Column,
  collectionOf,
  compileSet,
  computeSheet,
  emptyLedger,
  foldChanges,
  isSufficient,
  paths,
  type ScoreChange,
  SelfScore,
  SurveyScore,
  Unit,
  UnitIndex,
  unitIndex,
} from "../../core/src/index.ts";
import { SCHEME } from "../seed.ts";
import { until } from "./doors.ts";
import { expectSame } from "./expect.ts";
import { PERIOD, type RosterUnit, setOf, type World } from "./world.ts";

/** Recomputes a unit's index from its score documents alone. */
async function recomputed(world: World, unit: RosterUnit): Promise<UnitIndex> {
  const { chair, period } = world;
  const column = (name: Column) => paths.column(SCHEME, PERIOD, unit.id, collectionOf[name]);
  const stored = await chair.must(paths.unit(SCHEME, PERIOD, unit.id), Unit);
  const self = await chair.list(column("self"), SelfScore);
  const appraisals = await chair.list(column("appraisal"), Appraisal);
  const surveyed = await chair.list(column("survey"), SurveyScore);
  const changes: ScoreChange[] = [
    ...[...self.values()].map(({ leaf, points, rev }) => ({ column: "self" as const, leaf, points, rev })),
    ...[...appraisals.values()].map(({ leaf, points, rev }) => ({
      ...{ column: "appraisal" as const, leaf, points, rev },
    })),
    ...[...surveyed.values()].map((score) => {
      const { leaf, points, rev } = score;
      return { column: "survey" as const, leaf, points, rev, sufficient: isSufficient(score) };
    }),
  ];
  const ledger = foldChanges(emptyLedger(unit.id, stored, period.settings), changes);
  return unitIndex(ledger, computeSheet(compileSet(setOf(world.sets, unit)), ledger));
}

/** Every live index equals the recomputation from the score documents (design §5.1). */
export async function checkIndices(world: World): Promise<void> {
  const live = await world.chair.list(paths.indices(SCHEME, PERIOD), UnitIndex);
  for (const unit of world.units)
    expectSame(`the live index of ${unit.id}`, live.get(unit.id), await recomputed(world, unit));
}

/** Every version of every score and explanation has its entry in the history (design §5.5). Returns how many. */
export async function checkHistory(world: World): Promise<number> {
  let entries = 0;
  for (const unit of world.units) {
    let revs = 0;
    for (const collection of Object.values(collectionOf))
      revs += (await world.chair.tally(paths.column(SCHEME, PERIOD, unit.id, collection))).revs;
    const written = Object.values(world.written.get(unit.id) ?? {}).reduce(
      (sum, tally) => sum + tally.revs,
      0,
    );
    expectSame(`versions of ${unit.id}`, revs, written);
    const history = paths.history(SCHEME, PERIOD, unit.id);
    await until(`the history of ${unit.id}`, async () => {
      const { n } = await world.chair.tally(history);
      return n === revs ? n : null;
    });
    entries += revs;
  }
  return entries;
}

import {
  meanIndexText,
  type Period,
  Publication,
  queries,
  type Rollup,
  type Scheme,
  UnitIndex,
} from "@parindex/core";
import { Failures } from "./failures.ts";
import { queryAt } from "./firestore.ts";
import { newestPeriod } from "./periods.ts";
import { wholePublication } from "./publications.ts";
import { type PeriodKey, refs } from "./refs.ts";

type Named = Pick<Scheme, "name" | "owner" | "tier">;

const named = ({ name, owner, tier }: Named): Named => ({ name, owner, tier });

const periodOf = (id: string, { name, year, state }: Period) => ({ id, name, year, state });

/** The rollup of a scheme that begins. */
export const newRollup = (
  { scheme, period: id }: PeriodKey,
  of: Named,
  period: Period,
  at: Date,
): Rollup => ({
  ...{ scheme, ...named(of), published: null, at },
  period: { ...periodOf(id, period), units: period.unitCount, submitted: 0, appraised: 0 },
});

/** The newest period of a scheme with its counts, all by aggregation. */
async function countedPeriod(scheme: string): Promise<Rollup["period"]> {
  const newest = await newestPeriod(scheme);
  if (!newest) return null;
  const key = { scheme, period: newest.id };
  const [units, submitted, appraised] = await Promise.all(
    [
      refs.units(key),
      queryAt(queries.submittedUnits(scheme, newest.id), UnitIndex),
      queryAt(queries.appraisedUnits(scheme, newest.id), UnitIndex),
    ].map(async (query) => (await query.count().get()).data().count),
  );
  return {
    ...periodOf(newest.id, newest.period),
    units: units ?? 0,
    submitted: submitted ?? 0,
    appraised: appraised ?? 0,
  };
}

async function latestRanking(scheme: string): Promise<Rollup["published"]> {
  const [latest] = (await queryAt(queries.latestPublication(scheme), Publication).get()).docs;
  if (!latest) return null;
  const { year, ranking, settings } = (await wholePublication(latest.id, latest.data())).manifest;
  const groups = ranking.map(({ name, units }) => ({
    ...{ name, units: units.length },
    mean: meanIndexText(units, settings.decimals),
  }));
  return { publication: latest.id, year, groups };
}

async function rollUp(id: string, at: Date): Promise<void> {
  const scheme = (await refs.scheme({ scheme: id }).get()).data();
  if (!scheme || scheme.parent === null) return;
  const [period, published] = await Promise.all([countedPeriod(id), latestRanking(id)]);
  await refs.rollup(scheme.parent, id).set({ scheme: id, ...named(scheme), period, published, at });
}

/** Makes the rollup of every scheme that stands below another one. One that fails does not hold up the others. */
export async function rollUpAll(at: Date): Promise<void> {
  const failures = new Failures("rollUp");
  for (const { id: scheme } of await refs.schemes().listDocuments())
    await failures.at({ scheme }, () => rollUp(scheme, at));
  failures.throwAny();
}

import { BLANK_PERIOD, existsOn, FIRST_SETTINGS, newUnit, type Period, refusalOfDates } from "@parindex/core";
import { act, actOnScheme, type Input, periodKey, requireOpen } from "./act.ts";
import { db } from "./firestore.ts";
import { type PeriodKey, refs } from "./refs.ts";
import { Refused } from "./refused.ts";
import { commitAll, type Write } from "./transaction.ts";

/** The newest period of a scheme, with its id; undefined where it has none. */
export async function newestPeriod(scheme: string): Promise<{ id: string; period: Period } | undefined> {
  const { docs } = await refs.periods(scheme).get();
  const periods = docs.map((doc) => ({ id: doc.id, period: doc.data() }));
  return periods.toSorted((a, b) => b.period.year - a.period.year)[0];
}

/** What of a period stands below it, as writes that store it below another; done again, they store the same again. */
async function copiesOf(
  from: PeriodKey,
  to: PeriodKey,
  { copy, year }: Pick<Input<"startPeriod">, "copy" | "year">,
): Promise<{ writes: Write[]; sets: string[]; units: Set<string>; gone: Set<string> }> {
  const sets = copy.sets ? (await refs.criteriaSets(from).get()).docs.map((doc) => doc.data()) : [];
  const all = copy.units ? (await refs.units(from).get()).docs : [];
  // A unit that ended before the assessed year is left behind; its successors are in the roster.
  const units = all.filter((doc) => existsOn(doc.data(), `${year}-01-01`));
  const writes: Write[] = [
    ...sets.map(
      (set): Write =>
        (batch) =>
          batch.set(refs.criteriaSet(to, set.id), set),
    ),
    ...units.map((doc): Write => {
      const { exempt, name, order, group, criteriaSet, from: first, until, successors } = doc.data();
      const unit = newUnit({ name, order, group, criteriaSet, from: first, until, successors }, exempt);
      return (batch) => batch.set(refs.unit({ ...to, unit: doc.id }), unit);
    }),
  ];
  const kept = new Set(units.map(({ id }) => id));
  const gone = new Set(all.flatMap(({ id }) => (kept.has(id) ? [] : id)));
  return { writes, sets: sets.map(({ id }) => id), units: kept, gone };
}

/** What a new period takes over from the one before. */
function following(before: Period, input: Input<"startPeriod">, sets: string[], units: number): Period {
  const { name, year, dates, copy } = input;
  const { version: _, ...settings } = before.settings;
  const { groups, standingBody, standingBodyOwn, publication } = before;
  return {
    ...BLANK_PERIOD,
    ...{ name, year, dates, groups, standingBody, standingBodyOwn },
    settings: copy.settings ? { ...settings, version: 1 } : FIRST_SETTINGS,
    council: { decision: null, members: copy.council ? before.council.members : [] },
    criteriaSets: sets,
    unitCount: units,
    previousPublication: publication,
  };
}

/**
 * Begins a period after another one. The period itself is written last, so that a start that died is not seen and is
 * done again whole.
 */
export async function startPeriod(input: Input<"startPeriod">, uid: string): Promise<void> {
  const { scheme, period: id, reason, dates, year } = input;
  const key = { scheme, period: id };
  const from = { scheme, period: input.from };
  await act("startPeriod", from, uid, "admin", async ({ tx, now }) => {
    const refusal = refusalOfDates(dates, now);
    if (refusal) throw new Refused(refusal);
    if ((await tx.get(refs.period(key))).exists) throw new Refused(`Đã có kỳ đánh giá «${id}».`);
    const years = (await tx.query(refs.periods(scheme))).docs.map((doc) => doc.data().year);
    if (years.includes(year)) throw new Refused(`Đã có kỳ đánh giá năm ${year}.`);
    return null;
  });
  const { writes, sets, units, gone } = await copiesOf(from, key, input);
  await commitAll(writes);
  await actOnScheme("startPeriod", key, uid, "admin", async ({ tx }) => {
    const before = await tx.must(refs.period(from));
    const stored = (await tx.get(refs.period(key))).exists;
    if (stored) throw new Refused(`Đã có kỳ đánh giá «${id}».`);
    for (const body of [before.standingBody, before.standingBodyOwn])
      if (gone.has(body))
        throw new Refused(`Đơn vị «${body}» đang giữ vai trò thường trực nhưng không còn trong năm ${year}.`);
    tx.create(refs.period(key), following(before, input, sets, units.size));
    return { reason, detail: { from: input.from, sets: sets.length, units: units.size } };
  });
}

/** Gives up a period that was never opened. It is taken off first, so that nobody works on what is going away. */
export async function discardPeriod(input: Input<"discardPeriod">, uid: string): Promise<void> {
  const { reason } = input;
  const key = periodKey(input);
  await act("discardPeriod", key, uid, "admin", async ({ tx, period }) => {
    requireOpen(period, ["preparing"]);
    const others = (await tx.query(refs.periods(key.scheme))).size;
    if (others === 1) throw new Refused("Đây là kỳ đánh giá duy nhất của chương trình nên không bỏ được.");
    tx.delete(refs.period(key));
    return { reason, detail: { name: period.name } };
  });
  await db.recursiveDelete(refs.period(key));
}

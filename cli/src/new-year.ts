import {
  DATE_ORDER,
  existsOn,
  forDates,
  fromLocalInput,
  nextDates,
  type PeriodDate,
  TIME_ZONE,
} from "@parindex/core";
import { startPeriod } from "../../functions/src/store/periods.ts";
import { refs } from "../../functions/src/store/refs.ts";
import type { Given } from "./given.ts";
import { actor, namedPeriod, performOrRehearse, request } from "./scene.ts";
import { atMost, CommandError, count, EXIT, type Exit, type Terminal } from "./terminal.ts";
import { COPIES, DATE_OPTIONS } from "./year-options.ts";

const LOCAL = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}))?$/;

/** A date as it is typed, in Viet Nam's time where it says no other, as requests carry it. */
function instantText(typed: string): string {
  const [, day, time = "00:00"] = LOCAL.exec(typed) ?? [];
  return day ? fromLocalInput(`${day}T${time}`) : typed;
}

const shown = (instant: string) =>
  new Date(instant).toLocaleString("sv", {
    timeZone: TIME_ZONE,
    dateStyle: "short",
    timeStyle: "short",
  });

/** What of the period before is copied: all but what `--without` names. */
function copied(given: Given) {
  const without = (given.text("without") ?? "").split(",").flatMap((part) => part.trim() || []);
  const unknown = without.find((part) => !COPIES.some((copy) => copy === part));
  if (unknown !== undefined)
    throw new CommandError(`--without «${unknown}»: it may be ${COPIES.join(", ")}.`);
  const copies = (part: (typeof COPIES)[number]) => !without.includes(part);
  return {
    ...{ sets: copies("sets"), units: copies("units") },
    ...{ settings: copies("settings"), council: copies("council") },
  };
}

/** The assessed year that was named, or the one after the latest of the scheme. */
async function yearNamed(given: Given, scheme: string): Promise<number> {
  const text = given.text("year");
  if (text !== undefined && !/^\d{4}$/.test(text)) throw new CommandError(`--year «${text}» is no year.`);
  if (text !== undefined) return Number(text);
  const { docs } = await refs.periods(scheme).get();
  return Math.max(...docs.map((doc) => doc.data().year)) + 1;
}

/** `new-year`. */
export async function newYear(given: Given, terminal: Terminal): Promise<Exit> {
  const { key, period } = await namedPeriod(given, "from");
  const { uid, says } = await actor(given);
  const year = await yearNamed(given, key.scheme);
  const next = nextDates(period.dates, new Date());
  const typed = (date: PeriodDate) => given.text(DATE_OPTIONS[date]);
  const dates = forDates((date) => instantText(typed(date) ?? next[date].toISOString()));
  const name = given.text("name") ?? period.name.replaceAll(String(period.year), String(year));
  const copy = copied(given);
  const input = request("startPeriod", {
    ...{ scheme: key.scheme, period: given.text("period") ?? String(year), from: key.period },
    ...{ name, year, dates, copy, reason: given.need("reason") },
  });
  const [units, sets] = await Promise.all([refs.units(key).get(), refs.criteriaSets(key).get()]);
  const ended = units.docs.filter((doc) => !existsOn(doc.data(), `${year}-01-01`));
  terminal.out(`${key.scheme} / ${input.period} «${name}», year ${year}, after ${key.period}, ${says}`);
  for (const date of DATE_ORDER) terminal.out(`  --${DATE_OPTIONS[date]} ${shown(dates[date])} (GMT+7)`);
  const takes = [
    ...(copy.sets ? [count(sets.size, "set")] : []),
    ...(copy.units ? [count(units.size - ended.length, "unit")] : []),
    ...(copy.settings ? ["settings"] : []),
    ...(copy.council ? [`council of ${period.council.members.length}`] : []),
  ];
  terminal.out(`Takes over: ${takes.join(", ") || "nothing"}.`);
  if (copy.units)
    for (const line of atMost(ended.map((doc) => `  - ${doc.id} ${doc.data().name}: ended before ${year}`)))
      terminal.out(line);
  await performOrRehearse(given, terminal, () => startPeriod(input, uid));
  return EXIT.ok;
}

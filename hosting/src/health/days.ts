import { addHealth, emptyDay, type HealthDay, isoDay } from "@parindex/core";
import { millisecondsInDay } from "date-fns/constants";

/** Over how many days the page adds up, the longest last: budgets are for that one. */
export const DAYS = [7, 30] as const;

/** The first of the last so many days, yyyy-MM-dd. */
export const firstDay = (count: number, now: Date): string =>
  isoDay(new Date(now.getTime() - (count - 1) * millisecondsInDay));

/** The numbers of the last days together, for each of `DAYS`. */
export function spansOf(days: readonly HealthDay[], now: Date): HealthDay[] {
  return DAYS.map((count) => {
    const from = firstDay(count, now);
    return days.filter(({ day }) => day >= from).reduce(addHealth, emptyDay(from, new Date(0)));
  });
}

import { millisecondsInDay, millisecondsInHour, millisecondsInMinute } from "date-fns/constants";
import { t } from "../text/health-page.ts";

/** A number with at most so many decimals, as people read it here. */
export const numberText = (value: number, decimals = 0): string =>
  new Intl.NumberFormat("vi", { maximumFractionDigits: decimals }).format(value);

/** A length of time (ms) in words, of its largest unit; days from the second one on. */
export function lengthText(ms: number): string {
  if (ms < millisecondsInMinute) return t("healthSeconds", { n: numberText(ms / 1_000, 1) });
  if (ms < millisecondsInHour) return t("minutes", { n: Math.round(ms / millisecondsInMinute) });
  if (ms < 2 * millisecondsInDay) return t("hours", { n: Math.round(ms / millisecondsInHour) });
  return t("days", { n: Math.floor(ms / millisecondsInDay) });
}

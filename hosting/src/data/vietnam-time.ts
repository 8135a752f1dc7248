import { isoDay, TIME_ZONE } from "@parindex/core";

/** An instant as a `datetime-local` input of this country shows it: yyyy-MM-ddTHH:mm. */
export function toLocalInput(instant: Date): string {
  const text = new Intl.DateTimeFormat("sv-SE", {
    timeZone: TIME_ZONE,
    dateStyle: "short",
    timeStyle: "short",
  }).format(instant);
  return text.replace(" ", "T");
}

/** The instant at which the day of another one began in this country. */
export const startOfDay = (instant: Date): Date => new Date(fromLocalInput(`${isoDay(instant)}T00:00`));

/**
 * The instant that a `datetime-local` input means here (UTC+7, no summer time), as requests carry it. The last minute
 * of a day means its last second, at which dates of the year fall due.
 */
export function fromLocalInput(local: string): string {
  const minute = local.slice(0, 16);
  return `${minute}:${minute.endsWith("23:59") ? "59" : "00"}+07:00`;
}

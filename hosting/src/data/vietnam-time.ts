import { fromLocalInput, isoDay, TIME_ZONE } from "@parindex/core";

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

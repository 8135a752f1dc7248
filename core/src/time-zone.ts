/** The time zone in which people here read and mean dates: UTC+7, no summer time. Instants are stored in UTC. */
export const TIME_ZONE = "Asia/Ho_Chi_Minh";

const DAY = new Intl.DateTimeFormat("sv-SE", { timeZone: TIME_ZONE, dateStyle: "short" });

/** The day of an instant in Viet Nam, as ISO 8601 writes it: yyyy-MM-dd. */
export const isoDay = (instant: Date): string => DAY.format(instant);

/**
 * The instant that a day and minute mean here (yyyy-MM-ddTHH:mm), as requests carry it. The last minute of a day means its
 * last second, at which dates of the year fall due.
 */
export function fromLocalInput(local: string): string {
  const minute = local.slice(0, 16);
  return `${minute}:${minute.endsWith("23:59") ? "59" : "00"}+07:00`;
}

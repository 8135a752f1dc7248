/** The time zone in which people here read and mean dates: UTC+7, no summer time. Instants are stored in UTC. */
export const TIME_ZONE = "Asia/Ho_Chi_Minh";

const DAY = new Intl.DateTimeFormat("sv-SE", { timeZone: TIME_ZONE, dateStyle: "short" });

/** The day of an instant in Viet Nam, as ISO 8601 writes it: yyyy-MM-dd. */
export const isoDay = (instant: Date): string => DAY.format(instant);

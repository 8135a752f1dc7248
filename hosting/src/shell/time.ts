import { differenceInMinutes } from "date-fns";
import { useEffect, useState } from "react";
import { t } from "../text/text.ts";

/** This machine's time, renewed every half minute. */
export function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** How long until an instant, in the largest unit that says enough: "12 ngày", "5 giờ", "9 phút"; null when passed. */
export function timeLeft(due: Date, now: Date): string | null {
  const minutes = differenceInMinutes(due, now);
  if (due <= now) return null;
  if (minutes >= 48 * 60) return t("days", { n: Math.floor(minutes / (24 * 60)) });
  if (minutes >= 120) return t("hours", { n: Math.floor(minutes / 60) });
  return t("minutes", { n: Math.max(1, minutes) });
}

/** A day as people read it: "2025-01-31" → "31/01/2025". */
export const dayText = (date: string): string => date.split("-").reverse().join("/");

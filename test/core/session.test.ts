import { describe, expect, test } from "vitest";
import { isIdle, isSessionOver, SESSION } from "../../core/src/index.ts";

const NOW = new Date("2025-03-03T08:00:00+07:00");
const ago = (minutes: number, milliseconds = 0) => new Date(NOW.getTime() - minutes * 60_000 + milliseconds);

describe("a session", () => {
  test("is over once its hours are full, to the millisecond", () => {
    expect(isSessionOver(ago(SESSION.hours * 60, 1), NOW)).toBe(false);
    expect(isSessionOver(ago(SESSION.hours * 60), NOW)).toBe(true);
  });

  test("is idle once its minutes are full, to the millisecond", () => {
    expect(isIdle(ago(SESSION.idleMinutes, 1), NOW)).toBe(false);
    expect(isIdle(ago(SESSION.idleMinutes), NOW)).toBe(true);
  });

  test("whose times are not known is over and idle", () => {
    const unknown = new Date(Number.NaN);
    expect([isSessionOver(unknown, NOW), isIdle(unknown, NOW)]).toEqual([true, true]);
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  AGE_BOUNDS,
  actBudget,
  addHealth,
  ageClass,
  editBudget,
  editsOf,
  emptyDay,
  foldedWithin,
  HealthDay,
  isLate,
  SCHEDULE_MINUTES,
  type ScheduleName,
} from "../../core/src/index.ts";

const at = new Date("2026-03-01T00:00:00Z");
const count = fc.nat(1_000);
const day = fc
  .record({
    ages: fc.array(count, { minLength: AGE_BOUNDS.length + 1, maxLength: AGE_BOUNDS.length + 1 }),
    ...{ slowest: count, retried: count, acts: count, failed: count },
    refused: fc.dictionary(fc.constantFrom("overdue", "wrongState", "other"), count, {
      noNullPrototype: true,
    }),
  })
  .map((more): HealthDay => ({ ...emptyDay("2026-03-01", at), ...more }));
/** The day on which these ages (ms) were counted. */
const dayOf = (ages: number[]): HealthDay => {
  const one = emptyDay("2026-03-01", at);
  for (const age of ages) one.ages[ageClass(age)] = (one.ages[ageClass(age)] ?? 0) + 1;
  return one;
};

describe("the numbers of a day", () => {
  test("add up whatever the order, and still fit their schema", () => {
    fc.assert(
      fc.property(day, day, day, (a, b, c) => {
        const sum = addHealth(addHealth(a, b), c);
        expect(addHealth(c, addHealth(b, a))).toEqual(sum);
        expect(editsOf(sum)).toBe(editsOf(a) + editsOf(b) + editsOf(c));
        expect(sum.slowest).toBe(Math.max(a.slowest, b.slowest, c.slowest));
        HealthDay.parse(sum);
      }),
    );
  });

  test.each([
    [0, 0],
    [1_000, 0],
    [1_001, 1],
    [10_000, 3],
    [10_001, 4],
    [3_600_000, 7],
    [3_600_001, 8],
  ])("an age of %i ms is in class %i", (age, expected) => expect(ageClass(age)).toBe(expected));

  test("tell within how many seconds a share of the edits came: never less than the truth", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(4_000_000), { minLength: 1, maxLength: 50 }),
        fc.constantFrom(500, 950, 990, 1_000),
        (ages, permille) => {
          const bound = foldedWithin(dayOf(ages), permille) ?? 0;
          const within = ages.filter((age) => age <= bound * 1_000).length;
          expect(within * 1_000).toBeGreaterThanOrEqual(ages.length * permille);
        },
      ),
    );
    expect(foldedWithin(dayOf([]), 500)).toBeNull();
    expect(foldedWithin(dayOf([500, 500, 500, 9_000]), 500)).toBe(1);
    expect(foldedWithin(dayOf([500, 500, 500, 9_000]), 950)).toBe(10);
    expect(foldedWithin(dayOf([4_000_000]), 950)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("a budget", () => {
  test("of edits lets one in a hundred come later than ten seconds", () => {
    const slow = (n: number) =>
      dayOf([...Array<number>(200 - n).fill(10_000), ...Array<number>(n).fill(10_001)]);
    expect(editBudget(slow(0))).toEqual({ total: 200, allowed: 2, bad: 0, left: 2 });
    expect(editBudget(slow(2)).left).toBe(0);
    expect(editBudget(slow(3)).left).toBe(-1);
  });

  test("of acts lets five in a thousand fail", () => {
    expect(actBudget({ acts: 1_000, failed: 6 })).toEqual({ total: 1_000, allowed: 5, bad: 6, left: -1 });
    expect(actBudget({ acts: 0, failed: 0 }).left).toBe(0);
  });
});

test("a schedule is late once its interval and a quarter of an hour have passed", () => {
  for (const [name, minutes] of Object.entries(SCHEDULE_MINUTES)) {
    const after = (more: number) => new Date(at.getTime() + (minutes + more) * 60_000);
    expect(isLate(name as ScheduleName, at, after(15))).toBe(false);
    expect(isLate(name as ScheduleName, at, after(16))).toBe(true);
  }
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { divideHalfUp, formatPoints, MAX_TOTAL, parsePoints } from "../../core/src/index.ts";

describe("parsePoints", () => {
  it.each([
    ["2,25", 22_500],
    ["2.25", 22_500],
    [2.25, 22_500],
    [" 7 ", 70_000],
    [0, 0],
    [-0, 0],
    ["0,0001", 1],
    [0.0001, 1],
    ["0,1000", 1_000],
    [0.1 + 0.2, null],
    ["9000", MAX_TOTAL],
    ["9000,0001", null],
    ["10000", null],
    ["1,23456", null],
    ["-1", null],
    [-1, null],
    ["", null],
    [",5", null],
    ["5,", null],
    ["1.000,5", null],
    ["1e3", null],
    [1e-7, null],
    [1e21, null],
    [Number.NaN, null],
    [Number.POSITIVE_INFINITY, null],
    ["٣", null],
    ["2,25 điểm", null],
  ])("%j → %j", (text, points) => {
    expect(parsePoints(text)).toBe(points);
  });
});

describe("formatPoints", () => {
  it.each([
    [0, "0"],
    [1, "0,0001"],
    [22_500, "2,25"],
    [70_000, "7"],
    [1_000_000, "100"],
    [100_100, "10,01"],
  ])("%i → %s", (points, text) => {
    expect(formatPoints(points)).toBe(text);
  });

  it("writes back exactly what was read, with either separator", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: MAX_TOTAL }), fc.constantFrom(",", "."), (points, separator) => {
        expect(parsePoints(formatPoints(points, separator))).toBe(points);
        expect(parsePoints(Number(formatPoints(points, ".")))).toBe(points);
      }),
    );
  });
});

describe("divideHalfUp", () => {
  it.each([
    [1n, 2n, 1n],
    [3n, 2n, 2n],
    [49_999n, 100_000n, 0n],
    [1n, 3n, 0n],
    [2n, 3n, 1n],
    [0n, 7n, 0n],
    [7n, 7n, 1n],
  ])("%s ÷ %s → %s", (numerator, denominator, quotient) => {
    expect(divideHalfUp(numerator, denominator)).toBe(quotient);
  });

  it("is the whole number nearest to the quotient, the upper one in a tie", () => {
    const natural = fc.bigInt({ min: 0n, max: 2n ** 80n });
    fc.assert(
      fc.property(natural, fc.bigInt({ min: 1n, max: 2n ** 60n }), (numerator, denominator) => {
        const twiceOff = 2n * (divideHalfUp(numerator, denominator) * denominator - numerator);
        expect(twiceOff).toBeLessThanOrEqual(denominator);
        expect(twiceOff).toBeGreaterThan(-denominator);
      }),
    );
  });
});

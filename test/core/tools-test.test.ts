import { describe, expect, test } from "vitest";
import { failed, outcomeOf, PASSED, skipped, total, VitestReport } from "../../tools/test-outcome.ts";

const file = (status: string, ...statuses: string[]) => ({
  name: "some.test.ts",
  status,
  message: status === "failed" ? "SyntaxError: no\n  at …" : "",
  assertionResults: statuses.map((each, at) => ({ fullName: `test ${at}`, status: each })),
});

const report = (success: boolean, ...testResults: ReturnType<typeof file>[]) =>
  VitestReport.parse({ success, testResults });

describe("a floor's outcome", () => {
  test("counts tests by what became of them, and names those that did not pass", () => {
    const outcome = outcomeOf(
      report(false, file("failed", "passed", "failed"), file("passed", "pending", "todo")),
    );
    expect(outcome).toEqual({
      passed: 1,
      failed: 1,
      skipped: 2,
      notes: ["failed: test 1", "skipped: test 0", "skipped: test 1"],
    });
  });

  test("counts a file that did not load as one failure", () => {
    expect(outcomeOf(report(false, file("failed")))).toEqual({
      passed: 0,
      failed: 1,
      skipped: 0,
      notes: ["failed: some.test.ts: SyntaxError: no"],
    });
  });

  test("fails where vitest failed outside of tests", () => {
    expect(outcomeOf(report(false, file("passed", "passed"))).failed).toBe(1);
  });

  test("fails where there was nothing to run", () => {
    expect(outcomeOf(report(false))).toEqual(failed("no tests were found"));
  });

  test("adds up over the floors", () => {
    expect(total([PASSED, failed("a"), skipped("b"), PASSED])).toEqual({
      passed: 2,
      failed: 1,
      skipped: 1,
      notes: ["a", "b"],
    });
  });
});

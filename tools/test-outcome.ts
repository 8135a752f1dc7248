import { z } from "zod";

/** What became of one floor of the tests. */
export interface Outcome {
  passed: number;
  failed: number;
  skipped: number;
  /** Which were skipped or failed, and why. */
  notes: string[];
}

export const PASSED: Outcome = { passed: 1, failed: 0, skipped: 0, notes: [] };
export const failed = (why: string): Outcome => ({ passed: 0, failed: 1, skipped: 0, notes: [why] });
export const skipped = (why: string): Outcome => ({ passed: 0, failed: 0, skipped: 1, notes: [why] });

/** The part of vitest's JSON report that counts. */
export const VitestReport = z.object({
  success: z.boolean(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().default(""),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});
export type VitestReport = z.infer<typeof VitestReport>;

/** Sums a vitest report up. A file that did not even load counts as one failed test. */
export function outcomeOf({ success, testResults }: VitestReport): Outcome {
  const outcome: Outcome = { passed: 0, failed: 0, skipped: 0, notes: [] };
  for (const { name, status, message, assertionResults } of testResults) {
    let failures = 0;
    for (const assertion of assertionResults) {
      if (assertion.status === "passed") outcome.passed += 1;
      else if (assertion.status === "failed") {
        failures += 1;
        outcome.notes.push(`failed: ${assertion.fullName}`);
      } else {
        outcome.skipped += 1;
        outcome.notes.push(`skipped: ${assertion.fullName}`);
      }
    }
    if (status === "failed" && failures === 0) {
      failures = 1;
      outcome.notes.push(`failed: ${name}: ${message.split("\n", 1)[0]}`);
    }
    outcome.failed += failures;
  }
  if (outcome.passed + outcome.failed + outcome.skipped === 0) return failed("no tests were found");
  if (!success && outcome.failed === 0) {
    outcome.failed = 1;
    outcome.notes.push("failed: vitest reported errors outside of tests");
  }
  return outcome;
}

/** All floors together. */
export const total = (outcomes: readonly Outcome[]): Outcome =>
  outcomes.reduce(
    (sum, { passed, failed, skipped, notes }) => ({
      passed: sum.passed + passed,
      failed: sum.failed + failed,
      skipped: sum.skipped + skipped,
      notes: [...sum.notes, ...notes],
    }),
    { passed: 0, failed: 0, skipped: 0, notes: [] },
  );

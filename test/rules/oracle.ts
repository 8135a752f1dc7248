import fc from "fast-check";
import { beforeAll, describe, test } from "vitest";
import {
  type Member,
  PeriodState,
  refusalOfAppraisal,
  refusalOfSelfScore,
  SubmissionState,
} from "../../core/src/index.ts";
import { gone, stored, write } from "./scores.ts";
import {
  build,
  EVERYONE,
  expectAllowed,
  expectRefused,
  future,
  PEOPLE,
  type Person,
  past,
  periodAt,
  SET,
  setPeriod,
  setUnit,
  UNITS,
  unitIn,
} from "./world.ts";

/** Random requests, weighted so that about as many pass as are refused. */
const often = <T>(usual: T, others: fc.Arbitrary<T>) =>
  fc.oneof({ arbitrary: fc.constant(usual), weight: 5 }, { arbitrary: others, weight: 1 });
const points = often<unknown>(5_000, fc.constantFrom(0, 20_000, 22_500, -2_500, 1, 2_500.5, "2500", null));
const scene = {
  overdue: often(false, fc.constant(true)),
  exception: fc.constantFrom("none", "open", "ended"),
  submission: often<SubmissionState>("draft", fc.constantFrom(...SubmissionState.options)),
  unit: often<string>("alpha", fc.constantFrom(...UNITS)),
  leaf: often("b1", fc.constantFrom(...Object.keys(SET.leaves), "zz")),
  current: fc.constantFrom(null, 1, 4),
  stale: often(0, fc.constantFrom(-1, 1)),
  points,
};
const selfRequest = fc.record({
  ...scene,
  person: often<Person>("editor", fc.constantFrom(...EVERYONE)),
  state: often<PeriodState>("selfAssessment", fc.constantFrom(...PeriodState.options)),
});
const appraisalRequest = fc.record({
  ...scene,
  person: often<Person>("leadBeta", fc.constantFrom(...EVERYONE)),
  state: often<PeriodState>("appraisal", fc.constantFrom(...PeriodState.options)),
  claimed: fc.constantFrom(null, 5_000, 7_500),
  adopted: often(false, fc.constant(true)),
  decision: fc.constantFrom("recognised" as const, "adjusted" as const, null),
  reason: often("Lý do", fc.constantFrom("", "  ")),
});
type Scene = { [K in keyof typeof scene]: (typeof scene)[K] extends fc.Arbitrary<infer T> ? T : never };

const memberOf = (person: Person): Member | null =>
  person in PEOPLE ? PEOPLE[person as keyof typeof PEOPLE] : null;

async function set(column: "self" | "appraisal", request: Scene & { state: PeriodState; adopted?: boolean }) {
  const until = { none: null, open: future(), ended: past() }[request.exception] ?? null;
  const period = periodAt(request.state, { overdue: request.overdue, adopted: request.adopted ?? false });
  const unit = unitIn(request.submission, until);
  await Promise.all([setPeriod(period), setUnit(unit, request.unit)]);
  if (request.current === null) await gone(column, request.unit, request.leaf);
  else await stored(column, request.unit, request.leaf, { rev: request.current });
  return { period, unit, rev: (request.current ?? 0) + 1 + request.stale };
}

const compare = (request: object, refused: boolean, attempt: Promise<void>) =>
  refused ? expectRefused(attempt, JSON.stringify(request)) : expectAllowed(attempt, JSON.stringify(request));

export function describeOracle(): void {
  describe("the rules say the same as core's refusals", () => {
    beforeAll(() => build());
    const runs = { numRuns: 500 };
    test("on self scores", async () => {
      await fc.assert(
        fc.asyncProperty(selfRequest, async (request) => {
          const { period, unit, rev } = await set("self", request);
          const { leaf, person } = request;
          const subject = { member: memberOf(person), period, unitId: request.unit, unit, now: new Date() };
          const score = { leaf, points: request.points, rev };
          const refusal = refusalOfSelfScore(subject, SET.leaves[leaf], score, request.current);
          await compare(
            { ...request, refusal },
            refusal !== null,
            write(person, "self", request.unit, leaf, { points: request.points, rev }),
          );
        }),
        runs,
      );
    });
    test("on appraisals", async () => {
      await fc.assert(
        fc.asyncProperty(appraisalRequest, async (request) => {
          const { period, unit, rev } = await set("appraisal", request);
          const { leaf, person, claimed, decision, reason } = request;
          if (claimed === null) await gone("self", request.unit, leaf);
          else await stored("self", request.unit, leaf, { points: claimed });
          const subject = { member: memberOf(person), period, unitId: request.unit, unit, now: new Date() };
          const score = { leaf, points: request.points, rev, decision, reason };
          const refusal = refusalOfAppraisal(subject, SET.leaves[leaf], score, request.current, claimed);
          const change = { points: request.points, rev, decision, reason };
          await compare(
            { ...request, refusal },
            refusal !== null,
            write(person, "appraisal", request.unit, leaf, change),
          );
        }),
        runs,
      );
    });
  });
}

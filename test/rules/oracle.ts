import fc from "fast-check";
import { doc, setDoc } from "firebase/firestore";
import { beforeAll, describe, expect, test } from "vitest";
import {
  collectionOf,
  type Member,
  type Period,
  PeriodState,
  paths,
  type Refusal,
  refusalOfAppraisal,
  refusalOfEvidence,
  refusalOfExplanation,
  refusalOfSelfScore,
  SubmissionState,
  type Unit,
} from "../../core/src/index.ts";
import { SMALL_FILE, smallFileBy } from "./files.ts";
import { anyRoles, LEAVES, mostly } from "./scenes.ts";
import { scoreOf, type TypedColumn } from "./scores.ts";
import {
  as,
  build,
  expectAllowed,
  expectRefused,
  future,
  member,
  owner,
  past,
  periodAt,
  releaseOf,
  SCHEME,
  SET,
  UNITS,
  unitIn,
} from "./world.ts";

const SEED = 2024;
/** Each worker has a period and an account of its own, so that their scenes don't touch. */
const WORKERS = [...Array(6).keys()];
const RUNS = { self: 240, appraisal: 320, explanation: 120, files: 120 } as const;
type Compared = keyof typeof RUNS;

const unit = fc.constantFrom(...UNITS);
const anyMember = (usual: Member) =>
  mostly<Member | null>(
    usual,
    fc.option(
      fc.tuple(fc.option(unit), anyRoles, mostly(false, fc.constant(true), 12)).map((of) => member(...of)),
      { freq: 8 },
    ),
    2,
  );

const oddNumbers = fc.oneof(
  fc.integer({ min: -3, max: 12 }).map((steps) => steps * 2_500),
  fc.integer({ min: -10, max: 30_000 }),
  // −0, which no input yields, is a double on the wire.
  fc.double().filter((value) => !Object.is(value, -0)),
);
const points = mostly<unknown>(
  5_000,
  fc.oneof(
    oddNumbers,
    fc.constantFrom(null, 0, 20_000, "5000", true, false, Number.NaN, Number.POSITIVE_INFINITY),
  ),
  3,
);

const version = {
  current: fc.option(fc.integer({ min: 1, max: 5 })),
  ahead: mostly(1, fc.integer({ min: -1, max: 3 })),
};
const scene = {
  overdue: mostly(false, fc.constant(true)),
  exception: fc.constantFrom("none", "open", "ended"),
  standingBody: mostly<string>("standing", unit),
  standingBodyOwn: mostly<string>("own", unit),
  exempt: fc.subarray(LEAVES, { maxLength: 1 }),
  unit: mostly<string>("alpha", unit),
  ...version,
};
const selfRequest = fc.record({
  ...scene,
  by: anyMember(member("alpha", { unitEditor: "alpha" })),
  state: mostly<PeriodState>("selfAssessment", fc.constantFrom(...PeriodState.options), 3),
  submission: mostly<SubmissionState>("draft", fc.constantFrom(...SubmissionState.options)),
  leaf: mostly("b1", fc.constantFrom(...LEAVES)),
  points,
});
const appraisalRequest = fc.record({
  ...scene,
  by: anyMember(member("beta", { appraiser: { nodes: [] } })),
  state: mostly<PeriodState>("appraisal", fc.constantFrom(...PeriodState.options), 3),
  submission: fc.constantFrom(...SubmissionState.options),
  adopted: fc.boolean(),
  leaf: mostly("b1", fc.constantFrom(...LEAVES), 2),
  claimed: mostly<number | null | "absent">(5_000, fc.constantFrom(null, "absent" as const, 7_500), 3),
  judged: fc.oneof(
    { arbitrary: fc.record({ decision: fc.constant("recognised" as const), points }), weight: 3 },
    { arbitrary: fc.record({ decision: fc.constant("adjusted" as const), points }), weight: 3 },
    {
      arbitrary: fc.record({ decision: fc.constant(null), points: mostly<unknown>(null, points) }),
      weight: 1,
    },
  ),
  reason: mostly(
    "Lý do",
    fc.constantFrom("", " \t\n", "\u00a0", "\u3000\ufeff", "\u000b\u2028", "\u200b", "😀"),
  ),
  minutes: mostly("", fc.constant("Biên bản số 02")),
});
const explanationRequest = fc.record({
  ...scene,
  by: anyMember(member("alpha", { unitHead: "alpha" })),
  state: mostly<PeriodState>("explanation", fc.constantFrom(...PeriodState.options), 3),
  submission: fc.constantFrom(...SubmissionState.options),
  leaf: mostly("b1", fc.constantFrom(...Object.keys(SET.leaves)), 2),
  released: mostly<readonly string[] | null>(
    Object.keys(SET.leaves),
    fc.option(fc.subarray(Object.keys(SET.leaves))),
    3,
  ),
});
/** Files come in while some evidence can be saved, whatever leaves it serves. */
const fileRequest = fc.record({
  ...scene,
  by: anyMember(member("alpha", { unitEditor: "alpha" })),
  state: mostly<PeriodState>(
    "selfAssessment",
    fc.oneof(fc.constant("explanation" as const), fc.constantFrom(...PeriodState.options)),
    2,
  ),
  submission: mostly<SubmissionState>("draft", fc.constantFrom(...SubmissionState.options)),
  leaf: fc.constant("b1"),
});
interface Scene {
  overdue: boolean;
  exception: string;
  standingBody: string;
  standingBodyOwn: string;
  exempt: string[];
  unit: string;
  current: number | null;
  ahead: number;
  by: Member | null;
  state: PeriodState;
  submission: SubmissionState;
  adopted?: boolean;
  leaf: string;
}

/** One account in a period of its own: sets scenes past the rules, and sends requests under them. */
function worker(of: number) {
  const uid = `oracle${of}`;
  const period = `p${of}`;

  const path = (column: TypedColumn, { unit, leaf }: Scene) =>
    paths.score(SCHEME, period, unit, collectionOf[column], leaf);

  /** Stores what a request meets, in one batch, and returns it as core takes it. */
  async function set(column: TypedColumn, request: Scene, others: Record<string, object | null> = {}) {
    const until = { none: null, open: future(), ended: past() }[request.exception] ?? null;
    const { standingBody, standingBodyOwn, overdue, adopted = false } = request;
    const stored: Period = {
      ...periodAt(request.state, { overdue, adopted }),
      ...{ standingBody, standingBodyOwn },
    };
    const file: Unit = {
      ...unitIn(request.submission, until),
      exempt: Object.fromEntries(request.exempt.map((leaf) => [leaf, "Không áp dụng"])),
    };
    const { unit, leaf, current } = request;
    const score = current && {
      ...scoreOf(column, "someone", unit, leaf, { period, rev: current }),
      at: new Date(),
    };
    const batch = owner.batch();
    const documents: Record<string, object | null> = {
      [paths.member(SCHEME, uid)]: request.by,
      [paths.period(SCHEME, period)]: stored,
      [paths.unit(SCHEME, period, unit)]: file,
      [path(column, request)]: score || null,
      ...others,
    };
    for (const [at, content] of Object.entries(documents))
      content ? batch.set(owner.doc(at), content) : batch.delete(owner.doc(at));
    await batch.commit();
    return {
      subject: { member: request.by, period: stored, unitId: unit, unit: file, now: new Date() },
      entry: SET.leaves[leaf],
      rev: (current ?? 0) + request.ahead,
    };
  }

  /** Sends the request and expects the rules to say what core says. */
  async function compare(
    column: TypedColumn,
    request: Scene,
    change: Record<string, unknown>,
    refusal: Refusal | null,
  ): Promise<void> {
    const score = scoreOf(column, uid, request.unit, request.leaf, { period, ...change });
    const attempt = setDoc(doc(as(uid), path(column, request)), score);
    const what = `${column} ${JSON.stringify(request)}, by core ${JSON.stringify(refusal)},`;
    await (refusal ? expectRefused(attempt, what) : expectAllowed(attempt, what));
  }

  const self = fc.asyncProperty(selfRequest, async (request) => {
    const { subject, entry, rev } = await set("self", request);
    const { leaf, points, current } = request;
    const refusal = refusalOfSelfScore(subject, entry, { leaf, points, rev }, current);
    count("self", refusal);
    await compare("self", request, { points, rev }, refusal);
  });

  const appraisal = fc.asyncProperty(appraisalRequest, async (request) => {
    const { leaf, claimed, judged, reason, minutes, current } = request;
    const claim =
      claimed === "absent"
        ? null
        : { ...scoreOf("self", "someone", request.unit, leaf, { period, points: claimed }), at: new Date() };
    const { subject, entry, rev } = await set("appraisal", request, { [path("self", request)]: claim });
    const points = judged.decision === "recognised" && judged.points === 5_000 ? claimed : judged.points;
    const change = { decision: judged.decision, points, rev, reason, minutes };
    const own = claimed === "absent" ? null : claimed;
    const refusal = refusalOfAppraisal(subject, entry, { leaf, ...change }, current, own);
    count("appraisal", refusal);
    await compare("appraisal", request, change, refusal);
  });

  const explanation = fc.asyncProperty(explanationRequest, async (request) => {
    const { leaf, released, current } = request;
    const { subject, rev } = await set("explanation", request, {
      [paths.release(SCHEME, period, request.unit, 1)]: released && releaseOf(released),
    });
    const refusal = refusalOfExplanation(subject, leaf, released?.includes(leaf) ?? false, rev, current);
    count("explanation", refusal);
    await compare("explanation", request, { rev }, refusal);
  });

  const files = fc.asyncProperty(fileRequest, async (request) => {
    const file = `${paths.files(SCHEME, period, request.unit)}/${SMALL_FILE}`;
    const { subject } = await set("self", request, { [file]: null });
    const refusal = refusalOfEvidence(subject, [], null);
    count("files", refusal);
    const what = `a file ${JSON.stringify(request)}, by core ${JSON.stringify(refusal)},`;
    const attempt = setDoc(doc(as(uid), file), smallFileBy(uid));
    await (refusal ? expectRefused(attempt, what) : expectAllowed(attempt, what));
  });

  return {
    prepare: () => owner.doc(paths.criteriaSet(SCHEME, period, "set")).set(SET),
    /** Compares as many random requests as each kind asks for, always the same ones. */
    compareAll: (kind: Compared): Promise<void> => {
      const options = { numRuns: RUNS[kind], seed: SEED + of };
      switch (kind) {
        case "self":
          return fc.assert(self, options);
        case "appraisal":
          return fc.assert(appraisal, options);
        case "explanation":
          return fc.assert(explanation, options);
        case "files":
          return fc.assert(files, options);
      }
    },
  };
}

/** How often core gave each answer, so that the comparison is known to have met all of them. */
const answers: Record<Compared, Map<string, number>> = {
  self: new Map(),
  appraisal: new Map(),
  explanation: new Map(),
  files: new Map(),
};
function count(kind: Compared, refusal: Refusal | null): void {
  const answer = refusal?.code ?? "allowed";
  answers[kind].set(answer, (answers[kind].get(answer) ?? 0) + 1);
}

const ANSWERS: Record<Compared, readonly string[]> = {
  self: [
    ...[
      "aboveMaximum",
      "allowed",
      "disabled",
      "exemptLeaf",
      "notMember",
      "notPoints",
      "notYourUnit",
      "offStep",
      "overdue",
    ],
    ...["staleVersion", "submissionClosed", "surveyLeaf", "unknownLeaf", "wrongState"],
  ],
  appraisal: [
    ...["aboveMaximum", "allowed", "disabled", "exemptLeaf", "missingRole", "notMember", "notPoints"],
    ...[
      "notRecognised",
      "notYourLeaf",
      "nothingToRecognise",
      "offStep",
      "overdue",
      "ownUnit",
      "reasonNeeded",
      "staleVersion",
    ],
    ...["surveyLeaf", "unknownLeaf", "wrongState"],
  ],
  explanation: [
    "allowed",
    "disabled",
    "notMember",
    "notReleased",
    "notYourUnit",
    "overdue",
    "staleVersion",
    "wrongState",
  ],
  files: ["allowed", "disabled", "notMember", "notYourUnit", "overdue", "submissionClosed", "wrongState"],
};

export function describeOracle(): void {
  describe("the rules say the same as core's refusals", () => {
    const workers = WORKERS.map(worker);
    beforeAll(async () => {
      await build();
      await Promise.all(workers.map(({ prepare }) => prepare()));
    });
    const kinds = ["self", "appraisal", "explanation", "files"] as const;
    test.each(kinds)("on random requests: %s", async (kind) => {
      await Promise.all(workers.map((each) => each.compareAll(kind)));
      const met = answers[kind];
      expect([...met.keys()].toSorted()).toEqual(ANSWERS[kind]);
      const allowed = (met.get("allowed") ?? 0) / (RUNS[kind] * WORKERS.length);
      expect(allowed).toBeGreaterThan(0.1);
      expect(allowed).toBeLessThan(0.9);
    });
  });
}

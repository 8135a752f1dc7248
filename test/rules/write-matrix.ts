import { deleteDoc, doc } from "firebase/firestore";
import { beforeAll, beforeEach, describe, test } from "vitest";
import { collectionOf, FactsOf, PeriodState, paths, type RuleWithFacts } from "../../core/src/index.ts";
import { gone, stored, write } from "./scores.ts";
import {
  as,
  build,
  EVERYONE,
  expectAllowed,
  expectRefused,
  future,
  owner,
  PERIOD,
  type Person,
  past,
  periodAt,
  releaseOf,
  SCHEME,
  setPeriod,
  setUnit,
  unitIn,
} from "./world.ts";

const STATES = PeriodState.options;

/** Facts that a clerk may enter, for every rule that asks for some. */
const FACTS: Record<RuleWithFacts, readonly Record<string, unknown>[]> = {
  yesno: [{ yes: true }, { yes: false }],
  options: [{ option: 0 }],
  checklist: [{ parts: [] }, { parts: [true, false, true] }],
  deadline: [{ issued: "2024-06-30" }, { issued: null }],
  ratio: [{ planned: 20, done: 18 }],
  steps: [{ planned: 0, done: 0 }],
  ratioWithPenalty: [{ planned: 1_000_000_000, done: 18, late: 1 }],
  scale: [{ value: 90_000_000 }],
  deductPerItem: [{ items: 3 }],
};
const release = (unit: string) =>
  owner.doc(paths.release(SCHEME, PERIOD, unit, 1)).set(releaseOf(["b1", "a1", "s2", "b2"]));

/** Who may write a first score of a leaf of a unit, at which states. Everyone and every state not named is refused. */
const MATRIX: readonly {
  column: "self" | "appraisal" | "explanation";
  unit: string;
  leaf: string;
  who: Partial<Record<Person, readonly PeriodState[]>>;
}[] = [
  {
    column: "self",
    unit: "alpha",
    leaf: "b1",
    who: { editor: ["selfAssessment"], head: ["selfAssessment"], councilEditor: ["selfAssessment"] },
  },
  {
    column: "self",
    unit: "beta",
    leaf: "b1",
    who: {
      otherEditor: ["selfAssessment"],
      viewerEditor: ["selfAssessment"],
      viewerHead: ["selfAssessment"],
      surveyorEditor: ["selfAssessment"],
      surveyorHead: ["selfAssessment"],
    },
  },
  {
    column: "appraisal",
    unit: "alpha",
    leaf: "b1",
    who: { leadBeta: ["appraisal", "reappraisal"], council: ["appraisal", "reappraisal", "adoption"] },
  },
  {
    column: "appraisal",
    unit: "alpha",
    leaf: "b2",
    who: {
      leadBeta: ["appraisal", "reappraisal"],
      leadBetaNarrow: ["appraisal", "reappraisal"],
      council: ["appraisal", "reappraisal", "adoption"],
    },
  },
  {
    // Alpha leads a1: its own a1 goes to the standing body.
    column: "appraisal",
    unit: "alpha",
    leaf: "a1",
    who: { leadStanding: ["appraisal", "reappraisal"], council: ["appraisal", "reappraisal", "adoption"] },
  },
  {
    // The standing body leads s2: its own s2 goes to the department the council named.
    column: "appraisal",
    unit: "standing",
    leaf: "s2",
    who: {
      leadOwn: ["appraisal", "reappraisal"],
      council: ["appraisal", "reappraisal", "adoption"],
      councilOfAlpha: ["appraisal", "reappraisal", "adoption"],
      councilEditor: ["appraisal", "reappraisal", "adoption"],
    },
  },
  {
    column: "explanation",
    unit: "alpha",
    leaf: "b1",
    who: { editor: ["explanation"], head: ["explanation"], councilEditor: ["explanation"] },
  },
];

export function describeWrites(): void {
  describe("who writes what, and when", () => {
    beforeAll(async () => {
      await build();
      await release("alpha");
      await release("beta");
    });
    for (const { column, unit, leaf, who } of MATRIX)
      for (const state of STATES)
        test(`${column} of ${unit}/${leaf} while ${state}`, async () => {
          await setPeriod(periodAt(state));
          for (const person of EVERYONE) {
            const allowed = who[person]?.includes(state) ?? false;
            const request = write(person, column, unit, leaf);
            const what = `${person} writing ${column} of ${unit}/${leaf} while ${state}`;
            await (allowed ? expectAllowed(request, what) : expectRefused(request, what));
            if (allowed) await gone(column, unit, leaf);
          }
        });
  });

  describe("locks", () => {
    beforeEach(async () => {
      await build();
      await release("alpha");
    });
    const edit = () => write("editor", "self", "alpha", "b1");

    test("the due instant locks at once, whatever the state says", async () => {
      await setPeriod(periodAt("selfAssessment", { overdue: true }));
      await expectRefused(edit(), "a self score after the due instant");
      await setPeriod(periodAt("appraisal", { overdue: true }));
      await expectRefused(
        write("leadBeta", "appraisal", "alpha", "b1"),
        "an appraisal after its due instant",
      );
      await setPeriod(periodAt("reappraisal", { overdue: true }));
      await expectRefused(
        write("leadBeta", "appraisal", "alpha", "b1"),
        "a reappraisal after its due instant",
      );
      await setPeriod(periodAt("explanation", { overdue: true }));
      await expectRefused(
        write("editor", "explanation", "alpha", "b1"),
        "an explanation after its due instant",
      );
    });
    test("a lock exception opens the unit's file until it ends", async () => {
      await setPeriod(periodAt("selfAssessment", { overdue: true }));
      await setUnit(unitIn("draft", past()));
      await expectRefused(edit(), "a late score after the exception");
      await setUnit(unitIn("draft", future()));
      await expectAllowed(edit(), "a late score under an exception");
      await gone("self", "alpha", "b1");
      await setPeriod(periodAt("appraisal", { overdue: true }));
      await setUnit(unitIn("returned", future()));
      await expectAllowed(edit(), "a correction under an exception");
      await setUnit(unitIn("returned", past()));
      await expectRefused(
        write("editor", "self", "alpha", "b1", { rev: 2 }),
        "a correction after the exception",
      );
      await setPeriod(periodAt("explanation"));
      await setUnit(unitIn("returned", future()));
      await expectRefused(
        write("editor", "self", "alpha", "b1", { rev: 2 }),
        "a correction after the appraisal",
      );
    });
    test("a submitted or locked file is closed", async () => {
      for (const state of ["submitted", "locked"] as const) {
        await setUnit(unitIn(state));
        await expectRefused(edit(), `a self score of a ${state} file`);
      }
      await setUnit(unitIn("returned"));
      await expectAllowed(edit(), "a self score of a returned file");
    });
    test("the council's adoption ends its judging", async () => {
      await setPeriod(periodAt("adoption", { adopted: true }));
      await expectRefused(write("council", "appraisal", "alpha", "b1"), "an appraisal after adoption");
    });
    test("only released leaves are explained, in the released round", async () => {
      await setPeriod(periodAt("explanation"));
      await expectRefused(write("editor", "explanation", "alpha", "v2"), "explaining what was not released");
      await expectRefused(write("editor", "explanation", "alpha", "b1", { round: 2 }), "another round");
    });
  });

  describe("what a score must look like", () => {
    beforeAll(() => build());
    beforeEach(async () => {
      await setPeriod(periodAt("selfAssessment"));
      await setUnit(unitIn("draft"));
      await gone("self", "alpha", "b1");
    });

    const BAD_SELF: readonly [string, Record<string, unknown>, string?][] = [
      ["points above the maximum", { points: 22_500 }],
      ["points below 0", { points: -2_500 }],
      ["points off their step", { points: 2_600 }],
      ["points that are no whole number", { points: 2_500.5 }],
      ["points that are not a number", { points: Number.NaN }],
      ["points as text", { points: "2500" }],
      ["an unknown leaf", {}, "zz"],
      ["a leaf of the survey", {}, "v2"],
      ["an exempt leaf", {}, "x1"],
      ["a version ahead", { rev: 2 }],
      ["version 0", { rev: 0 }],
      ["a version as text", { rev: "1" }],
      ["a forged author", { by: "head" }],
      ["a forged time", { at: past() }],
      ["a forged unit", { unit: "beta" }],
      ["a forged leaf", { leaf: "b2" }],
      ["a forged field", { field: "f2" }],
      ["a forged scheme", { scheme: "other" }],
      ["a forged period", { period: "other" }],
      ["a further field", { admin: true }],
      ["a missing note", { note: undefined }],
      ["missing points", { points: undefined }],
      ["facts that are a list", { facts: [1] }],
      ["a fact of no rule", { facts: { planed: 1 } }],
      ["a fact beyond what is counted", { facts: { planned: 1_000_000_001 } }],
      ["fewer than none done", { facts: { done: -1 } }],
      ["half a late task", { facts: { late: 0.5 } }],
      ["a yes as text", { facts: { yes: "yes" } }],
      ["an option as text", { facts: { option: "1" } }],
      ["parts that are no list", { facts: { parts: 1 } }],
      ["parts that are not yes or no", { facts: { parts: [true, null] } }],
      ["too many parts", { facts: { parts: Array(101).fill(true) } }],
      ["a day that is a time", { facts: { issued: past() } }],
      ["a day that is a list", { facts: { issued: [1] } }],
      ["a day too long for one", { facts: { issued: "2024-06-30T00:00" } }],
      ["a value as text", { facts: { value: "1" } }],
      ["items as a list", { facts: { items: [1] } }],
      ["a note that is no text", { note: 1 }],
      ["a note beyond its length", { note: "a".repeat(5_001) }],
      ["a note beyond its length as JavaScript counts it", { note: "😀".repeat(2_501) }],
    ];
    test.each(BAD_SELF)("refuses a self score with %s", async (what, change, leaf = "b1") => {
      await expectRefused(write("editor", "self", "alpha", leaf, change), what);
      const path = paths.score(SCHEME, PERIOD, "alpha", collectionOf.self, leaf);
      if ((await owner.doc(path).get()).exists) throw new Error(`${what}: something was written`);
    });
    test("takes 0, the maximum, nothing, and facts", async () => {
      await expectAllowed(write("editor", "self", "alpha", "b1", { points: 0 }), "0 points");
      await expectAllowed(write("editor", "self", "alpha", "b1", { points: 20_000, rev: 2 }), "the maximum");
      await expectAllowed(write("head", "self", "alpha", "b1", { points: null, rev: 3 }), "a cleared score");
      const note = `${"ế".repeat(2_500)}${"😀".repeat(1_250)}`;
      await expectAllowed(write("editor", "self", "alpha", "b1", { note, rev: 4 }), "the longest note");
    });
    test("takes the facts of every rule", async () => {
      let rev = 1;
      for (const [rule, facts] of Object.entries(FACTS))
        for (const example of facts) {
          FactsOf[rule as RuleWithFacts].parse(example);
          await expectAllowed(write("editor", "self", "alpha", "b1", { facts: example, rev: rev++ }), rule);
        }
    });
    test("refuses a stale version instead of overwriting", async () => {
      await stored("self", "alpha", "b1", { rev: 3 });
      await expectRefused(write("editor", "self", "alpha", "b1", { rev: 3 }), "the same version again");
      await expectRefused(write("editor", "self", "alpha", "b1", { rev: 1 }), "a first version again");
      await expectAllowed(write("editor", "self", "alpha", "b1", { rev: 4 }), "the next version");
    });
    test("scores are cleared, never deleted", async () => {
      await stored("self", "alpha", "b1");
      await stored("appraisal", "alpha", "b1");
      for (const person of EVERYONE)
        for (const column of ["selfScores", "appraisals"] as const)
          await expectRefused(
            deleteDoc(doc(as(person), paths.score(SCHEME, PERIOD, "alpha", column, "b1"))),
            `${person} deleting from ${column}`,
          );
    });
    test("recognised keeps the unit's points, adjusted gives a reason, cleared gives neither", async () => {
      await setPeriod(periodAt("appraisal"));
      await gone("appraisal", "alpha", "b1");
      const judge = (change: Record<string, unknown>) =>
        write("leadBeta", "appraisal", "alpha", "b1", change);
      const recognised = { decision: "recognised", reason: "" };
      await expectRefused(judge(recognised), "recognising what was not claimed");
      await stored("self", "alpha", "b1", { points: null });
      await expectRefused(judge({ ...recognised, points: null }), "recognising a cleared claim");
      await stored("self", "alpha", "b1", { points: 5_000 });
      await expectRefused(judge({ ...recognised, points: 2_500 }), "recognising other points");
      await expectRefused(judge({ ...recognised, points: null }), "recognising nothing");
      await expectAllowed(judge({ ...recognised, points: 5_000 }), "recognising the claim");
      for (const reason of ["", " \n", "\u00a0", "\u3000\ufeff", undefined])
        await expectRefused(judge({ reason, rev: 2 }), `adjusting for the reason ${JSON.stringify(reason)}`);
      await expectRefused(judge({ reason: 5, rev: 2 }), "a reason that is no text");
      await expectRefused(judge({ decision: "approved", rev: 2 }), "an unknown decision");
      await expectRefused(judge({ points: 2_600, rev: 2 }), "adjusting off the step");
      await expectRefused(judge({ points: null, rev: 2 }), "adjusting to nothing");
      await expectRefused(judge({ decision: null, rev: 2 }), "points without a decision");
      await expectAllowed(judge({ decision: null, points: null, reason: "", rev: 2 }), "taking it back");
    });
    test("whoever judges may ask the unit to explain, only the council names its minutes", async () => {
      await setPeriod(periodAt("appraisal"));
      await gone("appraisal", "alpha", "b1");
      const judge = (who: Person, change: Record<string, unknown>) =>
        write(who, "appraisal", "alpha", "b1", change);
      const open = { decision: null, points: null, reason: "" };
      const minutes = "Biên bản số 02";
      await expectAllowed(judge("leadBeta", { ...open, ask: "Nêu rõ số văn bản" }), "asking without points");
      await expectAllowed(judge("leadBeta", { ask: "ế".repeat(5_000), rev: 2 }), "asking beside points");
      for (const ask of [1, null, undefined, "a".repeat(5_001), "😀".repeat(2_501)])
        await expectRefused(judge("leadBeta", { ask, rev: 3 }), `asking ${String(ask).slice(0, 9)}`);
      await expectRefused(judge("leadBeta", { minutes, rev: 3 }), "an appraiser naming minutes");
      await expectAllowed(judge("council", { minutes, rev: 3 }), "the council naming its minutes");
      await expectAllowed(judge("council", { minutes: "ế".repeat(200), rev: 4 }), "the longest minutes");
      for (const odd of [1, null, undefined, "a".repeat(201), "😀".repeat(101)])
        await expectRefused(
          judge("council", { minutes: odd, rev: 5 }),
          `naming ${String(odd).slice(0, 9)} as minutes`,
        );
      await gone("appraisal", "alpha", "b1");
    });
    test("a leaf that is exempt, unknown or surveyed is not appraised", async () => {
      await setPeriod(periodAt("appraisal"));
      for (const leaf of ["x1", "zz", "v2"])
        await expectRefused(write("council", "appraisal", "alpha", leaf), `appraising ${leaf}`);
    });
    const MALFORMED: readonly [string, Record<string, unknown>][] = [
      ["a further field", { admin: true }],
      ["a missing version", { rev: undefined }],
      ["a version ahead", { rev: 2 }],
      ["a forged author", { by: "head" }],
      ["a forged time", { at: past() }],
      ["a forged unit", { unit: "beta" }],
      ["a forged field", { field: "f2" }],
    ];
    test.each(MALFORMED)("refuses an appraisal and an explanation with %s", async (what, change) => {
      await release("alpha");
      await gone("appraisal", "alpha", "b1");
      await setPeriod(periodAt("appraisal"));
      await expectRefused(write("leadBeta", "appraisal", "alpha", "b1", change), what);
      await setPeriod(periodAt("explanation"));
      await expectRefused(write("editor", "explanation", "alpha", "b1", change), what);
    });
    test("an explanation is text", async () => {
      await setPeriod(periodAt("explanation"));
      await release("alpha");
      await expectRefused(write("editor", "explanation", "alpha", "b1", { text: 1 }), "a number");
      await expectRefused(write("editor", "explanation", "alpha", "b1", { field: "f2" }), "a forged field");
    });
  });
}

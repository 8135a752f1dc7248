import type { Patch } from "./bundle.ts";

/** A guard that is taken out of the functions, which the simulator must find to be missing. */
export interface Sabotage {
  name: string;
  patches: readonly Patch[];
  /** Where it shows, so that a test need not play everything. */
  slice: string;
  /** What may be seen of it. */
  shows: RegExp;
}

const store = (file: string, from: string, to: string): Patch => ({
  ...{ file: `functions/src/store/${file}.ts`, from, to },
});

export const SABOTAGES: readonly Sabotage[] = [
  {
    name: "the fold's version guard",
    patches: [
      {
        ...{ file: "core/src/ledger.ts", to: "true" },
        from: "change.rev >= (ledger[change.column][change.leaf]?.rev ?? 0)",
      },
    ],
    slice: "scores",
    shows: /ledger/,
  },
  {
    name: "the fold's precondition",
    patches: [store("transaction", "{ ...next }, { lastUpdateTime: updateTime }", "{ ...next }")],
    slice: "scores",
    shows: /ledger/,
  },
  {
    name: "the seal's lease",
    patches: [store("sealing", " || seal.lease > now) return null;", ") return null;")],
    slice: "sealing",
    shows: /one at a time/,
  },
  {
    name: "the lease of the year's step",
    patches: [store("year", "if (period.moving && period.moving.lease > now) return null;", "")],
    slice: "dates",
    shows: /one at a time/,
  },
  {
    name: "the lease of a survey's rewrite",
    patches: [store("survey-rewrite", "if (survey.rewriting && survey.rewriting > now) return null;", "")],
    slice: "survey",
    shows: /one at a time/,
  },
  {
    name: "the wait for writes in flight before sealing",
    patches: [store("sealing", "await sleep(IN_FLIGHT_MS);", "sleep;")],
    slice: "sealing",
    shows: /frozen|sealed result/,
  },
  {
    name: "the look at the run before a sheet is sealed",
    patches: [store("sealing", 'if (seal.state !== "reading") return;', "seal;")],
    slice: "sealing",
    shows: /frozen|ledger/,
  },
  {
    name: "the look at the period before it is revealed",
    patches: [
      store(
        "publishing",
        "if (!isDue(period, now) || !decision || period.seal !== run) return null;",
        "decision;",
      ),
    ],
    slice: "sealing",
    shows: /step|publication|published|entry|sealed/,
  },
  {
    name: "the look at the state before it is entered",
    patches: [
      store("year", "if (period.state !== step.from || period.moving?.to !== step.to) return false;", ""),
    ],
    slice: "dates",
    shows: /step|entry|entries/,
  },
  {
    name: "the answer that is made once",
    patches: [store("survey-door", "tx.create(refs.surveyAnswer(", "tx.set(refs.surveyAnswer(")],
    slice: "survey",
    shows: /tallies|counts/,
  },
  {
    name: "the door that is closed while answers are rewritten",
    patches: [store("survey-door", 'if (rewriting) throw new DoorRefused("later");', "rewriting;")],
    slice: "survey",
    shows: /lost|tallies|answers|counts/,
  },
  {
    name: "the history of what a reconciliation was ahead of",
    patches: [
      // Reconciliation itself would remember it.
      store("reconcile", "if (await recordStanding(column, key)) difference.recorded.push(column);", ""),
      {
        ...{ file: "core/src/ledger.ts", to: "if (score && !stored) score.unrecorded = true;" },
        from: "if (score && !(stored && isFolded(stored, change))) score.unrecorded = true;",
      },
    ],
    slice: "scores",
    shows: /history/,
  },
  {
    name: "the pointer from a version to the one that corrects it",
    patches: [store("revealing", "tx.update(refs.publication(corrects), { supersededBy: id });", "")],
    slice: "correction",
    shows: /follow one another/,
  },
];

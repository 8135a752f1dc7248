import type { Ledger, SurveyScore, Unit } from "./documents.ts";
import type { Column } from "./paths.ts";

/** One change of a score, as an event or a server write carries it. `sufficient` only for survey scores. */
export interface ScoreChange {
  column: Exclude<Column, "explanation">;
  leaf: string;
  points: number | null;
  rev: number;
  sufficient?: boolean;
}

/** A unit's ledger before anything is scored. */
export function emptyLedger(
  unitId: string,
  unit: Pick<Unit, "group" | "criteriaSet" | "exempt">,
  settings: { version: number; surveyHeld: boolean },
): Ledger {
  return {
    unit: unitId,
    group: unit.group,
    criteriaSet: unit.criteriaSet,
    settingsVersion: settings.version,
    surveyHeld: settings.surveyHeld,
    exempt: unit.exempt,
    frozen: false,
    self: {},
    appraisal: {},
    survey: {},
  };
}

/** Whether a survey score rests on at least as many answers as its plan asked for (design §5.9). */
export const isSufficient = (score: Pick<SurveyScore, "n" | "minimum">): boolean => score.n >= score.minimum;

/**
 * Folds changes into a ledger: a change applies only where its version is newer than the folded one. So the result
 * does not depend on order or duplication. Returns the same object where nothing was newer (design §6).
 */
export function foldChanges(ledger: Ledger, changes: readonly ScoreChange[]): Ledger {
  let folded = ledger;
  for (const { column, leaf, points, rev, sufficient } of changes) {
    if (rev <= (folded[column][leaf]?.rev ?? 0)) continue;
    if (folded === ledger)
      folded = {
        ...ledger,
        self: { ...ledger.self },
        appraisal: { ...ledger.appraisal },
        survey: { ...ledger.survey },
      };
    if (column === "survey") folded.survey[leaf] = { points, rev, sufficient: sufficient ?? false };
    else folded[column][leaf] = { points, rev };
  }
  return folded;
}

import { countedAdjustment, surveyHeldFor } from "./adjustments.ts";
import type { Adjustment, Ledger, Settings, SurveyScore, Unit } from "./documents.ts";
import type { Column } from "./paths.ts";

/**
 * One change of a score, as an event or a server write carries it. `sufficient`, `n` and `interval` only for survey scores,
 * `asked` and `by` only for appraisals.
 */
export interface ScoreChange {
  column: Exclude<Column, "explanation">;
  leaf: string;
  points: number | null;
  rev: number;
  sufficient?: boolean;
  n?: number;
  interval?: SurveyScore["interval"];
  asked?: boolean;
  by?: string;
}

/** What a ledger takes from the period's settings and the unit's adjustments that stand. */
function settled(
  group: string,
  settings: LedgerSettings,
  adjustments: readonly Adjustment[],
): Pick<Ledger, "settingsVersion" | "surveyHeld" | "adjustment"> {
  const adjustment = countedAdjustment(adjustments, settings);
  return {
    settingsVersion: settings.version,
    surveyHeld: surveyHeldFor(group, settings),
    ...(adjustment === 0 ? {} : { adjustment }),
  };
}

/** The settings that a ledger follows. */
type LedgerSettings = Pick<Settings, "version" | "surveyHeld" | "withoutSurvey" | "bonusCap" | "penaltyCap">;

/** A ledger brought to the period's settings and the unit's adjustments that stand. */
export function withSettings(
  { adjustment: _before, ...ledger }: Ledger,
  settings: LedgerSettings,
  adjustments: readonly Adjustment[],
): Ledger {
  return { ...ledger, ...settled(ledger.group, settings, adjustments) };
}

/** A unit's ledger before anything is scored. */
export function emptyLedger(
  unitId: string,
  unit: Pick<Unit, "name" | "order" | "group" | "criteriaSet" | "exempt" | "submission">,
  settings: LedgerSettings,
  adjustments: readonly Adjustment[] = [],
): Ledger {
  return {
    unit: unitId,
    name: unit.name,
    order: unit.order,
    group: unit.group,
    criteriaSet: unit.criteriaSet,
    ...settled(unit.group, settings, adjustments),
    exempt: unit.exempt,
    submission: unit.submission.state,
    evidence: {},
    frozen: false,
    self: {},
    appraisal: {},
    survey: {},
  };
}

/** Whether a survey score, and each group's share of it, rests on at least as many answers as the plan asked for (design §5.9). */
export const isSufficient = ({
  n,
  minimum,
  groups,
}: Pick<SurveyScore, "n" | "minimum" | "groups">): boolean =>
  n >= minimum && (groups ?? []).every((group) => group.n >= group.minimum);

/** Whether this very version of a score was folded from its event, and so has its history entry. */
export function isFolded(ledger: Ledger, { column, leaf, rev }: ScoreChange): boolean {
  const folded = ledger[column][leaf];
  return folded?.rev === rev && !folded.unrecorded;
}

const isNews = (ledger: Ledger, change: ScoreChange): boolean =>
  !isFolded(ledger, change) && change.rev >= (ledger[change.column][change.leaf]?.rev ?? 0);

/**
 * Folds changes into a ledger: a change applies only where its version is newer than the folded one. So the result
 * does not depend on order or duplication. Returns the same object where nothing was newer (design §6).
 */
export function foldChanges(ledger: Ledger, changes: readonly ScoreChange[]): Ledger {
  let folded = ledger;
  for (const change of changes) {
    if (!isNews(folded, change)) continue;
    const { column, leaf, points, rev } = change;
    if (folded === ledger)
      folded = {
        ...ledger,
        self: { ...ledger.self },
        appraisal: { ...ledger.appraisal },
        survey: { ...ledger.survey },
      };
    if (column === "survey") folded.survey[leaf] = surveyed(change);
    else if (column === "appraisal") folded.appraisal[leaf] = appraised(change);
    else folded.self[leaf] = { points, rev };
  }
  return folded;
}

const surveyed = ({
  points,
  rev,
  sufficient = false,
  n,
  interval,
}: ScoreChange): Ledger["survey"][string] => ({
  ...{ points, rev, sufficient },
  ...(n === undefined ? {} : { n }),
  ...(interval ? { interval } : {}),
});

const appraised = ({ points, rev, asked, by }: ScoreChange): Ledger["appraisal"][string] => ({
  ...{ points, rev },
  ...(asked ? { asked } : {}),
  ...(by === undefined ? {} : { by }),
});

/**
 * The ledger that follows from all stored scores, started from an empty one. Versions that `stored` had not folded
 * yet are marked `unrecorded`, so that their late events still leave their history.
 */
export function rebuildLedger(
  empty: Ledger,
  stored: Ledger | undefined,
  scores: readonly ScoreChange[],
): Ledger {
  const rebuilt = foldChanges(empty, scores);
  for (const change of scores) {
    const score = rebuilt[change.column][change.leaf];
    if (score && !(stored && isFolded(stored, change))) score.unrecorded = true;
  }
  return rebuilt;
}

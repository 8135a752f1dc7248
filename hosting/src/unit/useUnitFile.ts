import {
  Comment,
  computeSheet,
  Evidence,
  Explanation,
  evidenceCounts,
  Member,
  missingForSubmission,
  paths,
  queries,
  Release,
  refusalOfSelfAssessment,
  reviewOf,
  SelfScore,
  type Sheet,
  submitsFor,
  surveyHeldFor,
  Unit,
} from "@parindex/core";
import { useCallback, useMemo } from "react";
import { dataOf, useCollection, useDocument, useQuery } from "../data/live.ts";
import { type Typed, useScoreSaves } from "../data/score-saves.ts";
import { useSession } from "../data/session.tsx";
import { useUnitUploads } from "../evidence/useUnitUploads.ts";
import { type ShownSet, useSet } from "../sheet/useSet.ts";
import { useNow } from "../shell/time.ts";

const BLANK: Typed["self"] = { facts: null, points: null, note: "" };

/** The unit's own points as they will be once all typed values are saved. */
function selfColumn(scores: readonly SelfScore[], typed: ReadonlyMap<string, { value: Typed["self"] }>) {
  const column: Record<string, { points: number | null; rev: number }> = {};
  for (const { leaf, points, rev } of scores) column[leaf] = { points, rev };
  for (const [leaf, { value }] of typed) column[leaf] = { points: value.points, rev: 1 };
  return column;
}

/** What was released to the unit, as the appraised column of its sheet. */
const releasedColumn = (release: Release | undefined) =>
  Object.fromEntries(
    Object.entries(release?.leaves ?? {}).map(([leaf, { points }]) => [leaf, { points, rev: 1 }]),
  );

/** The sheet of a unit as its own people see it: their scores as typed, and what was released to them. */
function sheetOf(
  { compiled }: ShownSet,
  unit: Unit,
  surveyHeld: boolean,
  self: ReturnType<typeof selfColumn>,
  release: Release | undefined,
): Sheet {
  return computeSheet(compiled, {
    ...{ exempt: unit.exempt, surveyHeld, self, survey: {} },
    appraisal: releasedColumn(release),
  });
}

/** What the unit's people share beside the scores: evidence, remarks, and who they are. */
function useUnitDesk(unitId: string) {
  const { scheme, periodId } = useSession();
  const evidence = dataOf(useCollection(paths.evidence(scheme, periodId, unitId), Evidence));
  const comments = dataOf(useCollection(paths.comments(scheme, periodId, unitId), Comment));
  const colleagues = useMemo(() => queries.membersOfUnit(scheme, unitId), [scheme, unitId]);
  const members = dataOf(useQuery(colleagues, Member));
  return {
    evidence,
    counts: useMemo(() => evidenceCounts(evidence?.map(({ data }) => data) ?? []), [evidence]),
    comments: comments?.toSorted((a, b) => a.data.at.getTime() - b.data.at.getTime()),
    /** The unit's people who can still sign in, by name. */
    people: members
      ?.filter(({ data }) => !data.disabled)
      .toSorted((a, b) => a.data.name.localeCompare(b.data.name, "vi")),
  };
}

/** Everything the unit's own page works on: live documents, the queues of what is typed, and what follows from both. */
export function useUnitFile(unitId: string) {
  const session = useSession();
  const { scheme, periodId, period, member } = session;
  const now = useNow();
  const unitLive = useDocument(paths.unit(scheme, periodId, unitId), Unit);
  const unit = dataOf(unitLive);
  const setLive = useSet(unit?.criteriaSet);
  const shownSet = dataOf(setLive);
  const scores = useCollection(paths.column(scheme, periodId, unitId, "selfScores"), SelfScore);
  const stored = dataOf(scores);
  const round = period.releaseRound;
  const release = dataOf(
    useDocument(round > 0 ? paths.release(scheme, periodId, unitId, round) : null, Release),
  );
  const explained = dataOf(
    useCollection(round > 0 ? paths.column(scheme, periodId, unitId, "explanations") : null, Explanation),
  );
  const fieldOf = useCallback((leaf: string) => shownSet?.set.leaves[leaf]?.field ?? "", [shownSet]);
  const self = useScoreSaves("self", unitId, fieldOf, stored);
  const explanations = useScoreSaves("explanation", unitId, fieldOf, explained);

  const documents = useMemo(() => stored?.map(({ data }) => data) ?? [], [stored]);
  const desk = useUnitDesk(unitId);
  const uploads = useUnitUploads(unitId, desk.evidence);
  const review = useMemo(
    () => (shownSet && unit ? reviewOf(unit, shownSet.set, documents, desk.counts, period.year) : []),
    [shownSet, unit, documents, desk.counts, period.year],
  );
  const sheet = useMemo(
    () =>
      shownSet && unit
        ? sheetOf(
            shownSet,
            unit,
            surveyHeldFor(unit.group, period.settings),
            selfColumn(documents, self.current),
            release,
          )
        : null,
    [shownSet, unit, period.settings, documents, self.current, release],
  );
  const missing = useMemo(
    () => (shownSet && unit ? missingForSubmission(unitId, unit, shownSet.set, documents, period.year) : []),
    [shownSet, unit, unitId, documents, period.year],
  );
  const typedOn = useCallback(
    (leaf: string): Typed["self"] => {
      const typed = self.current.get(leaf)?.value;
      if (typed) return typed;
      const score = documents.find((document) => document.leaf === leaf);
      return score ? { facts: score.facts, points: score.points, note: score.note } : BLANK;
    },
    [self.current, documents],
  );
  const lock = unit ? refusalOfSelfAssessment({ member, period, unitId, unit, now }) : null;
  return {
    ...{
      session,
      unitId,
      unitLive,
      unit,
      setLive,
      shownSet,
      scores,
      documents,
      sheet,
      missing,
      typedOn,
      lock,
    },
    ...{ self, release, explained, explanations, desk, uploads, review },
    isHead: member.roles.unitHead === unitId,
    submits: unit ? submitsFor(session.uid, member, unitId, unit, now) : false,
  };
}
export type UnitFile = ReturnType<typeof useUnitFile>;

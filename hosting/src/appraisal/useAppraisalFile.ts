import {
  Appraisal,
  appraises,
  belongsTo,
  Explanation,
  isoDay,
  paths,
  type Refusal,
  Release,
  refusalOfAppraisalTime,
  SelfScore,
  type Unit,
} from "@parindex/core";
import { useCallback, useMemo } from "react";
import { dataOf, type Entry, type Live, useCollection, useDocument, useEntry } from "../data/live.ts";
import { type Typed, useScoreSaves } from "../data/score-saves.ts";
import { useSession } from "../data/session.tsx";
import { type ShownSet, useSet } from "../sheet/useSet.ts";
import { useNow } from "../shell/time.ts";

const byLeaf = <T extends { leaf: string }>(entries: readonly { data: T }[] | undefined) =>
  new Map(entries?.map(({ data }) => [data.leaf, data]));

const UNJUDGED: Typed["appraisal"] = { points: null, decision: null, reason: "", ask: "", minutes: "" };

/** The criteria set once everything else is there too, so that nothing shows as missing that is only late. */
const whenAll = (set: Live<ShownSet>, ...others: Live<unknown>[]): Live<ShownSet> => {
  for (const live of others) if (live.state !== "ready") return live;
  return set;
};

/** The documents a judgement is made from, of a whole unit or of one leaf of it. */
interface Sources {
  self: Live<Entry<SelfScore>[]>;
  appraisals: Live<Entry<Appraisal>[]>;
  explanations: Live<Entry<Explanation>[]>;
}

function useJudging(
  unitId: string,
  unit: Pick<Unit, "criteriaSet" | "exempt">,
  { self, appraisals, explanations }: Sources,
) {
  const session = useSession();
  const { scheme, periodId, period, member } = session;
  const now = useNow();
  const setLive = useSet(unit.criteriaSet);
  const set = dataOf(setLive)?.set;
  const round = period.releaseRound;
  const release = useDocument(round > 0 ? paths.release(scheme, periodId, unitId, round) : null, Release);
  const fieldOf = useCallback((leaf: string) => set?.leaves[leaf]?.field ?? "", [set]);
  const saves = useScoreSaves("appraisal", unitId, fieldOf, dataOf(appraisals));
  const stored = useMemo(() => byLeaf(dataOf(appraisals)), [appraisals]);
  const claimed = useMemo(() => byLeaf(dataOf(self)), [self]);
  const explained = useMemo(() => byLeaf(dataOf(explanations)), [explanations]);
  const judgementOn = useCallback(
    (leaf: string): Typed["appraisal"] => {
      const { points, decision, reason, ask, minutes } =
        saves.current.get(leaf)?.value ?? stored.get(leaf) ?? UNJUDGED;
      return { points, decision, reason, ask, minutes };
    },
    [saves.current, stored],
  );
  const judgedToday = (dataOf(appraisals) ?? []).filter(
    ({ data }) => data.by === session.uid && data.points !== null && isoDay(data.at) === isoDay(now),
  ).length;
  const isCouncil = member.roles.council === true;
  /** Saves what changes of a judgement; the rest stays. Minutes stay with the council's own decisions alone. */
  const judge = (leaf: string, change: Partial<Typed["appraisal"]>) =>
    saves.saves.put(leaf, { ...judgementOn(leaf), ...(isCouncil ? {} : { minutes: "" }), ...change });
  const isRefused = (leaf: string) => {
    const state = saves.current.get(leaf)?.save.state;
    return state === "refused" || state === "conflict";
  };
  /** The decision on a leaf as it counts: what the server refused is none. */
  const decisionOn = (leaf: string) => (isRefused(leaf) ? null : judgementOn(leaf).decision);
  const lock = refusalOfAppraisalTime(member, period, now);
  /** Why this member can't judge this leaf now, or null. */
  const lockOn = (leaf: string): Refusal | null => {
    if (belongsTo(member, unitId)) return { code: "ownUnit", unit: unitId };
    const entry = set?.leaves[leaf];
    if (!entry || !appraises(member, unitId, leaf, entry, period)) return { code: "notYourLeaf", leaf };
    const reason = unit.exempt[leaf];
    return reason === undefined ? lock : { code: "exemptLeaf", leaf, reason };
  };
  return {
    ...{ session, unitId, unit, claimed, explained, saves, judgedToday, isCouncil, lock },
    ...{ judgementOn, judge, decisionOn, isRefused, lockOn },
    live: whenAll(setLive, self, appraisals, explanations),
    released: dataOf(release)?.leaves,
  };
}
export type AppraisalFile = ReturnType<typeof useJudging>;

/**
 * What an appraiser works on for one unit: its scores, their judgements with the queue of what is typed, what was
 * released to the unit and its answers.
 */
export function useAppraisalFile(unitId: string, unit: Pick<Unit, "criteriaSet" | "exempt">): AppraisalFile {
  const { scheme, periodId } = useSession();
  return useJudging(unitId, unit, {
    self: useCollection(paths.column(scheme, periodId, unitId, "selfScores"), SelfScore),
    appraisals: useCollection(paths.column(scheme, periodId, unitId, "appraisals"), Appraisal),
    explanations: useCollection(paths.column(scheme, periodId, unitId, "explanations"), Explanation),
  });
}

/** The same of a single leaf of a unit, so that no more is read where one leaf is judged across units. */
export function useLeafFile(
  unitId: string,
  unit: Pick<Unit, "criteriaSet" | "exempt">,
  leaf: string,
): AppraisalFile {
  const { scheme, periodId } = useSession();
  return useJudging(unitId, unit, {
    self: useEntry(paths.score(scheme, periodId, unitId, "selfScores", leaf), SelfScore),
    appraisals: useEntry(paths.score(scheme, periodId, unitId, "appraisals", leaf), Appraisal),
    explanations: useEntry(paths.score(scheme, periodId, unitId, "explanations", leaf), Explanation),
  });
}

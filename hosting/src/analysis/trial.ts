import {
  type CriteriaSet,
  formatPoints,
  leavesOf,
  type Moved,
  type Supposed,
  type TieBreak,
  type Trial,
  type UnitGroup,
  type WrittenCell,
  type WrittenRow,
} from "@parindex/core";
import { t } from "../text/analysis-desk.ts";

/** A node by its code and name; its id where the set has none. */
function nodeText(set: CriteriaSet | undefined, id: string): string {
  const field = set?.fields.find((one) => one.id === id);
  if (field) return `${field.code}. ${field.name}`;
  if (set) for (const { leaf } of leavesOf(set)) if (leaf.id === id) return `${leaf.code} ${leaf.name}`;
  return id;
}

/** What breaks ties, in words. */
function tieBreakText(tieBreaks: readonly TieBreak[], sets: Trial["sets"]): string {
  const [first] = tieBreaks;
  if (!first) return t("tieNone");
  if (first.by === "field") {
    const fields = [...sets.values()].flatMap((set) => set.fields);
    return t("tieField", { name: fields.find(({ id }) => id === first.field)?.name ?? first.field });
  }
  return t(first.by === "survey" ? "tieSurvey" : "tieAppraised");
}

/** A supposed change in words. */
export function supposedText(change: Supposed, trial: Trial, groups: readonly UnitGroup[]): string {
  if (change.kind === "tieBreaks")
    return t("saidTieBreak", { by: tieBreakText(change.tieBreaks, trial.sets) });
  if (change.kind === "surveyHeld") {
    const group = groups.find(({ id }) => id === change.group)?.name ?? change.group;
    return t(change.held ? "saidSurvey" : "saidNoSurvey", { group });
  }
  if (change.kind === "max") {
    const set = trial.sets.get(change.set);
    const points = formatPoints(change.max);
    return t("saidMax", { set: set?.name ?? change.set, leaf: nodeText(set, change.node), points });
  }
  const ledger = trial.ledgers.find(({ unit }) => unit === change.unit);
  const unit = ledger?.name ?? change.unit;
  const leaf = nodeText(trial.sets.get(ledger?.criteriaSet ?? ""), change.leaf);
  if (change.kind === "exempt") return t(change.exempt ? "saidExempt" : "saidNotExempt", { unit, leaf });
  const points = change.points === null ? "—" : formatPoints(change.points);
  return t("saidPoints", { unit, leaf, points });
}

/** Whether a unit's rank, points or maximum are others. */
export const isMoved = ({ before, after }: Moved): boolean =>
  before.rank !== after.rank ||
  before.total.achieved !== after.total.achieved ||
  before.total.max !== after.total.max;

/** A group's units before and after, with both indices as they are shown. */
export interface ComparedGroup {
  group: UnitGroup;
  units: readonly (Moved & { indexBefore: string; indexAfter: string })[];
}

const head = (texts: readonly string[]): WrittenRow => texts.map((value) => ({ value, bold: true }));

/** The comparison as the rows of a sheet. */
export const comparedRows = (groups: readonly ComparedGroup[]): WrittenRow[] => [
  head([
    t("groupColumn"),
    t("unitName"),
    t("rankBefore"),
    t("rankAfter"),
    t("indexBefore"),
    t("indexAfter"),
    t("achieved"),
    t("max"),
  ]),
  ...groups.flatMap(({ group, units }) =>
    units.map(({ name, before, after, indexBefore, indexAfter }): WrittenCell[] => [
      { value: group.name },
      { value: name },
      { value: before.rank },
      { value: after.rank },
      { value: indexBefore },
      { value: indexAfter },
      { value: after.total.achieved === null ? null : after.total.achieved / 10_000 },
      { value: after.total.max / 10_000 },
    ]),
  ),
];

export const COMPARED_WIDTHS = [24, 40, 10, 10, 14, 14, 12, 12];

/** What was supposed, as the rows of a sheet that says first what it is. */
export const triedRows = (texts: readonly string[]): WrittenRow[] => [
  head([t("whatIfNote")]),
  ...texts.map((value) => [{ value }]),
];

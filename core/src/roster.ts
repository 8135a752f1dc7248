import type { Period, Unit, UnitDetails } from "./documents.ts";

/** A unit's id with what is said of it. */
export type RosterEntry = readonly [unit: string, details: UnitDetails];

/** A unit whose file has not begun. Days and successors are open where they are not told. */
export const newUnit = (
  details: Pick<UnitDetails, "name" | "order" | "group" | "criteriaSet"> & Partial<UnitDetails>,
  exempt: Unit["exempt"] = {},
): Unit => ({
  ...{ from: null, until: null, successors: [], ...details },
  exempt,
  former: [],
  submission: { state: "draft", at: null, by: null, reason: null, report: null, count: 0 },
  lockException: null,
  assignments: {},
  deputy: null,
});

/** What is wrong with a unit of a roster: which field of it, and why. */
export interface RosterIssue {
  unit: string;
  field: keyof UnitDetails;
  message: string;
}

/**
 * A circle of units that each take over from the one before, or null. `successors` of a unit that is not in the roster
 * lead nowhere.
 */
export function successorCycle(
  roster: ReadonlyMap<string, Pick<UnitDetails, "successors">>,
): string[] | null {
  const done = new Set<string>();
  const follow = (unit: string, trail: readonly string[]): string[] | null => {
    const at = trail.indexOf(unit);
    if (at >= 0) return trail.slice(at);
    if (done.has(unit)) return null;
    for (const next of roster.get(unit)?.successors ?? []) {
      const cycle = follow(next, [...trail, unit]);
      if (cycle) return cycle;
    }
    done.add(unit);
    return null;
  };
  for (const unit of roster.keys()) {
    const cycle = follow(unit, []);
    if (cycle) return cycle;
  }
  return null;
}

function issuesOfUnit(
  [unit, details]: RosterEntry,
  { groups, criteriaSets }: Pick<Period, "groups" | "criteriaSets">,
): RosterIssue[] {
  const issues: RosterIssue[] = [];
  const found = (field: keyof UnitDetails, message: string) => issues.push({ unit, field, message });
  if (!groups.some(({ id }) => id === details.group))
    found("group", `không có nhóm đơn vị «${details.group}» trong kỳ đánh giá`);
  if (!criteriaSets.includes(details.criteriaSet))
    found("criteriaSet", `không có bộ tiêu chí «${details.criteriaSet}» trong kỳ đánh giá`);
  if (details.from !== null && details.until !== null && details.from > details.until)
    found("until", `ngày kết thúc ${details.until} trước ngày bắt đầu ${details.from}`);
  if (new Set(details.successors).size < details.successors.length)
    found("successors", "một đơn vị kế thừa được nêu hai lần");
  return issues;
}

/** What is wrong with a period's units: groups and sets it does not have, days in the wrong order, circles of successors. */
export function issuesOfRoster(
  roster: readonly RosterEntry[],
  period: Pick<Period, "groups" | "criteriaSets">,
): RosterIssue[] {
  const issues = roster.flatMap((entry) => issuesOfUnit(entry, period));
  const cycle = successorCycle(new Map(roster));
  const [first] = cycle ?? [];
  if (cycle && first)
    issues.push({
      unit: first,
      field: "successors",
      message: `các đơn vị kế thừa nhau thành vòng: ${[...cycle, first].join(" → ")}`,
    });
  return issues;
}

/** Whether a unit still exists on a day (yyyy-MM-dd). */
export const existsOn = ({ until }: Pick<UnitDetails, "until">, day: string): boolean =>
  until === null || until >= day;

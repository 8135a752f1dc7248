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
 * The circles in which units take over from each other, each once, from the unit listed first. Successors that are not
 * listed lead nowhere.
 */
export function successorCycles(units: readonly { id: string; successors: readonly string[] }[]): string[][] {
  const successorsOf = new Map(units.map(({ id, successors }) => [id, [...new Set(successors)]]));
  const done = new Set<string>();
  const cycles: string[][] = [];
  for (const { id: start } of units) {
    const path: { id: string; next: number }[] = done.has(start) ? [] : [{ id: start, next: 0 }];
    const onPath = new Set(path.map(({ id }) => id));
    for (let last = path.at(-1); last; last = path.at(-1)) {
      const successor = successorsOf.get(last.id)?.[last.next++];
      if (successor === undefined) {
        path.pop();
        onPath.delete(last.id);
        done.add(last.id);
      } else if (onPath.has(successor)) {
        const ids = path.map(({ id }) => id);
        cycles.push(ids.slice(ids.indexOf(successor)));
      } else if (!done.has(successor)) {
        path.push({ id: successor, next: 0 });
        onPath.add(successor);
      }
    }
  }
  return cycles;
}

/** What is said of units that take over from each other in a circle. */
export const cycleText = (cycle: readonly string[]): string =>
  `các đơn vị kế thừa nhau thành vòng: ${[...cycle, ...cycle.slice(0, 1)].join(" → ")}`;

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
  const listed = roster.map(([id, { successors }]) => ({ id, successors }));
  for (const cycle of successorCycles(listed))
    issues.push({ unit: cycle[0] ?? "", field: "successors", message: cycleText(cycle) });
  return issues;
}

/** Whether a unit still exists on a day (yyyy-MM-dd). */
export const existsOn = ({ until }: Pick<UnitDetails, "until">, day: string): boolean =>
  until === null || until >= day;

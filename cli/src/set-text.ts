import { type CriteriaSet, formatPoints, leavesOf } from "@parindex/core";
import { count } from "./terminal.ts";

/** What a set is, on one line. */
export function setText(set: CriteriaSet): string {
  const leaves = [...leavesOf(set)];
  const points = leaves.reduce((sum, { leaf }) => sum + leaf.max, 0);
  const surveyed = leaves.filter(({ leaf }) => leaf.source === "survey").length;
  return `«${set.name}»: ${count(set.fields.length, "field")}, ${leaves.length} scored criteria (${surveyed} by survey), ${formatPoints(points)} points.`;
}

import { type CriteriaSet, type LeafNode, leavesOf } from "./criteria-set.ts";
import { canonicalJson } from "./merkle.ts";

/** Whether two parts of a node say the same, in whatever order. */
const isEqual = (a: unknown, b: unknown): boolean => a === b || canonicalJson(a) === canonicalJson(b);

type Fields = Pick<CriteriaSet, "fields">;

/** A node of a set as it stands: where, and what it says of itself. */
export interface PlacedNode {
  id: string;
  code: string;
  name: string;
  max: number;
  level: "field" | "criterion" | "subCriterion";
  /** The node above, null for a field. */
  parent: string | null;
  /** Its place among the children of its parent, from 0. */
  at: number;
  /** What it carries where points are given here; null where it only sums. */
  leaf: LeafNode | null;
}

/** All nodes of a set in printed order. */
export function placedNodes({ fields }: Fields): PlacedNode[] {
  return fields.flatMap((field, at): PlacedNode[] => [
    { ...named(field), level: "field", parent: null, at, leaf: null },
    ...field.criteria.flatMap((criterion, at): PlacedNode[] => {
      const place = { ...named(criterion), level: "criterion" as const, parent: field.id, at };
      if (!("subCriteria" in criterion)) return [{ ...place, leaf: criterion }];
      return [
        { ...place, leaf: null },
        ...criterion.subCriteria.map(
          (leaf, at): PlacedNode => ({
            ...{ ...named(leaf), level: "subCriterion", parent: criterion.id, at, leaf },
          }),
        ),
      ];
    }),
  ]);
}

const named = ({ id, code, name, max }: Pick<PlacedNode, "id" | "code" | "name" | "max">) => ({
  ...{ id, code, name, max },
});

/** What two versions of a node differ in. */
export const ASPECTS = [
  "parent",
  "order",
  "name",
  "code",
  "max",
  "step",
  "source",
  "rule",
  "lead",
  "evidence",
] as const;
export type Aspect = (typeof ASPECTS)[number];

/** A node that both versions have and that is not the same in both. */
export interface ChangedNode {
  before: PlacedNode;
  after: PlacedNode;
  aspects: Aspect[];
}

export interface SetDifference {
  added: PlacedNode[];
  removed: PlacedNode[];
  changed: ChangedNode[];
}

/** The longest run of numbers that rises, by their positions. */
function risingRun(numbers: readonly number[]): Set<number> {
  const longest = (runs: readonly number[][]) =>
    runs.reduce<number[]>((best, run) => (run.length > best.length ? run : best), []);
  const best: number[][] = [];
  numbers.forEach((number, at) => {
    const before = best.filter((run) => (numbers[run.at(-1) ?? -1] ?? number) < number);
    best.push([...longest(before), at]);
  });
  return new Set(longest(best));
}

/** The nodes that stand in another order among the siblings that both versions have. */
function reordered(old: ReadonlyMap<string, PlacedNode>, now: readonly PlacedNode[]): Set<string> {
  const staying = now.filter(({ id, parent }) => old.get(id)?.parent === parent);
  const moved = [...Map.groupBy(staying, ({ parent }) => parent).values()].flatMap((siblings) => {
    const inOrder = risingRun(siblings.map(({ id }) => old.get(id)?.at ?? 0));
    return siblings.filter((_, at) => !inOrder.has(at)).map(({ id }) => id);
  });
  return new Set(moved);
}

const aspectOf = (node: PlacedNode, aspect: Exclude<Aspect, "order">): unknown =>
  aspect === "parent" || aspect === "name" || aspect === "code" || aspect === "max"
    ? node[aspect]
    : (node.leaf?.[aspect] ?? null);

/**
 * What changed from one version of a criteria set to another, node by node: nodes are the same where their ids are, however
 * they are printed.
 */
export function compareSets(before: Fields, after: Fields): SetDifference {
  const old = new Map(placedNodes(before).map((node) => [node.id, node]));
  const now = placedNodes(after);
  const kept = new Set(now.map(({ id }) => id));
  const moved = reordered(old, now);
  return {
    added: now.filter(({ id }) => !old.has(id)),
    removed: [...old.values()].filter(({ id }) => !kept.has(id)),
    changed: now.flatMap((node) => {
      const was = old.get(node.id);
      if (!was) return [];
      const aspects = ASPECTS.filter((aspect) =>
        aspect === "order" ? moved.has(node.id) : !isEqual(aspectOf(was, aspect), aspectOf(node, aspect)),
      );
      return aspects.length === 0 ? [] : [{ before: was, after: node, aspects }];
    }),
  };
}

/** What becomes of the scores of each leaf when one version takes the place of another. */
export interface LeafMapping {
  /** As before: its scores stand. */
  kept: string[];
  /** Its maximum, step, source or rule is another: it must be scored again. */
  rescore: string[];
  removed: string[];
  added: string[];
}

/** What a leaf's score rests on. */
const SCORED_BY = ["max", "step", "source", "rule"] as const;

/** Maps the leaves of one version of a set to those of another, by their ids. */
export function mapLeaves(before: Fields, after: Fields): LeafMapping {
  const old = new Map([...leavesOf(before)].map(({ leaf }) => [leaf.id, leaf]));
  const now = new Map([...leavesOf(after)].map(({ leaf }) => [leaf.id, leaf]));
  const mapping: LeafMapping = { kept: [], rescore: [], removed: [], added: [] };
  for (const [id, leaf] of now) {
    const was = old.get(id);
    if (!was) mapping.added.push(id);
    else if (SCORED_BY.every((part) => isEqual(was[part], leaf[part]))) mapping.kept.push(id);
    else mapping.rescore.push(id);
  }
  for (const id of old.keys()) if (!now.has(id)) mapping.removed.push(id);
  return mapping;
}

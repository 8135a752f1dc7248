import {
  type CriterionNode,
  type FieldNode,
  type LeafNode,
  leavesOfCriterion,
  type SetDraft,
} from "./criteria-set.ts";
import { placedNodes } from "./set-compare.ts";

/**
 * Gives ids that no node of any version ever had (a random one is): an id keeps its meaning, so that scores never follow
 * another criterion.
 */
export type FreshId = () => string;

/** A leaf as it is added: one point, judged by hand, by the department that leads beside it. */
export const newLeaf = (id: string, code: string, lead: string): LeafNode => ({
  ...{ id, code, name: "Tiêu chí mới", max: 10_000, step: 2_500, source: "self" },
  ...{ rule: { kind: "manual" }, evidence: "", lead },
});

/** Some department that leads in a draft; new nodes take it over. */
export const someLead = (draft: SetDraft): string | undefined =>
  draft.fields.flatMap(({ criteria }) => criteria.flatMap(leavesOfCriterion))[0]?.lead;

const sum = (nodes: readonly { max: number }[]) => nodes.reduce((total, { max }) => total + max, 0);

const mapFields = (draft: SetDraft, change: (field: FieldNode) => FieldNode[]): SetDraft => ({
  ...draft,
  fields: draft.fields.flatMap(change),
});

/** Changes the criteria of every field; a field that is left without any goes. */
const mapCriteria = (draft: SetDraft, change: (criterion: CriterionNode) => CriterionNode[]): SetDraft =>
  mapFields(draft, (field) => {
    const criteria = field.criteria.flatMap(change);
    return criteria.length === 0 ? [] : [{ ...field, criteria }];
  });

/** Adds a field with a first leaf. */
export function addField(draft: SetDraft, lead: string, fresh: FreshId): SetDraft {
  const code = `${draft.fields.length + 1}`;
  const leaf = newLeaf(fresh(), `${code}.1`, lead);
  const field = { id: fresh(), code, name: "Lĩnh vực mới", max: leaf.max, criteria: [leaf] };
  return { ...draft, fields: [...draft.fields, field] };
}

/** Adds a criterion at the end of a field. */
export function addCriterion(draft: SetDraft, field: string, lead: string, fresh: FreshId): SetDraft {
  return mapFields(draft, (one) => {
    if (one.id !== field) return [one];
    const leaf = newLeaf(fresh(), `${one.code}.${one.criteria.length + 1}`, lead);
    return [{ ...one, criteria: [...one.criteria, leaf] }];
  });
}

/**
 * Adds a sub-criterion at the end of a criterion. One that carried points itself becomes a parent; what it carried goes on
 * as its first sub-criterion under its own id, so that its scores stay with it.
 */
export function addSubCriterion(draft: SetDraft, criterion: string, lead: string, fresh: FreshId): SetDraft {
  return mapCriteria(draft, (one) => {
    if (one.id !== criterion) return [one];
    if (!("subCriteria" in one)) {
      const parent = { id: fresh(), code: one.code, name: one.name, max: one.max };
      return [{ ...parent, subCriteria: [{ ...one, code: `${one.code}.1` }] }];
    }
    const leaf = newLeaf(fresh(), `${one.code}.${one.subCriteria.length + 1}`, lead);
    return [{ ...one, subCriteria: [...one.subCriteria, leaf] }];
  });
}

/** Takes a node out with all below it. A parent that is left without children goes too. */
export function removeNode(draft: SetDraft, id: string): SetDraft {
  const without = mapFields(draft, (field) => (field.id === id ? [] : [field]));
  return mapCriteria(without, (criterion) => {
    if (criterion.id === id) return [];
    if (!("subCriteria" in criterion)) return [criterion];
    const subCriteria = criterion.subCriteria.filter((leaf) => leaf.id !== id);
    return subCriteria.length === 0 ? [] : [{ ...criterion, subCriteria }];
  });
}

/** Moves a node by some places among its siblings; at either end it stays. */
export function moveBy(draft: SetDraft, id: string, by: -1 | 1): SetDraft {
  const moved = <Node extends { id: string }>(nodes: readonly Node[]): Node[] => {
    const from = nodes.findIndex((node) => node.id === id);
    const node = nodes[from];
    const to = from + by;
    if (!node || to < 0 || to >= nodes.length) return [...nodes];
    return nodes.toSpliced(from, 1).toSpliced(to, 0, node);
  };
  return {
    ...draft,
    fields: moved(draft.fields).map((field) => ({
      ...field,
      criteria: moved(field.criteria).map((criterion) =>
        "subCriteria" in criterion ? { ...criterion, subCriteria: moved(criterion.subCriteria) } : criterion,
      ),
    })),
  };
}

/** Where a node may go: a criterion into a field, a leaf also below a criterion with sub-criteria, a field among fields. */
export function mayMove(draft: SetDraft, id: string, parent: string | null): boolean {
  const nodes = new Map(placedNodes(draft).map((node) => [node.id, node]));
  const node = nodes.get(id);
  const target = parent === null ? null : nodes.get(parent);
  if (!node || target === undefined || id === parent) return false;
  if (node.level === "field") return target === null;
  if (target === null) return false;
  if (target.level === "field") return true;
  return target.level === "criterion" && target.leaf === null && node.leaf !== null;
}

/** Moves a node to a place among the children of a parent (null: among the fields); refused moves change nothing. */
export function moveNode(draft: SetDraft, id: string, parent: string | null, at: number): SetDraft {
  if (!mayMove(draft, id, parent)) return draft;
  if (parent === null) {
    const field = draft.fields.find((one) => one.id === id);
    if (!field) return draft;
    return { ...draft, fields: draft.fields.filter((one) => one.id !== id).toSpliced(at, 0, field) };
  }
  const criteria = draft.fields.flatMap((field) => field.criteria);
  const node =
    criteria.find((one) => one.id === id) ??
    criteria.flatMap(leavesOfCriterion).find((leaf) => leaf.id === id);
  if (!node) return draft;
  const placed = mapKept(draft, id, (siblings, of) =>
    of === parent ? siblings.toSpliced(at, 0, node) : [...siblings],
  );
  return dropEmpty(placed);
}

type Sibling = CriterionNode | LeafNode;

/** Takes a node out of wherever it is, and lets `place` say what each list of siblings becomes. */
function mapKept(
  draft: SetDraft,
  id: string,
  place: (siblings: readonly Sibling[], parent: string) => Sibling[],
): SetDraft {
  return {
    ...draft,
    fields: draft.fields.map((field) => ({
      ...field,
      criteria: place(
        field.criteria
          .filter((one) => one.id !== id)
          .map((criterion) =>
            "subCriteria" in criterion
              ? {
                  ...criterion,
                  subCriteria: place(
                    criterion.subCriteria.filter((leaf) => leaf.id !== id),
                    criterion.id,
                  ) as LeafNode[],
                }
              : criterion,
          ),
        field.id,
      ),
    })),
  };
}

const dropEmpty = (draft: SetDraft): SetDraft =>
  mapCriteria(draft, (criterion) =>
    "subCriteria" in criterion && criterion.subCriteria.length === 0 ? [] : [criterion],
  );

/** What of a node can be set; what only leaves carry is left out elsewhere. */
export type NodeChange = Partial<Omit<LeafNode, "id">>;

/** Sets what a node says of itself. */
export function setNode(draft: SetDraft, id: string, change: NodeChange): SetDraft {
  const { name, code, max } = change;
  const own = {
    ...(name === undefined ? {} : { name }),
    ...(code === undefined ? {} : { code }),
    ...(max === undefined ? {} : { max }),
  };
  return mapFields(draft, (field) => [
    {
      ...(field.id === id ? { ...field, ...own } : field),
      criteria: field.criteria.map((criterion): CriterionNode => {
        if (!("subCriteria" in criterion))
          return criterion.id === id ? { ...criterion, ...change } : criterion;
        const subCriteria = criterion.subCriteria.map((leaf) =>
          leaf.id === id ? { ...leaf, ...change } : leaf,
        );
        return { ...(criterion.id === id ? { ...criterion, ...own } : criterion), subCriteria };
      }),
    },
  ]);
}

/** Gives all leaves of a node (or the leaf itself) to the department that appraises them. */
export function setLeadBelow(draft: SetDraft, id: string, lead: string): SetDraft {
  return mapFields(draft, (field) => [
    {
      ...field,
      criteria: field.criteria.map((criterion): CriterionNode => {
        const given = <Node extends LeafNode>(leaf: Node): Node =>
          [field.id, criterion.id, leaf.id].includes(id) ? { ...leaf, lead } : leaf;
        return "subCriteria" in criterion
          ? { ...criterion, subCriteria: criterion.subCriteria.map(given) }
          : given(criterion);
      }),
    },
  ]);
}

/** Prints the codes anew: 1, 1.1, 1.1.1 in the order in which the nodes stand. Ids stay. */
export const renumber = (draft: SetDraft): SetDraft => ({
  ...draft,
  fields: draft.fields.map((field, f) => ({
    ...field,
    code: `${f + 1}`,
    criteria: field.criteria.map((criterion, c): CriterionNode => {
      const code = `${f + 1}.${c + 1}`;
      return "subCriteria" in criterion
        ? {
            ...criterion,
            code,
            subCriteria: criterion.subCriteria.map((leaf, s) => ({ ...leaf, code: `${code}.${s + 1}` })),
          }
        : { ...criterion, code };
    }),
  })),
});

/** Lets every parent have the sum of its children as its maximum. */
export const sumUp = (draft: SetDraft): SetDraft =>
  mapFields(draft, (field) => {
    const criteria = field.criteria.map(
      (criterion): CriterionNode =>
        "subCriteria" in criterion ? { ...criterion, max: sum(criterion.subCriteria) } : criterion,
    );
    return [{ ...field, criteria, max: sum(criteria) }];
  });

/** What the children of each parent add up to, by its id, in 1/10 000 point. */
export function sumsOf(draft: SetDraft): Map<string, number> {
  const sums = new Map<string, number>();
  for (const field of draft.fields) {
    sums.set(field.id, sum(field.criteria));
    for (const criterion of field.criteria)
      if ("subCriteria" in criterion) sums.set(criterion.id, sum(criterion.subCriteria));
  }
  return sums;
}

/** Makes one department the appraiser of every leaf. */
export const setLeadOfAll = (draft: SetDraft, lead: string): SetDraft =>
  draft.fields.reduce((led, { id }) => setLeadBelow(led, id, lead), draft);

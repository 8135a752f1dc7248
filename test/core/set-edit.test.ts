import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addCriterion,
  addField,
  addSubCriterion,
  type CriteriaSet,
  compareSets,
  illustrativeTexts,
  leavesOf,
  mapLeaves,
  mayMove,
  moveBy,
  moveNode,
  placedNodes,
  removeNode,
  renumber,
  type SetDraft,
  setLeadBelow,
  setNode,
  someLead,
  sumsOf,
  sumUp,
  validateCriteriaSet,
  withLeaves,
} from "../../core/src/index.ts";
import { SET_FILES, shippedSet } from "./lai-chau.ts";
import { pts, SMALL_SET } from "./samples.ts";

const SETS = SET_FILES.map(shippedSet);
const LEAD = "so-noi-vu";
let ids = 0;
const fresh = () => {
  ids += 1;
  return `moi${ids}`;
};
const idsOf = (draft: SetDraft) => placedNodes(draft).map(({ id }) => id);
const leafIds = (draft: SetDraft) => [...leavesOf(draft)].map(({ leaf }) => leaf.id);
const expectNode = (draft: SetDraft, id: string) => {
  const node = placedNodes(draft).find((one) => one.id === id);
  if (!node) throw new Error(`no node ${id}`);
  return expect(node);
};

describe("editing a criteria set", () => {
  it("adds a field, a criterion and a sub-criterion with ids of their own", () => {
    const field = addField(SMALL_SET, LEAD, fresh);
    const added = compareSets(SMALL_SET, field).added.find(({ level }) => level === "field");
    if (!added) throw new Error("nothing was added");
    const sub = addSubCriterion(addCriterion(field, added.id, LEAD, fresh), "f1c1", LEAD, fresh);
    expect(compareSets(SMALL_SET, sub).added.map(({ level }) => level)).toEqual([
      ...["subCriterion", "field", "criterion", "criterion"],
    ]);
    expect(compareSets(SMALL_SET, sub).removed).toEqual([]);
    expect(new Set(idsOf(sub)).size).toBe(idsOf(sub).length);
  });

  it("lets a criterion that carried points go on as its own first sub-criterion, with its scores", () => {
    const draft = addSubCriterion(SMALL_SET, "f1c2", LEAD, fresh);
    expect(leafIds(draft)).toEqual(leafIds(SMALL_SET));
    expect(mapLeaves(SMALL_SET, draft).rescore).toEqual([]);
    expectNode(draft, "f1c2").toMatchObject({ level: "subCriterion" });
  });

  it("takes out a node with what stands below it, and parents that are left empty", () => {
    expect(leafIds(removeNode(SMALL_SET, "f1c1"))).toEqual(["f1c2", "f2c1", "f2c2"]);
    const empty = removeNode(removeNode(SMALL_SET, "f1c1s1"), "f1c1s2");
    expect(idsOf(empty)).not.toContain("f1c1");
    expect(idsOf(removeNode(removeNode(SMALL_SET, "f2c1"), "f2c2"))).not.toContain("f2");
  });

  it("moves nodes among their siblings, and no farther than the ends", () => {
    expect(idsOf(moveBy(SMALL_SET, "f2", -1))[0]).toBe("f2");
    expect(moveBy(SMALL_SET, "f1", -1)).toEqual(SMALL_SET);
    expect(leafIds(moveBy(SMALL_SET, "f1c1s2", -1)).slice(0, 2)).toEqual(["f1c1s2", "f1c1s1"]);
  });

  it("moves a node to another parent where it may stand", () => {
    const moved = moveNode(SMALL_SET, "f2c1", "f1c1", 0);
    expect(leafIds(moved)).toEqual(["f2c1", "f1c1s1", "f1c1s2", "f1c2", "f2c2"]);
    expect(leafIds(moveNode(SMALL_SET, "f1c1s1", "f2", 1))).toEqual([
      ...["f1c1s2", "f1c2", "f2c1", "f1c1s1", "f2c2"],
    ]);
    for (const [id, parent] of [
      ["f1", "f2"],
      ["f1c1", "f1c2"],
      ["f1c1", null],
      ["f1c1", "f1c1"],
      ["khong", "f1"],
    ] as const) {
      expect(mayMove(SMALL_SET, id, parent)).toBe(false);
      expect(moveNode(SMALL_SET, id, parent, 0)).toEqual(SMALL_SET);
    }
  });

  it("keeps every leaf once wherever it is moved", () => {
    const ids = idsOf(SMALL_SET);
    const move = fc.record({
      id: fc.constantFrom(...ids),
      parent: fc.constantFrom(null, ...ids),
      at: fc.nat(4),
    });
    fc.assert(
      fc.property(fc.array(move, { maxLength: 8 }), (moves) => {
        const draft = moves.reduce<SetDraft>(
          (before, { id, parent, at }) => moveNode(before, id, parent, at),
          SMALL_SET,
        );
        expect(leafIds(draft).sort()).toEqual(leafIds(SMALL_SET).sort());
        expect(mapLeaves(SMALL_SET, draft)).toMatchObject({ rescore: [], removed: [], added: [] });
      }),
    );
  });

  it("sets what a node says, and the lead of all below it", () => {
    const renamed = setNode(SMALL_SET, "f1c1", { name: "Tên mới", max: pts(9) });
    expectNode(renamed, "f1c1").toMatchObject({ name: "Tên mới", max: pts(9), leaf: null });
    expectNode(setNode(SMALL_SET, "f1c2", { step: 5 }), "f1c2").toMatchObject({ leaf: { step: 5 } });
    const led = setLeadBelow(SMALL_SET, "f1", "so-tai-chinh");
    expect([...leavesOf(led)].map(({ leaf }) => leaf.lead === "so-tai-chinh")).toEqual([
      ...[true, true, true, false, false],
    ]);
  });

  it("prints codes anew and sums up, and nothing else changes", () => {
    const wild = setNode(setNode(SMALL_SET, "f1", { code: "X", max: 7 }), "f1c1s1", { code: "Y" });
    expect(compareSets(sumUp(renumber(SMALL_SET)), sumUp(renumber(wild)))).toEqual({
      added: [],
      removed: [],
      changed: [],
    });
    expect(sumsOf(wild).get("f1")).toBe(SMALL_SET.fields[0]?.max);
  });

  it.each(SETS)("leaves $id as it was once its points and codes are taken anew", (set) => {
    expect(withLeaves(sumUp(renumber(set))).leaves).toEqual(set.leaves);
    expect(validateCriteriaSet(withLeaves({ ...sumUp(set) }))).toEqual([]);
    expect(someLead(set)).toBeDefined();
  });
});

describe("comparing two versions", () => {
  it.each(SETS)("finds nothing between $id and itself, whatever the order of its keys", (set) => {
    const again = JSON.parse(JSON.stringify(set)) as CriteriaSet;
    expect(compareSets(set, again)).toEqual({ added: [], removed: [], changed: [] });
    expect(mapLeaves(set, again)).toMatchObject({ rescore: [], removed: [], added: [] });
  });

  it("names what changed of a node", () => {
    const after = setNode(moveNode(SMALL_SET, "f2c1", "f1", 0), "f2c1", { name: "Khác", max: pts(1.5) });
    const { changed } = compareSets(SMALL_SET, after);
    expect(changed.map(({ after, aspects }) => [after.id, aspects])).toEqual([
      ["f2c1", ["parent", "name", "max"]],
    ]);
  });

  it("names what stands in another order, and not what merely made room", () => {
    const moved = compareSets(SMALL_SET, moveBy(SMALL_SET, "f1c1s2", -1)).changed;
    expect(moved.map(({ aspects }) => aspects)).toEqual([["order"]]);
    expect(compareSets(SMALL_SET, removeNode(SMALL_SET, "f1c1s1")).changed).toEqual([]);
  });

  it("gives every leaf of both exactly one verdict", () => {
    fc.assert(
      fc.property(fc.constantFrom(...SETS), fc.constantFrom(...SETS), (before, after) => {
        const { kept, rescore, removed, added } = mapLeaves(before, after);
        const all = [...kept, ...rescore, ...removed, ...added];
        expect(new Set(all)).toEqual(new Set([...leafIds(before), ...leafIds(after)]));
        expect(new Set(all).size).toBe(all.length);
        expect([...kept, ...rescore, ...added].sort()).toEqual(leafIds(after).sort());
      }),
    );
  });

  it("asks for a new score where what it rests on changed, and keeps it where only words did", () => {
    const leaf = "f1c2";
    expect(
      mapLeaves(SMALL_SET, setNode(SMALL_SET, leaf, { name: "Tên khác", evidence: "Ảnh" })).rescore,
    ).toEqual([]);
    for (const change of [{ max: pts(7) }, { step: 1 }, { rule: { kind: "yesno" as const } }])
      expect(mapLeaves(SMALL_SET, setNode(SMALL_SET, leaf, change)).rescore).toEqual([leaf]);
  });
});

describe("illustrative guidance", () => {
  it.each(SETS)("says for every leaf of $id how it is scored", (set) => {
    const texts = illustrativeTexts(set);
    expect(Object.keys(texts)).toEqual(leafIds(set));
    for (const text of Object.values(texts)) {
      expect(text).toMatch(/^Điểm tối đa [\d,]+\. .+\(Minh họa\.\)$/su);
      expect(text).not.toMatch(/undefined|NaN|null|\[object/);
    }
  });
});

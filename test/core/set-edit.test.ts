import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Aspect,
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
  type NodeChange,
  placedNodes,
  removeNode,
  renumber,
  type SetDraft,
  setLeadBelow,
  setLeadOfAll,
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

  const PRINTED = renumber(SMALL_SET);
  const added = (draft: SetDraft) =>
    compareSets(PRINTED, draft).added.map(({ level, code }) => `${level} ${code}`);

  it("numbers what it adds after what stands there", () => {
    expect(added(addField(PRINTED, LEAD, fresh))).toEqual(["field 3", "criterion 3.1"]);
    expect(added(addCriterion(PRINTED, "f1", LEAD, fresh))).toEqual(["criterion 1.3"]);
    expect(added(addSubCriterion(PRINTED, "f1c1", LEAD, fresh))).toEqual(["subCriterion 1.1.3"]);
    expect(added(addSubCriterion(PRINTED, "f1c2", LEAD, fresh))).toEqual(["criterion 1.2"]);
    for (const nowhere of [
      addCriterion(PRINTED, "f9", LEAD, fresh),
      addSubCriterion(PRINTED, "f9", LEAD, fresh),
    ])
      expect(nowhere).toEqual(PRINTED);
  });

  it("adds leaves that can be saved as they are: a point by hand, of the department told", () => {
    const drafts = [
      addField(PRINTED, "so-y-te", fresh),
      addCriterion(PRINTED, "f1", "so-y-te", fresh),
      addSubCriterion(PRINTED, "f1c1", "so-y-te", fresh),
    ];
    for (const draft of drafts) {
      const [leaf] = [...leavesOf(draft)].flatMap(({ leaf }) => (leaf.lead === "so-y-te" ? [leaf] : []));
      expect(leaf).toMatchObject({ max: pts(1), step: pts(0.25), source: "self", evidence: "" });
      expect(leaf?.rule).toEqual({ kind: "manual" });
      expect(validateCriteriaSet(withLeaves(sumUp(draft)))).toEqual([]);
    }
    expect(addField(PRINTED, LEAD, fresh).fields.at(-1)?.max).toBe(pts(1));
  });

  it("lets the parent that a criterion becomes print what the criterion printed", () => {
    const draft = addSubCriterion(PRINTED, "f1c2", LEAD, fresh);
    const [parent, first] = placedNodes(draft).filter(({ code }) => code.startsWith("1.2"));
    expect(parent).toMatchObject({ code: "1.2", name: "Nội dung f1c2", max: pts(2), level: "criterion" });
    expect(first).toMatchObject({ id: "f1c2", code: "1.2.1", max: pts(2), parent: parent?.id });
  });

  it("lets a criterion that carried points go on as its own first sub-criterion, with its scores", () => {
    const draft = addSubCriterion(SMALL_SET, "f1c2", LEAD, fresh);
    expect(leafIds(draft)).toEqual(leafIds(SMALL_SET));
    expect(mapLeaves(SMALL_SET, draft).rescore).toEqual([]);
    expectNode(draft, "f1c2").toMatchObject({ level: "subCriterion" });
  });

  it("takes out a node with what stands below it, and parents that are left empty", () => {
    expect(leafIds(removeNode(SMALL_SET, "f1c1"))).toEqual(["f1c2", "f2c1", "f2c2"]);
    expect(leafIds(removeNode(SMALL_SET, "f1"))).toEqual(["f2c1", "f2c2"]);
    expect(leafIds(removeNode(SMALL_SET, "f1c1s1"))).toEqual(["f1c1s2", "f1c2", "f2c1", "f2c2"]);
    expect(leafIds(removeNode(SMALL_SET, "f2c1"))).toEqual(["f1c1s1", "f1c1s2", "f1c2", "f2c2"]);
    expect(compareSets(SMALL_SET, removeNode(SMALL_SET, "f1c1")).removed.map(({ id }) => id)).toEqual([
      ...["f1c1", "f1c1s1", "f1c1s2"],
    ]);
    expect(removeNode(SMALL_SET, "f9")).toEqual({ ...SMALL_SET });
    const empty = removeNode(removeNode(SMALL_SET, "f1c1s1"), "f1c1s2");
    expect(idsOf(empty)).not.toContain("f1c1");
    expect(idsOf(removeNode(removeNode(SMALL_SET, "f2c1"), "f2c2"))).not.toContain("f2");
  });

  it("moves nodes among their siblings, and no farther than the ends", () => {
    expect(idsOf(moveBy(SMALL_SET, "f2", -1))[0]).toBe("f2");
    const three = addField(SMALL_SET, LEAD, fresh);
    const last = three.fields.at(-1)?.id ?? "";
    for (const [id, by] of [
      ["f1", -1],
      [last, 1],
      ["f1c1", -1],
      ["f1c2", 1],
      ["f1c1s2", 1],
      ["f9", 1],
    ] as const)
      expect(moveBy(three, id, by)).toEqual(three);
    expect(moveBy(three, "f1", 1).fields.map(({ id }) => id)).toEqual(["f2", "f1", last]);
    expect(moveBy(three, last, -1).fields.map(({ id }) => id)).toEqual(["f1", last, "f2"]);
    expect(leafIds(moveBy(SMALL_SET, "f1c1s2", -1)).slice(0, 2)).toEqual(["f1c1s2", "f1c1s1"]);
  });

  it("moves a node to another parent where it may stand", () => {
    const moved = moveNode(SMALL_SET, "f2c1", "f1c1", 0);
    expect(leafIds(moved)).toEqual(["f2c1", "f1c1s1", "f1c1s2", "f1c2", "f2c2"]);
    expect(leafIds(moveNode(SMALL_SET, "f1c1s1", "f2", 1))).toEqual([
      ...["f1c1s2", "f1c2", "f2c1", "f1c1s1", "f2c2"],
    ]);
    expect(idsOf(moveNode(SMALL_SET, "f2", null, 0)).filter((id) => id.length === 2)).toEqual(["f2", "f1"]);
    expect(idsOf(moveNode(moveNode(SMALL_SET, "f1c1s1", "f2", 0), "f1c1s2", "f2", 0))).toEqual([
      ...["f1", "f1c2", "f2", "f1c1s2", "f1c1s1", "f2c1", "f2c2"],
    ]);
    const parents = addSubCriterion(SMALL_SET, "f2c1", LEAD, fresh);
    const other = placedNodes(parents).find(({ id }) => id.startsWith("moi"))?.id ?? "";
    expect(mayMove(parents, "f1c1", other)).toBe(false);
    expect(mayMove(parents, "f1c1s1", other)).toBe(true);
    for (const [id, parent] of [
      ["f1", "f2"],
      ["f1", "f9"],
      ["f1c2", "f9"],
      ["f1c1s1", "f1c2"],
      ["f1c2", "f1c1s1"],
      ["f1c2", "f1c2"],
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
    const printed = setNode(SMALL_SET, "f1", { code: "X" });
    expectNode(printed, "f1").toMatchObject({ code: "X", name: "Lĩnh vực 1", max: pts(5) });
    expect(compareSets(SMALL_SET, printed).changed.map(({ after }) => after.id)).toEqual(["f1"]);
    expect([...leavesOf(setLeadOfAll(SMALL_SET, "so-y-te"))].map(({ leaf }) => leaf.lead)).toEqual(
      Array.from({ length: 5 }, () => "so-y-te"),
    );
    expect(someLead({ ...SMALL_SET, fields: [] })).toBeUndefined();
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
    expect([...sumsOf(setNode(wild, "f1c1", { max: 1 }))]).toEqual([
      ["f1", pts(2) + 1],
      ["f1c1", pts(3)],
      ["f2", pts(6)],
    ]);
    expect(sumUp(setNode(wild, "f1c1", { max: 1 })).fields[0]?.max).toBe(pts(5));
    expect(placedNodes(renumber(wild)).map(({ code }) => code)).toEqual([
      ...["1", "1.1", "1.1.1", "1.1.2", "1.2", "2", "2.1", "2.2"],
    ]);
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

  it.each<[Exclude<Aspect, "parent" | "order">, NodeChange]>([
    ["name", { name: "Khác" }],
    ["code", { code: "Khác" }],
    ["max", { max: 1 }],
    ["step", { step: 1 }],
    ["source", { source: "survey" }],
    ["rule", { rule: { kind: "yesno" } }],
    ["lead", { lead: "so-y-te" }],
    ["evidence", { evidence: "Ảnh" }],
  ])("names the %s of a node, and nothing else", (aspect, change) => {
    const leaves = ["f1c2", "f1c1s1"];
    const parents = ["name", "code", "max"].includes(aspect) ? ["f1", "f1c1"] : [];
    for (const id of [...leaves, ...parents])
      expect(
        compareSets(SMALL_SET, setNode(SMALL_SET, id, change)).changed.map(({ after, aspects }) => [
          ...[after.id, aspects],
        ]),
      ).toEqual([[id, [aspect]]]);
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

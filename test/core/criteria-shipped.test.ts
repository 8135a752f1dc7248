import { describe, expect, it } from "vitest";
import {
  CriteriaSet,
  formatPoints,
  leavesOf,
  leavesOfCriterion,
  validateCriteriaSet,
} from "../../core/src/index.ts";
import { SET_FILES, shippedRoster, shippedSet } from "./lai-chau.ts";

/** Section II.1 of the decision: fields, criteria, sub-criteria, self-assessed, surveyed and all points. */
const DECISION: Record<string, [number, number, number, string, string, string]> = {
  "pl01-so": [8, 50, 46, "77", "23", "100"],
  "pl02-thanh-tra-tinh": [8, 46, 37, "68", "23", "91"],
  "pl03-ban-dan-toc": [8, 37, 30, "50,5", "20", "70,5"],
  "pl04-van-phong-ubnd": [8, 38, 32, "52,75", "20", "72,75"],
  "pl05-so-ngoai-vu": [8, 35, 26, "46,25", "20", "66,25"],
  "pl06-huyen": [8, 52, 42, "72", "28", "100"],
};

const PER_FIELD: Record<string, string> = {
  "pl01-so": "7/4 4/4 13/11 4/10 6/7 5/4 4/6 7/0",
  "pl06-huyen": "8/4 4/4 10/7 4/10 6/7 6/2 4/6 10/2",
};

it("ships the six sets of the decision", () => {
  expect(SET_FILES.map((file) => file.replace(".json", ""))).toEqual(Object.keys(DECISION));
});

describe.each(SET_FILES)("%s", (file) => {
  const set = shippedSet(file);
  const leaves = [...leavesOf(set)].map(({ leaf }) => leaf);
  const sum = (source: string) =>
    formatPoints(
      leaves.filter((leaf) => leaf.source === source).reduce((total, leaf) => total + leaf.max, 0),
    );

  it("is a valid set that can be stored as it is", () => {
    expect(validateCriteriaSet(set)).toEqual([]);
    expect(CriteriaSet.parse(set)).toEqual(set);
    expect(JSON.stringify(set)).not.toContain("[[");
  });

  it("meets the decision's counts and totals", () => {
    const criteria = set.fields.flatMap((field) => field.criteria);
    const subCriteria = criteria.flatMap((criterion) =>
      "subCriteria" in criterion ? criterion.subCriteria : [],
    );
    const all = formatPoints(set.fields.reduce((total, field) => total + field.max, 0));
    expect([set.fields.length, criteria.length, subCriteria.length, sum("self"), sum("survey"), all]).toEqual(
      DECISION[set.id],
    );
  });

  it("has plain ids by position, and a leaf table equal to the tree", () => {
    set.fields.forEach((field, f) => {
      expect(field.id).toBe(`f${f + 1}`);
      field.criteria.forEach((criterion, c) => {
        expect(criterion.id).toBe(`f${f + 1}c${c + 1}`);
        if ("subCriteria" in criterion)
          criterion.subCriteria.forEach((sub, s) => {
            expect(sub.id).toBe(`f${f + 1}c${c + 1}s${s + 1}`);
          });
      });
    });
    expect(Object.keys(set.leaves).sort()).toEqual(leaves.map((leaf) => leaf.id).sort());
  });

  it("gives every leaf a lead department that exists", () => {
    const units = new Set(shippedRoster().units.map((unit) => unit.id));
    for (const leaf of leaves) expect(units, leaf.code).toContain(leaf.lead);
  });
});

it.each(Object.keys(PER_FIELD))("%s has the decision's counts in each field", (id) => {
  const counts = shippedSet(`${id}.json`).fields.map(({ criteria }) => {
    const parents = criteria.filter((criterion) => "subCriteria" in criterion);
    return `${criteria.length}/${parents.flatMap(leavesOfCriterion).length}`;
  });
  expect(counts.join(" ")).toBe(PER_FIELD[id]);
});

it("gives the leaf named in the file to its own lead, not to the field's", () => {
  const set = shippedSet("pl06-huyen.json");
  const leads = new Map([...leavesOf(set)].map(({ leaf }) => [leaf.code, leaf.lead]));
  expect(leads.get("8.9")).toBe("so-ke-hoach-dau-tu");
  expect(leads.get("8.10.1")).toBe("so-tai-chinh");
  expect(leads.get("8.8")).toBe("so-noi-vu");
  expect(leads.get("7.4")).toBe("so-khoa-hoc-cong-nghe");
  expect(leads.get("2.2.1")).toBe("so-tu-phap");
});

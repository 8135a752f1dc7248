import { type CriteriaSet, type LeafNode, leafTable } from "../../../core/src/index.ts";

export const STANDING_BODY = "so-noi-vu";
export const HEALTH = "so-y-te";
export const POLICE = "cong-an-tinh";

const leaf = (
  id: string,
  code: string,
  source: LeafNode["source"],
  points: { max: number; step: number },
  lead: string,
  rule: LeafNode["rule"] = source === "survey" ? { kind: "survey", groups: ["dan"] } : { kind: "manual" },
): LeafNode => ({ id, code, name: `Tiêu chí ${code}`, ...points, source, rule, evidence: "", lead });

const fields: CriteriaSet["fields"] = [
  {
    id: "f1",
    code: "1",
    name: "Lĩnh vực một",
    max: 60_000,
    criteria: [
      {
        id: "f1c1",
        code: "1.1",
        name: "Tiêu chí 1.1",
        max: 30_000,
        subCriteria: [
          leaf("f1c1s1", "1.1.1", "self", { max: 20_000, step: 2_500 }, STANDING_BODY),
          leaf("f1c1s2", "1.1.2", "self", { max: 10_000, step: 10_000 }, HEALTH, { kind: "yesno" }),
        ],
      },
      leaf("f1c2", "1.2", "self", { max: 30_000, step: 5_000 }, STANDING_BODY),
    ],
  },
  {
    id: "f2",
    code: "2",
    name: "Lĩnh vực hai",
    max: 40_000,
    criteria: [
      leaf("f2c1", "2.1", "self", { max: 10_000, step: 2_500 }, HEALTH),
      leaf("f2c2", "2.2", "survey", { max: 20_000, step: 1 }, HEALTH),
      leaf("f2c3", "2.3", "survey", { max: 10_000, step: 100 }, HEALTH),
    ],
  },
];

/** A criteria set of 10 points: four leaves scored by the unit, two by the survey (3 points). */
export const SMALL_SET: CriteriaSet = {
  id: "nho",
  annex: "",
  name: "Bộ tiêu chí nhỏ",
  appliesTo: "",
  note: "",
  expected: null,
  fields,
  leaves: leafTable({ fields }),
};

export const SELF_LEAVES = ["f1c1s1", "f1c1s2", "f1c2", "f2c1"] as const;

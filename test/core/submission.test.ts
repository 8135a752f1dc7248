import { describe, expect, it } from "vitest";
import {
  evidenceCounts,
  type Facts,
  leavesOf,
  missingForSubmission,
  reviewOf,
  type ScoringRule,
  SelfScore,
  type Unit,
  type Weakness,
} from "../../core/src/index.ts";
import { SET_FILES, shippedSet } from "./lai-chau.ts";
import { leaf, pts, setOf } from "./samples.ts";

const RATIO: ScoringRule = { kind: "ratio", floor: 5_000, target: 10_000, whenZero: "exempt" };
const SET = setOf("bo", [
  leaf("tay"),
  leaf("tyle", { rule: RATIO }),
  leaf("han", { rule: { kind: "deadline", due: "03-31", onTime: pts(2), late: pts(1), none: 0 } }),
  leaf("dieutra", { source: "survey" }),
]);

const score = (id: string, points: number | null, more: Partial<SelfScore> = {}): SelfScore => ({
  ...{ scheme: "lai-chau", period: "2024", unit: "so-a", leaf: id, field: "f1" },
  ...{ rev: 1, by: "can-bo", at: new Date(0), facts: null, points, note: "" },
  ...more,
});

const DONE = [score("tay", pts(2)), score("tyle", pts(1)), score("han", pts(1))];
const lacking = (scores: SelfScore[], exempt: Unit["exempt"] = {}, year = 2024) =>
  missingForSubmission("so-a", { exempt }, SET, scores, year).map(({ message }) => message);
const withScore = (changed: SelfScore) => [...DONE.filter((one) => one.leaf !== changed.leaf), changed];

const ratio = (planned: number, done: number): Facts => ({ planned, done });
const UNSCORED = "chưa tự chấm điểm";
const NOTE = "điểm tự chấm cao hơn mức đề xuất nhưng chưa có thuyết minh";

describe("what a unit must still do before it submits", () => {
  it("is nothing once every self-scored leaf has points", () => {
    expect(lacking(DONE)).toEqual([]);
  });

  it("is all of them at first, in printed order, never the survey's", () => {
    const items = missingForSubmission("so-a", { exempt: {} }, SET, [], 2024);
    expect(items).toEqual(
      ["tay", "tyle", "han"].map((id) => ({
        unit: "so-a",
        leaf: id,
        column: "self",
        message: `${id}: ${UNSCORED}`,
      })),
    );
  });

  it.each<[string, SelfScore, string[]]>([
    ["a score of 0 is a score", score("tay", 0), []],
    ["cleared points are none", score("tay", null), [`tay: ${UNSCORED}`]],
    ["a note alone is no score", score("tay", null, { note: "đã làm" }), [`tay: ${UNSCORED}`]],
    ["facts alone are no score", score("tyle", null, { facts: ratio(20, 18) }), [`tyle: ${UNSCORED}`]],
    ["facts by which the leaf does not apply need none", score("tyle", null, { facts: ratio(0, 0) }), []],
    ["points as proposed", score("tyle", pts(1.75), { facts: ratio(20, 18) }), []],
    ["points below the proposal", score("tyle", 0, { facts: ratio(20, 18) }), []],
    ["points above it, without a note", score("tyle", pts(2), { facts: ratio(20, 18) }), [`tyle: ${NOTE}`]],
    ["a note of blanks", score("tyle", pts(2), { facts: ratio(20, 18), note: " \n " }), [`tyle: ${NOTE}`]],
    [
      "points above it, with a note",
      score("tyle", pts(2), { facts: ratio(20, 18), note: "tính cả năm" }),
      [],
    ],
    ["points above a proposal of 0", score("tyle", pts(0.25), { facts: ratio(20, 9) }), [`tyle: ${NOTE}`]],
    ["points without facts propose nothing", score("tyle", pts(2)), []],
    ["points by hand propose nothing", score("tay", pts(2)), []],
    ["facts that can't be read propose nothing", score("tyle", pts(2), { facts: { planned: -1 } }), []],
    [
      "unreadable facts without points",
      score("tyle", null, { facts: { planned: -1 } }),
      [`tyle: ${UNSCORED}`],
    ],
  ])("%s", (_what, changed, missing) => {
    expect(lacking(withScore(SelfScore.parse(changed)))).toEqual(missing);
  });

  it("is judged in the assessed year: a plan of March 2024 is late for 2023 and early for 2025", () => {
    const issued = score("han", pts(2), { facts: { issued: "2024-03-31" } });
    expect(lacking(withScore(issued), {}, 2024)).toEqual([]);
    expect(lacking(withScore(issued), {}, 2023)).toEqual([`han: ${NOTE}`]);
    expect(lacking(withScore(issued), {}, 2025)).toEqual([]);
  });

  it("is not an exempt leaf, nor anything of scores on leaves that are not the unit's to score", () => {
    expect(lacking(DONE.slice(1), { tay: "không có" })).toEqual([]);
    expect(lacking([...DONE, score("dieutra", null), score("la", null)])).toEqual([]);
  });
});

it.each(SET_FILES)("in %s a blank file lacks every self-scored leaf, a full one none", (file) => {
  const set = shippedSet(file);
  const own = [...leavesOf(set)].filter(({ leaf }) => leaf.source === "self");
  const blank = missingForSubmission("so-a", { exempt: {} }, set, [], 2024);
  expect(blank.map((item) => item.leaf)).toEqual(own.map(({ leaf }) => leaf.id));
  const full = own.map(({ leaf }) => score(leaf.id, leaf.max));
  expect(missingForSubmission("so-a", { exempt: {} }, set, full, 2024)).toEqual([]);
});

describe("what a head looks at first", () => {
  const of = (changed: SelfScore, evidence: number): readonly Weakness[] | undefined =>
    reviewOf({ exempt: {} }, SET, withScore(changed), { [changed.leaf]: evidence }, 2024).find(
      ({ leaf: { id } }) => id === changed.leaf,
    )?.weaknesses;
  const nine = ratio(20, 18);

  it.each<[string, SelfScore, number, Weakness[]]>([
    ["nothing, with points, evidence and note", score("tay", pts(2), { note: "Kế hoạch 12" }), 1, []],
    ["nothing, with evidence alone", score("tay", pts(2)), 1, []],
    ["blank points", score("tay", null), 3, ["unscored"]],
    ["points without evidence", score("tay", pts(1), { note: "Đã làm" }), 0, ["unproven"]],
    ["points without evidence or note", score("tay", pts(1)), 0, ["unproven", "noNote"]],
    ["0 points claim nothing to prove", score("tay", 0, { note: "Chưa làm" }), 0, []],
    ["0 points without a word", score("tay", 0), 0, ["noNote"]],
    [
      "more than proposed, explained",
      score("tyle", pts(2), { facts: nine, note: "Vì" }),
      1,
      ["aboveProposal"],
    ],
    ["more than proposed, silent", score("tyle", pts(2), { facts: nine }), 1, ["noteMissing"]],
    [
      "more than proposed, silent and unproven",
      score("tyle", pts(2), { facts: nine }),
      0,
      ["noteMissing", "unproven", "noNote"],
    ],
    [
      "more than proposed, with blanks for a note",
      score("tyle", pts(2), { facts: nine, note: " \n" }),
      1,
      ["noteMissing"],
    ],
    ["as proposed", score("tyle", pts(1.75), { facts: nine }), 2, []],
    ["blank where the facts say it does not apply", score("tyle", null, { facts: ratio(0, 0) }), 0, []],
  ])("%s", (_, changed, evidence, expected) => {
    expect(of(changed, evidence)).toEqual(expected);
  });

  it("is ordered by gravity, then as the set prints it, and leaves out what is exempt or surveyed", () => {
    const scores = [score("tay", pts(1)), score("tyle", null), score("han", pts(1), { note: "Đúng hạn" })];
    const order = (exempt: Unit["exempt"]) =>
      reviewOf({ exempt }, SET, scores, { han: 1 }, 2024).map(({ leaf: { id } }) => id);
    expect(order({})).toEqual(["tyle", "tay", "han"]);
    expect(order({ tyle: "không có" })).toEqual(["tay", "han"]);
  });

  it("shows what the rule proposes beside each score, and nothing where it proposes no points", () => {
    const proposed = (scores: SelfScore[]) =>
      Object.fromEntries(
        reviewOf({ exempt: {} }, SET, scores, {}, 2024).map(({ leaf: { id }, proposed: points }) => [
          id,
          points,
        ]),
      );
    const given = [score("tyle", pts(2), { facts: nine }), score("tay", pts(1))];
    expect(proposed(given)).toMatchObject({ tyle: pts(1.75), tay: null });
    expect(proposed([score("tyle", null, { facts: ratio(0, 0) })])).toMatchObject({ tyle: null });
    expect(proposed([])).toMatchObject({ tyle: null, tay: null });
  });

  it("counts a piece of evidence for each leaf it serves", () => {
    const given = [{ leaves: { tay: "trang 2", han: "" } }, { leaves: { tay: "" } }, { leaves: {} }];
    expect(evidenceCounts(given)).toEqual({ tay: 2, han: 1 });
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addTallies,
  answerIncrements,
  dataDictionary,
  EMPTY_TALLY,
  type ExportContext,
  type ExportedAnswer,
  leafSurveyScore,
  type ScoringRule,
  surveyCsv,
  tallyOf,
} from "../../core/src/index.ts";
import { leaf, pts, setOf } from "./samples.ts";
import { forms, QUESTIONS } from "./survey-samples.ts";

const LEAF = leaf("b", { source: "survey", max: pts(4), step: pts(0.01) });
const SET = setOf("bo", [leaf("a", { source: "survey" }), LEAF, leaf("c", { source: "survey" })]);
const CONTEXT: ExportContext = {
  ...{ id: "dan", survey: { name: "người dân", questions: QUESTIONS }, sets: [SET] },
  groups: [{ id: "dan", name: "người dân" }],
  units: [{ id: "so-y-te", name: "Sở Y tế", criteriaSet: "bo" }],
  plan: { weights: { dan: 3 }, threshold: 5 },
  samples: { "so-y-te": { minimum: 7, population: 100 } },
};
const answer = (form: ExportedAnswer["form"]): ExportedAnswer => ({
  ...{ unit: "so-y-te", channel: "code", minutes: null, form },
});

/** The records of a table by its headings. */
function recordsOf(rows: readonly (readonly string[])[]): Record<string, string>[] {
  const [headings = [], ...rest] = rows;
  return rest.map((row) => Object.fromEntries(headings.map((heading, at) => [heading, row[at] ?? ""])));
}

/** The sums of a leaf from the two files alone, as somebody counts who has nothing else. */
function recount(
  data: readonly Record<string, string>[],
  words: readonly Record<string, string>[],
  wanted: string,
) {
  const of = (loai: string) => words.filter((word) => word.loai === loai);
  const asked = of("cham_diem").filter(({ tieu_chi }) => tieu_chi === wanted);
  let [n, a, b] = [0, 0, 0];
  for (const row of data) {
    const weights = asked.flatMap(({ ma = "" }) => {
      const option = of("lua_chon").find((one) => one.ma === ma && one.vi_tri === row[ma]);
      return option && option.gia_tri !== "" ? [Number(option.gia_tri)] : [];
    });
    if (weights.length > 0) n += 1;
    a += weights.length;
    b += weights.reduce((sum, weight) => sum + weight, 0);
  }
  return { n, a, b };
}

describe("an export of answers", () => {
  it("has one row an answer, with positions from 1, blanks for what was not answered, and nothing else of it", () => {
    const rows = surveyCsv(CONTEXT, [{ ...answer({ q1: 0, q2: 3 }), minutes: 3 }, answer({ q5: 1 })]);
    expect(rows).toEqual([
      ["don_vi", "ten_don_vi", "nhom_doi_tuong", "kenh_thu", "so_phut", "q1", "q2", "q3", "q4", "q5"],
      ["so-y-te", "Sở Y tế", "dan", "code", "3", "1", "4", "", "", ""],
      ["so-y-te", "Sở Y tế", "dan", "code", "", "", "", "", "", "2"],
    ]);
  });

  it("is enough, with its dictionary, to count the scores again", () => {
    fc.assert(
      fc.property(fc.array(forms, { maxLength: 40 }), (all) => {
        const data = recordsOf(surveyCsv(CONTEXT, all.map(answer)));
        const words = recordsOf(dataDictionary(CONTEXT));
        const tally = all
          .map((form) => tallyOf(answerIncrements({ form, channel: "code" }, QUESTIONS, "bo")))
          .reduce(addTallies, EMPTY_TALLY);
        for (const id of ["a", "b", "c"]) {
          const { n, a, b } = recount(data, words, id);
          const moments = tally.leaves[id];
          expect({ n, a, b }).toEqual({ n: moments?.n ?? 0, a: moments?.a ?? 0, b: moments?.b ?? 0 });
        }
        const { n, a, b } = recount(data, words, "b");
        const found = words.find(({ loai, tieu_chi }) => loai === "tieu_chi" && tieu_chi === "b");
        const [max, step] = [Number(found?.gia_tri), Number(found?.buoc)];
        const share = { name: "người dân", weight: 3, minimum: 7, population: 100 };
        const score = leafSurveyScore(LEAF, [{ ...share, moments: tally.leaves.b ?? null }]);
        const points = Number(
          (2n * BigInt(b) * BigInt(max) + BigInt(a * 10_000 * step)) / BigInt(2 * a * 10_000 * step || 1),
        );
        expect(score.points).toBe(n === 0 ? null : points * step);
      }),
    );
  });

  it("says in its dictionary what each of its columns means", () => {
    const words = recordsOf(dataDictionary(CONTEXT));
    const [headings = []] = surveyCsv(CONTEXT, []);
    const known = words.filter(({ loai }) => loai === "cot" || loai === "cau_hoi");
    expect(known.map(({ ma }) => ma)).toEqual(headings);
    const kinds = new Set(words.map(({ loai }) => loai));
    kinds.delete("chu_giai");
    expect(new Set(words.flatMap(({ loai, ma }) => (loai === "chu_giai" ? [ma] : [])))).toEqual(kinds);
    for (const { ten, loai } of words.filter(({ loai }) => loai === "cot" || loai === "chu_giai"))
      expect(ten, loai).toMatch(/\S/);
  });

  it("lists only what the survey scores, and a group that has no survey without its id", () => {
    const rule: ScoringRule = { kind: "survey", groups: ["doanh nghiệp", "người dân"] };
    const set = setOf("bo", [{ ...LEAF, rule }, leaf("x", { source: "survey" }), leaf("a")]);
    const groups = [{ id: "cb", name: "cán bộ" }, ...CONTEXT.groups];
    const words = recordsOf(dataDictionary({ ...CONTEXT, sets: [set], groups }));
    const of = (loai: string) => words.filter((word) => word.loai === loai);
    expect(of("tieu_chi").map(({ tieu_chi }) => tieu_chi)).toEqual(["b", "a"]);
    expect(of("nhom_tieu_chi").map(({ tieu_chi, ma, ten }) => [tieu_chi, ma, ten])).toEqual([
      ["b", "", "doanh nghiệp"],
      ["b", "dan", "người dân"],
    ]);
    expect(of("nhom").map(({ ma, gia_tri }) => [ma, gia_tri])).toEqual([
      ["cb", "1"],
      ["dan", "3"],
    ]);
  });

  it("knows of no sample where none is planned", () => {
    const words = recordsOf(dataDictionary({ ...CONTEXT, samples: {} }));
    expect(words.find(({ loai }) => loai === "don_vi")).toMatchObject({ toi_thieu: "", tong_the: "" });
    const unknown = recordsOf(
      dataDictionary({ ...CONTEXT, samples: { "so-y-te": { minimum: 7, population: null } } }),
    );
    expect(unknown.find(({ loai }) => loai === "don_vi")).toMatchObject({ toi_thieu: "7", tong_the: "" });
    expect(words.find(({ loai, ma }) => loai === "cau_hoi" && ma === "q1")?.dieu_kien).toBe("");
  });

  it("says in its dictionary the weights, leaves, sets, maxima, steps, groups, conditions and samples", () => {
    const rows = dataDictionary(CONTEXT).map((row) => row.join(","));
    expect(rows).toEqual(
      expect.arrayContaining([
        "lua_chon,q2,,,1,Hài lòng,10000,,,,",
        "lua_chon,q2,,,4,Không biết,,,,,",
        "cau_hoi,q4,,,,Câu q4,,,,,q2=2|3",
        "cham_diem,q2,bo,a,,,,,,,",
        "tieu_chi,b,bo,b,,b Nội dung b,40000,100,,,",
        "nhom_tieu_chi,dan,bo,b,,người dân,,,,,",
        "nhom,dan,,,,người dân,3,,,,",
        "don_vi,so-y-te,bo,,,Sở Y tế,,,7,100,",
        "nguong,,,,,,5,,,,",
      ]),
    );
  });
});

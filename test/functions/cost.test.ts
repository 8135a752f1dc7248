import "./setup/environment.ts";
import { expect, test } from "vitest";
import { USUAL_LINES } from "../../core/src/index.ts";
import { saveCostEstimate } from "../../functions/src/store/cost.ts";
import { type PeriodKey, refs } from "../../functions/src/store/refs.ts";
import { actsOf, auditOf } from "./setup/reading.ts";
import { smallYear } from "./setup/small-year.ts";
import { refused } from "./setup/watching.ts";

const samples = [{ group: "Người dân", units: 3, forms: 50 }];
const [FIRST] = USUAL_LINES;
if (!FIRST) throw new Error("no line");
const priced = USUAL_LINES.map((line) => ({ ...line, price: 2_500 }));
const save = (key: PeriodKey, rev: number, lines = priced, uid = "admin", units = 3) =>
  saveCostEstimate({ ...key, rev, samples: samples.map((one) => ({ ...one, units })), lines }, uid);
const stored = async (key: PeriodKey) => (await refs.costEstimate(key).get()).data();

test.each(["preparing", "published"] as const)(
  "a cost estimate is saved version by version, also while the year is %s",
  async (state) => {
    const key = await smallYear("cost", state);
    await save(key, 1);
    expect(await stored(key)).toMatchObject({ rev: 1, by: "admin", samples, lines: priced });
    await save(key, 2, [{ ...FIRST, price: 1, actual: 7 }]);
    expect((await auditOf(key)).map(({ detail }) => detail)).toEqual(
      expect.arrayContaining([
        { rev: 1, lines: priced.length, planned: 4 * 150 * 2_500, actual: 0 },
        { rev: 2, lines: 1, planned: 150, actual: 7 },
      ]),
    );
  },
);

test("a cost estimate is refused of a version that is not the next, and of anyone but the standing body", async () => {
  const key = await smallYear("cost-refused", "selfAssessment");
  await refused(save(key, 2), /người khác lưu/);
  for (const uid of ["council", "viewer", "head-of-health"])
    await refused(save(key, 1, priced, uid), /vai trò/);
  await refused(save(key, 1, [{ ...FIRST, price: 1_000_000_000_000 }]), /In phiếu điều tra.*10\.000 tỷ/);
  await refused(
    save(key, 1, [{ ...FIRST, quantity: 999_999_999, price: 0 }], "admin", 100_000_000),
    /10\.000 tỷ/,
  );
  const both = await Promise.allSettled([save(key, 1), save(key, 1, [FIRST])]);
  expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await actsOf(key)).toEqual({ saveCostEstimate: 1 });
  const lines = (await stored(key))?.lines;
  await save(key, 1, lines);
  expect(await actsOf(key)).toEqual({ saveCostEstimate: 1 });
});

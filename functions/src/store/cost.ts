import { isDeepStrictEqual } from "node:util";
import { type CostEstimate, costOf, excessiveLine, formsOf } from "@parindex/core";
import { act, type Input } from "./act.ts";
import { refs } from "./refs.ts";
import { Refused } from "./refused.ts";

const contentOf = ({ samples, lines }: CostEstimate) => ({ samples, lines });

/**
 * Replaces the period's cost estimate. At any step of the year, and after it: what was spent is known last, and nothing
 * of it enters the result. The same request sent again saves it once.
 */
export async function saveCostEstimate(input: Input<"saveCostEstimate">, uid: string): Promise<void> {
  const { scheme, period, rev, samples, lines } = input;
  const key = { scheme, period };
  const excessive = excessiveLine(lines, formsOf(samples));
  if (excessive)
    throw new Refused(`Khoản «${excessive.name}» vượt quá 10.000 tỷ. Hãy xem lại số lượng và đơn giá.`);
  await act("saveCostEstimate", key, uid, "admin", async ({ tx, now }) => {
    const ref = refs.costEstimate(key);
    const stored = (await tx.get(ref)).data();
    if (stored?.rev === rev && stored.by === uid && isDeepStrictEqual({ samples, lines }, contentOf(stored)))
      return null;
    if (rev !== (stored?.rev ?? 0) + 1)
      throw new Refused("Dự toán vừa được người khác lưu. Hãy xem bản mới rồi chọn giữ bản nào.");
    tx.set(ref, { rev, by: uid, at: now, samples, lines });
    const { planned, actual } = costOf(lines, formsOf(samples));
    return { detail: { rev, lines: lines.length, planned, actual } };
  });
}

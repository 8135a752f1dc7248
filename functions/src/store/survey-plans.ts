import { isDeepStrictEqual } from "node:util";
import { SamplePlan, SurveyPlan, THRESHOLD, UNSEALED_STATES } from "@parindex/core";
import { act, type Input, requireOpen, surveyKey } from "./act.ts";
import { refs } from "./refs.ts";
import { Refused } from "./refused.ts";

const SampleContent = SamplePlan.omit({ rev: true, by: true, at: true });
const PlanContent = SurveyPlan.omit({ rev: true, by: true, at: true });

const OTHER_SAVED = "Phương án vừa được người khác lưu. Hãy xem bản mới rồi chọn giữ bản nào.";

/** Saves the next version of a survey's sample plan. While the survey is closed it stands: its scores rest on it. */
export async function saveSamplePlan(input: Input<"saveSamplePlan">, uid: string): Promise<void> {
  const { rev } = input;
  const key = surveyKey(input);
  const plan = SampleContent.parse(input);
  await act("saveSamplePlan", key, uid, "admin", async ({ tx, period, now }) => {
    requireOpen(period, UNSEALED_STATES);
    const { state } = await tx.must(refs.survey(key));
    const stored = (await tx.get(refs.samplePlan(key))).data();
    const isSaved = stored?.rev === rev && stored.by === uid;
    if (isSaved && isDeepStrictEqual(SampleContent.parse(stored), plan)) return null;
    if (rev !== (stored?.rev ?? 0) + 1) throw new Refused(OTHER_SAVED);
    if (state === "closed")
      throw new Refused(
        "Cuộc điều tra đã đóng và điểm đã tính theo phương án này. Muốn sửa phải mở lại kèm lý do.",
      );
    const known = new Set((await tx.query(refs.units(key))).docs.map(({ id }) => id));
    const unknown = Object.keys(plan.units).filter((unit) => !known.has(unit));
    if (unknown.length > 0) throw new Refused(`Kỳ đánh giá không có đơn vị ${unknown.join(", ")}.`);
    if (plan.quotas.reduce((sum, { share }) => sum + share, 0) > 10_000)
      throw new Refused("Tổng tỷ lệ của các thành phần vượt quá 100 %.");
    tx.set(refs.samplePlan(key), { ...plan, rev, by: uid, at: now });
    return {
      detail: { survey: key.survey, rev, formula: plan.formula, units: Object.keys(plan.units).length },
    };
  });
}

/**
 * Saves the next version of the weights of the respondent groups and of the smallest group that is broken down. They stand
 * while any survey is closed: nobody weighs groups once their scores are known.
 */
export async function saveSurveyPlan(input: Input<"saveSurveyPlan">, uid: string): Promise<void> {
  const { scheme, period: id, rev } = input;
  const key = { scheme, period: id };
  const plan = PlanContent.parse(input);
  await act("saveSurveyPlan", key, uid, "admin", async ({ tx, period, now }) => {
    requireOpen(period, UNSEALED_STATES);
    const stored = (await tx.get(refs.surveyPlan(key))).data();
    const isSaved = stored?.rev === rev && stored.by === uid;
    if (isSaved && isDeepStrictEqual(PlanContent.parse(stored), plan)) return null;
    if (rev !== (stored?.rev ?? 0) + 1) throw new Refused(OTHER_SAVED);
    const surveys = (await tx.query(refs.surveys(key))).docs.map((doc) => doc.data());
    const closed = surveys.find(({ state }) => state === "closed");
    if (closed)
      throw new Refused(
        `Điều tra nhóm «${closed.name}» đã đóng nên trọng số không đổi được. Muốn sửa phải mở lại kèm lý do.`,
      );
    tx.set(refs.surveyPlan(key), { ...plan, rev, by: uid, at: now });
    return {
      detail: {
        rev,
        ...plan,
        before: stored ? PlanContent.parse(stored) : { weights: {}, threshold: THRESHOLD },
      },
    };
  });
}

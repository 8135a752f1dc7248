import { entryDifferences, OPEN_STATES, type PaperEntry } from "@parindex/core";
import { act, type Input, requireOpen, surveyKey } from "./act.ts";
import { refs, type SurveyKey } from "./refs.ts";
import { Refused } from "./refused.ts";
import { answerId } from "./survey-answers.ts";
import { acceptAnswer, isSameAnswer, type NewAnswer } from "./survey-door.ts";
import {
  formIssues,
  formKeyOf,
  questionsOfUnit,
  requireSurveyor,
  requireTakingForms,
} from "./survey-field.ts";
import type { Tx } from "./transaction.ts";

/**
 * What became of a form: it counts; it waits for a second person; or it says something else than the first entry did
 * (of another unit, or the questions with both options), and nothing of it is stored.
 */
export type KeyedForm =
  | { state: "accepted" | "waiting" }
  | { state: "differs"; unit: string | null; differences: ReturnType<typeof entryDifferences> };

/** What the first entry of a form and this one make of it, with double entry. */
async function compareEntries(
  tx: Tx,
  key: SurveyKey,
  entry: PaperEntry,
  id: string,
  resolved: boolean,
): Promise<KeyedForm> {
  const ref = refs.paperEntry(key, id);
  const first = (await tx.get(ref)).data();
  if (!first || (first.by === entry.by && !resolved)) {
    tx.set(ref, entry);
    return { state: "waiting" };
  }
  if (first.by === entry.by)
    throw new Refused("Phiếu phải do hai người nhập. Người nhập lần đầu không tự xác nhận được.");
  if (!isSameAnswer(first, entry) && !resolved)
    return {
      state: "differs",
      unit: first.unit === entry.unit ? null : first.unit,
      differences: entryDifferences(first.form, entry.form),
    };
  tx.delete(ref);
  return { state: "accepted" };
}

/**
 * Keys in a paper form through the door by which every answer comes (`acceptAnswer`); the number on it counts once. Where
 * the survey asks for double entry it counts once a second person keyed it in alike, or says that theirs is right.
 */
export async function keyPaperForm(input: Input<"keyPaperForm">, uid: string): Promise<KeyedForm> {
  const { unit, number, form, resolved } = input;
  const key = surveyKey(input);
  const formKey = formKeyOf(key, "paper", number);
  let result: KeyedForm = { state: "accepted" };
  await act("keyPaperForm", key, uid, null, async ({ tx, member, period, now }) => {
    requireSurveyor(member);
    requireOpen(period, OPEN_STATES);
    const survey = await tx.must(refs.survey(key));
    requireTakingForms(survey);
    const asked = await questionsOfUnit(key, survey, unit);
    if (!asked) throw new Refused("Phiếu không hỏi về đơn vị này.");
    const issues = formIssues(survey.questions, asked.questions, form);
    if (issues.length > 0)
      throw new Refused(
        `Phiếu ${number} có lỗi: ${issues.map(({ path, message }) => `${path} ${message}`.trim()).join("; ")}.`,
        { issues },
      );
    const answer: NewAnswer = {
      ...{ key: formKey, unit, channel: "paper", form, minutes: null, ballot: null, batch: null },
    };
    const stored = (await tx.get(refs.surveyAnswer(key, answerId(formKey, survey.epoch)))).data();
    if (stored) {
      if (isSameAnswer(stored, answer)) return null;
      throw new Refused(`Phiếu số ${number} đã được nhập với nội dung khác.`);
    }
    if (survey.doubleEntry) {
      const entry: PaperEntry = { unit, number, form, by: uid, at: now };
      result = await compareEntries(tx, key, entry, formKey, resolved);
      if (result.state !== "accepted") return null;
    }
    acceptAnswer(tx, key, survey, asked.criteriaSet, answer);
    return { unit, detail: { survey: key.survey, number, resolved } };
  });
  return result;
}

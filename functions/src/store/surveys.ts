import { isDeepStrictEqual } from "node:util";
import {
  canonicalJson,
  leafFindings,
  NEW_SURVEY,
  OPEN_STATES,
  paths,
  questionFindings,
  questionsFor,
  type Survey,
  SurveyText,
  UNSEALED_STATES,
} from "@parindex/core";
import { act, type Input, requireOpen, surveyKey } from "./act.ts";
import { makeKeys } from "./ballot-keys.ts";
import { db } from "./firestore.ts";
import { refs, type SurveyKey } from "./refs.ts";
import { Refused } from "./refused.ts";
import type { Tx } from "./transaction.ts";

/** What a survey's text may take up of a document (Firestore: 1 MiB), in bytes. */
const TEXT_BYTES_MAX = 900_000;

/** Saves the next version of a survey's text. A draft may be at fault; opening refuses it. */
export async function saveSurvey(input: Input<"saveSurvey">, uid: string): Promise<void> {
  const { rev } = input;
  const key = surveyKey(input);
  const text = SurveyText.parse(input);
  await act("saveSurvey", key, uid, "admin", async ({ tx, period, now }) => {
    requireOpen(period, UNSEALED_STATES);
    const all = (await tx.query(refs.surveys(key))).docs;
    const stored = all.find(({ id }) => id === key.survey)?.data();
    const isSaved = stored?.rev === rev && stored.by === uid;
    if (isSaved && isDeepStrictEqual(SurveyText.parse(stored), text)) return null;
    if (stored && stored.state !== "draft")
      throw new Refused("Cuộc điều tra đã mở nên phiếu không sửa được nữa.");
    if (rev !== (stored?.rev ?? 0) + 1)
      throw new Refused("Phiếu vừa được người khác lưu. Hãy xem bản mới rồi chọn giữ bản nào.");
    if (all.some((doc) => doc.id !== key.survey && doc.data().name === text.name))
      throw new Refused(`Nhóm «${text.name}» đã có cuộc điều tra trong kỳ này.`);
    if (new TextEncoder().encode(canonicalJson(text)).length > TEXT_BYTES_MAX)
      throw new Refused("Phiếu quá dài để lưu. Hãy rút ngắn câu hỏi hoặc lời giải thích.");
    const survey: Survey = { ...(stored ?? NEW_SURVEY), ...text, rev, by: uid, at: now };
    tx.set(refs.survey(key), survey);
    return { detail: { survey: key.survey, rev, name: text.name, questions: text.questions.length } };
  });
}

/** Removes a survey that was never opened and has no invitations. */
export async function removeSurvey(input: Input<"removeSurvey">, uid: string): Promise<void> {
  const { reason } = input;
  const key = surveyKey(input);
  await act("removeSurvey", key, uid, "admin", async ({ tx, period }) => {
    requireOpen(period, UNSEALED_STATES);
    const { name, state, issued, rev } = await tx.must(refs.survey(key));
    if (state !== "draft") throw new Refused("Cuộc điều tra đã mở nên không xóa được nữa.");
    if (issued > 0) throw new Refused("Cuộc điều tra đã có phiếu mời nên không xóa được nữa.");
    tx.delete(refs.survey(key));
    tx.delete(refs.samplePlan(key));
    return { reason, detail: { survey: key.survey, name, rev } };
  });
  // Keys of an opening that died.
  await db.recursiveDelete(db.collection(paths.ballotKeys(key.scheme, key.period, key.survey)));
}

/** A unit that a survey asks about. */
type AskedUnit = Parameters<typeof makeKeys>[1][number];

/** What a draft needs to be opened: its version and the units it asks about. Refused with what is wrong in it. */
async function readyToOpen(tx: Tx, key: SurveyKey): Promise<{ rev: number; units: AskedUnit[] } | null> {
  const survey = await tx.must(refs.survey(key));
  const { state, rev, questions } = survey;
  if (state === "open") return null;
  if (state === "closed")
    throw new Refused("Cuộc điều tra đã đóng. Muốn nhận thêm phiếu phải mở lại kèm lý do.");
  const units = (await tx.query(refs.units(key))).docs.map((doc) => [doc.id, doc.data()] as const);
  const sets = (await tx.query(refs.criteriaSets(key))).docs.map((doc) => doc.data());
  const findings = [...questionFindings(questions), ...leafFindings(survey, sets, Object.fromEntries(units))];
  const issues = findings.map(({ question, message }) => ({ path: question, message }));
  if (issues.length > 0)
    throw new Refused(`Chưa mở được cuộc điều tra: phiếu còn ${issues.length} lỗi.`, { issues });
  const asked = units
    .map(([id, { criteriaSet }]) => ({ id, criteriaSet }))
    .filter(({ id, criteriaSet }) => questionsFor(questions, id, criteriaSet).length > 0);
  if (asked.length === 0)
    throw new Refused("Chưa mở được cuộc điều tra: phiếu không hỏi về đơn vị nào của kỳ đánh giá.");
  return { rev, units: asked };
}

/**
 * Opens a survey for answers: its text is frozen from now on. The keys of its ballots are made first, so that an opening
 * that died is done again and makes those that are not there yet.
 */
export async function openSurvey(input: Input<"openSurvey">, uid: string): Promise<void> {
  const key = surveyKey(input);
  let ready = null as Awaited<ReturnType<typeof readyToOpen>>;
  await act("openSurvey", key, uid, "admin", async ({ tx, period }) => {
    requireOpen(period, OPEN_STATES);
    ready = await readyToOpen(tx, key);
    return null;
  });
  if (!ready) return;
  await makeKeys(key, ready.units);
  await act("openSurvey", key, uid, "admin", async ({ tx, period }) => {
    requireOpen(period, OPEN_STATES);
    const now = await readyToOpen(tx, key);
    if (!now) return null;
    if (!isDeepStrictEqual(now, ready)) throw new Refused("Phiếu vừa được sửa. Hãy xem lại rồi mở.");
    tx.update(refs.survey(key), { state: "open" });
    return { detail: { survey: key.survey, rev: now.rev, units: now.units.length } };
  });
}

/** Opens a closed survey for answers again, with a reason, until the council adopts. Its text stays frozen. */
export async function reopenSurvey(input: Input<"reopenSurvey">, uid: string): Promise<void> {
  const { reason } = input;
  const key = surveyKey(input);
  await act("reopenSurvey", key, uid, "admin", async ({ tx, period }) => {
    requireOpen(period, OPEN_STATES);
    const { state, closings } = await tx.must(refs.survey(key));
    if (state === "open") return null;
    if (state === "draft") throw new Refused("Cuộc điều tra chưa từng mở.");
    tx.update(refs.survey(key), { state: "open" });
    return { reason, detail: { survey: key.survey, closings } };
  });
}

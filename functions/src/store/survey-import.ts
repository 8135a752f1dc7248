import {
  answerIncrements,
  OPEN_STATES,
  type SurveyAnswer,
  type SurveyImport,
  type TallyIncrement,
} from "@parindex/core";
import { act, type Input, requireOpen, type Scene, surveyKey } from "./act.ts";
import { readAll } from "./firestore.ts";
import { type PeriodKey, refs, type SurveyKey } from "./refs.ts";
import { Refused } from "./refused.ts";
import { answerId } from "./survey-answers.ts";
import { isSameAnswer } from "./survey-door.ts";
import {
  formIssues,
  formKeyOf,
  questionsOfUnit,
  requireSurveyor,
  requireTakingForms,
} from "./survey-field.ts";
import { addToShard } from "./survey-tallies.ts";
import { commitAll, type Write } from "./transaction.ts";

/** What a file is when it comes in, and what it becomes. */
interface ReadFile {
  epoch: number;
  answers: { id: string; row: number; answer: SurveyAnswer }[];
  increments: Map<string, TallyIncrement[]>;
}

/** How many documents are looked up at a time. */
const LOOK_UP = 300;

/** How long (ms) an import may be under way: longer than any function runs. One that is older has died. */
const ALIVE_MS = 10 * 60_000;

/**
 * Which of these answers stand already, from a file that came in or with another content, by their ids. What a file left
 * behind that died on the way stands for nothing.
 */
async function takenBy(key: SurveyKey, { answers }: ReadFile, batch: string): Promise<Set<string>> {
  const taken = new Set<string>();
  const imports = (await refs.surveyImports(key).get()).docs;
  const complete = new Set(imports.filter((doc) => doc.data().state === "complete").map(({ id }) => id));
  for (let at = 0; at < answers.length; at += LOOK_UP) {
    const some = answers.slice(at, at + LOOK_UP);
    const stored = await readAll(some.map(({ id }) => refs.surveyAnswer(key, id)));
    stored.forEach((doc, index) => {
      const [before, after] = [doc.data(), some[index]];
      if (!before || !after) return;
      const isOwn = before.batch === batch && isSameAnswer(before, after.answer);
      const isLeft = before.batch !== batch && !complete.has(before.batch ?? "");
      if (!isOwn && !isLeft) taken.add(after.id);
    });
  }
  return taken;
}

/** Refuses a file with rows at fault. */
function requireNone(issues: { path: string; message: string }[]): void {
  if (issues.length > 0)
    throw new Refused(`Tệp có ${issues.length} lỗi nên chưa nhập phiếu nào.`, { issues });
}

/** Refuses a file with rows that came in before. */
async function requireNew(key: SurveyKey, file: ReadFile, batch: string): Promise<void> {
  const taken = await takenBy(key, file, batch);
  const rows = file.answers.filter(({ id }) => taken.has(id)).map(({ row }) => row);
  const message = "số phiếu này đã có trong một tệp nhập trước";
  requireNone(rows.map((row) => ({ path: `dòng ${row}`, message })));
}

/** Reads a result file against the survey; every row at fault is told, by its row. */
async function readRows(key: SurveyKey, input: Input<"importAnswers">): Promise<ReadFile> {
  const survey = (await refs.survey(key).get()).data();
  if (!survey) throw new Refused("Không có cuộc điều tra này.");
  requireTakingForms(survey);
  const issues: { path: string; message: string }[] = [];
  const first = new Map<string, number>();
  const file: ReadFile = { epoch: survey.epoch, answers: [], increments: new Map() };
  for (const { row, unit, number, form } of input.rows) {
    const wrong = (message: string) => issues.push({ path: `dòng ${row}`, message });
    const before = first.get(number);
    if (before !== undefined) wrong(`số phiếu ${number} trùng với dòng ${before}`);
    first.set(number, row);
    const asked = await questionsOfUnit(key, survey, unit);
    if (!asked) {
      wrong(`phiếu không hỏi về đơn vị «${unit}»`);
      continue;
    }
    for (const { path, message } of formIssues(survey.questions, asked.questions, form))
      wrong(`${path} ${message}`.trim());
    const formKey = formKeyOf(key, "import", number);
    const answer: SurveyAnswer = {
      ...{ key: formKey, epoch: survey.epoch, unit, channel: "import", form },
      ...{ minutes: null, ballot: null, batch: input.batch },
    };
    file.answers.push({ id: answerId(formKey, survey.epoch), row, answer });
    const sum = file.increments.get(unit) ?? [];
    sum.push(...answerIncrements(answer, asked.questions, asked.criteriaSet));
    file.increments.set(unit, sum);
  }
  requireNone(issues);
  await requireNew(key, file, input.batch);
  return file;
}

/** Increments of one number added up, so that each number is written once. */
function summed(increments: readonly TallyIncrement[]): TallyIncrement[] {
  const sums = new Map<string, TallyIncrement>();
  for (const [path, by] of increments) {
    const name = path.join("/");
    sums.set(name, [path, (sums.get(name)?.[1] ?? 0) + by]);
  }
  return [...sums.values()];
}

/**
 * Begins an import, or finds it begun by the same person. Returns it as it stands. One file at a time: the numbers of two
 * could be the same. One that died on the way is given up, so that it can't come in any more.
 */
async function begin(
  { tx, uid, now }: Scene,
  key: SurveyKey,
  input: Input<"importAnswers">,
): Promise<SurveyImport["state"]> {
  const ref = refs.surveyImport(key, input.batch);
  const stored = (await tx.get(ref)).data();
  if (stored && (stored.by !== uid || stored.rows !== input.rows.length))
    throw new Refused("Tệp này đang được nhập với nội dung khác.");
  if (stored?.state === "complete") return "complete";
  const others = (await tx.query(refs.surveyImports(key))).docs.filter(
    (doc) => doc.id !== input.batch && doc.data().state === "staging",
  );
  if (others.some((doc) => now.getTime() - doc.data().at.getTime() < ALIVE_MS))
    throw new Refused("Một tệp kết quả khác đang được nhập. Hãy thử lại sau ít phút.");
  for (const { id } of others) tx.delete(refs.surveyImport(key, id));
  if (stored) tx.update(ref, { at: now });
  else tx.create(ref, { name: input.name, rows: input.rows.length, state: "staging", by: uid, at: now });
  return "staging";
}

/** Lets the rows of a file count that are all stored; null where they do already. */
async function complete(
  { tx }: Scene,
  key: SurveyKey,
  { batch, name, rows }: Input<"importAnswers">,
  file: ReadFile,
): Promise<Record<string, unknown> | null> {
  const survey = await tx.must(refs.survey(key));
  requireTakingForms(survey);
  const ref = refs.surveyImport(key, batch);
  if ((await tx.must(ref)).state === "complete") return null;
  if (survey.epoch !== file.epoch)
    throw new Refused("Các phiếu trả lời vừa được ghi lại. Hãy nhập lại tệp này.");
  for (const [unit, increments] of file.increments) addToShard(tx, key, unit, summed(increments));
  tx.update(ref, { state: "complete" });
  return { survey: key.survey, batch, name, rows: rows.length };
}

/**
 * Takes in a result file: all of its rows or none. Its answers are stored first, where they don't count yet; then one
 * transaction lets them count and adds them to the tallies. The same file sent again goes on where it stopped.
 */
export async function importAnswers(
  input: Input<"importAnswers">,
  uid: string,
): Promise<{ accepted: number }> {
  const key = surveyKey(input);
  const place: PeriodKey = { scheme: key.scheme, period: key.period };
  let state = "staging" as SurveyImport["state"];
  const guarded = (perform: (scene: Scene) => Promise<Record<string, unknown> | null>) =>
    act("importAnswers", place, uid, null, async (scene) => {
      requireSurveyor(scene.member);
      requireOpen(scene.period, OPEN_STATES);
      const detail = await perform(scene);
      return detail && { detail };
    });
  // Who may not is refused before anything of the file is looked at.
  await guarded(async () => null);
  const file = await readRows(key, input);
  await guarded(async (scene) => {
    state = await begin(scene, key, input);
    return null;
  });
  if (state === "complete") return { accepted: input.rows.length };
  // Another file may have come in between the first look and the beginning.
  await requireNew(key, file, input.batch).catch(async (error: unknown) => {
    await refs.surveyImport(key, input.batch).delete();
    throw error;
  });
  await commitAll(
    file.answers.map(
      ({ id, answer }): Write =>
        (batch) =>
          batch.set(refs.surveyAnswer(key, id), answer),
    ),
  );
  await guarded((scene) => complete(scene, key, input, file));
  return { accepted: input.rows.length };
}

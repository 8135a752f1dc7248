import { z } from "zod";
import { type CriteriaSet, Id, NodeId } from "./criteria-set.ts";
import { Sha256 } from "./documents.ts";
import { shownQuestions } from "./survey-shown.ts";

/**
 * The sociological survey (*điều tra xã hội học*, decision II.2, III.1.c; design §9): one survey a respondent group and
 * period, its questions tied to the leaves they score, and the answers, which nothing ties to a person.
 */

/** How an answer came in: by a one-time code, by a group's open link, keyed in from paper, or from a result file. */
export const Channel = z.enum(["code", "link", "paper", "import"]);
export type Channel = z.infer<typeof Channel>;

/** A choice. `weight` is its share of the maximum in 1/100 per cent; null is no valuation ("không biết") and leaves n. */
export const QuestionOption = z.object({
  text: z.string().trim().min(1).max(200),
  weight: z.int().min(0).max(10_000).nullable(),
});
export type QuestionOption = z.infer<typeof QuestionOption>;

/**
 * A question. `leaves` names, for each criteria set, the leaves it scores; none: it is asked for the breakdown alone.
 * `units` narrows it to some units (null: every unit whose set it scores). `showIf` asks it only after one of these
 * options (by position) of an earlier question.
 */
export const Question = z.object({
  id: NodeId,
  text: z.string().trim().min(1).max(500),
  help: z.string().trim().max(500),
  options: z.array(QuestionOption).min(2).max(11),
  leaves: z.array(z.object({ set: Id, leaf: NodeId })).max(100),
  units: z.array(Id).min(1).max(500).nullable(),
  showIf: z.object({ question: NodeId, options: z.array(z.int().min(0).max(10)).min(1).max(11) }).nullable(),
});
export type Question = z.infer<typeof Question>;

export const SurveyState = z.enum(["draft", "open", "closed"]);
export type SurveyState = z.infer<typeof SurveyState>;

/** What the standing body writes of a survey. `name` is the respondent group's, as the leaves' rules name it. */
export const SurveyText = z.object({
  name: z.string().trim().min(1).max(200),
  intro: z.string().trim().max(2_000),
  order: z.int().min(0).max(1_000),
  questions: z.array(Question).max(60),
  /** Whether a paper form counts only once two people have keyed it in alike. */
  doubleEntry: z.boolean(),
});
export type SurveyText = z.infer<typeof SurveyText>;

/**
 * A survey of one respondent group (*nhóm đối tượng*). Its text is frozen while it is open and afterwards. `issued` counts
 * the invitations so far. Stored answers stand under ids of an `epoch`, which a rewrite raises; `rewriting` is until when
 * a rewrite holds answers back, null where none is under way; `rewritten` is the last answer that it has copied, from which
 * another run goes on. `closings` counts how often it was closed.
 */
export const Survey = z.object({
  ...SurveyText.shape,
  rev: z.int().min(1),
  by: z.string(),
  at: z.date(),
  state: SurveyState,
  issued: z.int().min(0),
  epoch: z.int().min(0),
  rewriting: z.date().nullable(),
  rewritten: z.string().nullable().default(null),
  closings: z.int().min(0),
});
export type Survey = z.infer<typeof Survey>;

/** What a survey is before anything has happened in it. */
export const NEW_SURVEY = {
  ...{ state: "draft", issued: 0, epoch: 0, rewriting: null, rewritten: null, closings: 0 },
} as const satisfies Partial<Survey>;

/** A form filled in: the position of the option chosen, by question. A question that is absent was left blank. */
export const FilledForm = z.record(NodeId, z.int().min(0).max(10));
export type FilledForm = z.infer<typeof FilledForm>;

/** How long answering took, in coarse steps: at least so many minutes. null where it is not known. */
export const Minutes = z.union([z.literal(0), z.literal(1), z.literal(3), z.literal(10)]).nullable();
export type Minutes = z.infer<typeof Minutes>;

/** Bytes in base64 without padding and with the URL's alphabet. */
export const Base64Url = z.string().regex(/^[A-Za-z0-9_-]+$/);

/** A ballot (RFC 9474): a message of the respondent's making and the signature that it was bought with, unblinded. */
export const Ballot = z.object({ message: Base64Url.max(128), signature: Base64Url.max(400) });
export type Ballot = z.infer<typeof Ballot>;

/**
 * An answer (*phiếu trả lời*) as it is stored, under the SHA-256 of `key` and `epoch` (`answerId`). `key` is the hash of
 * what entitled to it: a ballot, or the number of a form. It names no code, no person, no time and no address.
 * `batch` is the result file it came with.
 */
export const SurveyAnswer = z.object({
  key: Sha256,
  epoch: z.int().min(0),
  unit: Id,
  channel: Channel,
  form: FilledForm,
  minutes: Minutes,
  ballot: Ballot.nullable(),
  batch: z.string().nullable(),
});
export type SurveyAnswer = z.infer<typeof SurveyAnswer>;

/**
 * What a one-time code or an open link entitles to, kept under the SHA-256 of the code: `uses` ballots for each of
 * `units`. `ballots` remembers the hashes of the blinded messages signed for a unit, so that the same one is signed again
 * and no other. `number` is what the slip shows. `epoch` changes with each rewrite.
 */
export const InvitationState = z.enum(["issued", "redeemed", "revoked"]);
export type InvitationState = z.infer<typeof InvitationState>;
export const Invitation = z.object({
  scheme: Id,
  period: Id,
  survey: Id,
  batch: z.string(),
  number: z.int().min(1),
  channel: z.enum(["code", "link"]),
  units: z.array(Id).min(1).max(200),
  uses: z.int().min(1).max(300),
  ballots: z.record(Id, z.array(Sha256)),
  state: InvitationState,
  epoch: z.int().min(0),
});
export type Invitation = z.infer<typeof Invitation>;

/** How invitations go out. */
export const BatchKind = z.enum(["slips", "links", "dealings", "open"]);
export type BatchKind = z.infer<typeof BatchKind>;

/** Invitations issued together: numbers `first` … `first + count − 1`, for these units. `eligibility` says who may use an open link. */
export const InvitationBatch = z.object({
  kind: BatchKind,
  units: z.array(Id).min(1).max(200),
  first: z.int().min(1),
  count: z.int().min(1),
  uses: z.int().min(1).max(300),
  note: z.string().max(300),
  eligibility: z.string().max(500),
  by: z.string(),
  at: z.date(),
});
export type InvitationBatch = z.infer<typeof InvitationBatch>;

/** A key that signs the ballots of one unit and channel. `privateKey` is encrypted; `criteriaSet` is the unit's. */
export const BallotKey = z.object({
  unit: Id,
  channel: z.enum(["code", "link"]),
  criteriaSet: Id,
  /** SubjectPublicKeyInfo in base64url. */
  publicKey: Base64Url,
  /** AES-256-GCM of the PKCS #8 form, in base64url: nonce, ciphertext, tag. */
  privateKey: Base64Url,
});
export type BallotKey = z.infer<typeof BallotKey>;

/** A paper form keyed in once, waiting for the second person. */
export const PaperEntry = z.object({
  unit: Id,
  number: z.string().trim().min(1).max(40),
  form: FilledForm,
  by: z.string(),
  at: z.date(),
});
export type PaperEntry = z.infer<typeof PaperEntry>;

/** A result file that came in. Its answers count once it is complete: all of them or none. */
export const SurveyImport = z.object({
  name: z.string().trim().min(1).max(200),
  rows: z.int().min(1),
  state: z.enum(["staging", "complete"]),
  by: z.string(),
  at: z.date(),
});
export type SurveyImport = z.infer<typeof SurveyImport>;

/** The weights of the respondent groups (whole numbers; equal where absent), and below how many answers none is broken down. */
export const SurveyPlan = z.object({
  rev: z.int().min(1),
  by: z.string(),
  at: z.date(),
  weights: z.record(Id, z.int().min(1).max(1_000)),
  threshold: z.int().min(2).max(100),
});
export type SurveyPlan = z.infer<typeof SurveyPlan>;

/** The smallest group that is broken down, where the plan says nothing else. */
export const THRESHOLD = 5;

const Count = z.int().min(0);

/** How far a survey has come in one unit: ballots bought and answers by channel. Absent counts are 0. */
export const UnitProgress = z.object({
  ballots: Count,
  code: Count,
  link: Count,
  paper: Count,
  import: Count,
});
export type UnitProgress = z.infer<typeof UnitProgress>;

/** How far a survey has come, some minutes late; says nothing of what was answered. */
export const SurveyProgress = z.object({ at: z.date(), units: z.record(Id, UnitProgress) });
export type SurveyProgress = z.infer<typeof SurveyProgress>;

/** The checks of a question over all answers: to how many it was shown, and how they took it. */
export const QuestionCheck = z.object({
  shown: Count,
  answered: Count,
  unknown: Count,
  blank: Count,
  /** For how many it was the last question they answered. */
  last: Count,
});

/** The checks of one unit: answers in all, in under a minute, all on one option, and alike in every question. */
export const UnitCheck = z.object({ answers: Count, fast: Count, straight: Count, alike: Count });

/** The console's checks of a survey. Units below the threshold are left out of `units` and stand in `withheld`. */
export const SurveyReview = z.object({
  at: z.date(),
  by: z.string(),
  questions: z.record(NodeId, QuestionCheck),
  units: z.record(Id, UnitCheck),
  withheld: z.array(Id),
});
export type SurveyReview = z.infer<typeof SurveyReview>;

/** The most that one code entry, one import or one page of an export holds. */
export const INVITATIONS_MAX = 2_000;
export const IMPORT_ROWS_MAX = 5_000;

/** The questions of a survey that a unit is asked about, in order. Those for the breakdown come with those that score. */
export function questionsFor(questions: readonly Question[], unit: string, criteriaSet: string): Question[] {
  const asked = questions.filter(
    ({ leaves, units }) =>
      (units === null || units.includes(unit)) &&
      (leaves.length === 0 || leaves.some(({ set }) => set === criteriaSet)),
  );
  return asked.some(({ leaves }) => leaves.length > 0) ? asked : [];
}

/** The questions with the leaves they score in a set that takes another one's place, beside those of the old one. */
export const questionsFollowing = (
  questions: readonly Question[],
  from: string,
  to: Pick<CriteriaSet, "id" | "leaves">,
): Question[] =>
  questions.map((question) => {
    const taken = question.leaves.flatMap(({ set, leaf }) =>
      set === from && to.leaves[leaf]?.source === "survey" ? [{ set: to.id, leaf }] : [],
    );
    const others = question.leaves.filter(({ set }) => set !== to.id);
    return taken.length === 0 ? question : { ...question, leaves: [...others, ...taken] };
  });

/** What is wrong in a form or a question set: at which question, and how. */
export interface SurveyFinding {
  question: string;
  message: string;
}

/** What is wrong with a filled form, by question. Blanks are not; a form without any answer is. */
export function formFindings(questions: readonly Question[], form: FilledForm): SurveyFinding[] {
  const shown = new Map(shownQuestions(questions, form).map((one) => [one.id, one]));
  const findings = Object.entries(form).flatMap(([question, option]): SurveyFinding[] => {
    const asked = shown.get(question);
    if (!asked) {
      const known = questions.some(({ id }) => id === question);
      return [{ question, message: known ? "không được hỏi theo các câu trước" : "không có trong phiếu" }];
    }
    return option < asked.options.length
      ? []
      : [{ question, message: `không có lựa chọn thứ ${option + 1}` }];
  });
  return findings.length === 0 && Object.keys(form).length === 0
    ? [{ question: "", message: "phiếu chưa trả lời câu nào" }]
    : findings;
}

/** What keeps a question set from being opened: by question, in Vietnamese. Leaves are checked by `leafFindings`. */
export function questionFindings(questions: readonly Question[]): SurveyFinding[] {
  const findings: SurveyFinding[] = [];
  const before = new Map<string, Question>();
  for (const question of questions) {
    const wrong = (message: string) => findings.push({ question: question.id, message });
    if (before.has(question.id)) wrong("mã câu hỏi bị trùng");
    if (new Set(question.options.map(({ text }) => text)).size < question.options.length)
      wrong("có hai lựa chọn giống nhau");
    if (question.leaves.length > 0 && question.options.every(({ weight }) => weight === null))
      wrong("chấm điểm tiêu chí nhưng không lựa chọn nào có trọng số");
    if (question.showIf) {
      const earlier = before.get(question.showIf.question);
      if (!earlier) wrong("điều kiện phải dựa trên một câu đứng trước");
      else if (question.showIf.options.some((option) => option >= earlier.options.length))
        wrong("điều kiện nêu một lựa chọn không có");
    }
    before.set(question.id, question);
  }
  if (!questions.some(({ leaves }) => leaves.length > 0))
    findings.push({ question: "", message: "chưa có câu hỏi nào chấm điểm tiêu chí" });
  return findings;
}

/** What a paper form's two entries say differently: by question, the options chosen (null: blank). */
export const entryDifferences = (
  first: FilledForm,
  second: FilledForm,
): { question: string; first: number | null; second: number | null }[] =>
  [...new Set([...Object.keys(first), ...Object.keys(second)])]
    .filter((question) => first[question] !== second[question])
    .map((question) => ({
      question,
      first: first[question] ?? null,
      second: second[question] ?? null,
    }));

/** Whether every scored question a form answers got the same position, of three or more. */
export function isStraightLined(questions: readonly Question[], form: FilledForm): boolean {
  const chosen = questions.filter(({ leaves }) => leaves.length > 0).flatMap(({ id }) => form[id] ?? []);
  return chosen.length >= 3 && chosen.every((option) => option === chosen[0]);
}

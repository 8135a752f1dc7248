import { z } from "zod";
import { type CriteriaSet, type Finding, Id, type LeafNode, leavesOf, NodeId } from "./criteria-set.ts";
import { issueText } from "./issue-text.ts";
import { type Question, questionFindings, SurveyText } from "./survey.ts";

/**
 * The file format of a period's surveys: leaves by the printed codes of each criteria set, weights in per cent, answer
 * scales that several questions share by their names, conditions by the texts of the options.
 */

const Share = z
  .number()
  .min(0)
  .max(100)
  .refine((share) => Number.isInteger(share * 100), { error: "có tối đa hai chữ số thập phân" })
  .nullable();
const Scale = z.array(z.tuple([z.string().min(1), Share])).min(2);
const FileQuestion = z.strictObject({
  id: NodeId,
  text: z.string().min(1),
  help: z.string().default(""),
  scale: z.union([z.string(), Scale]),
  leaves: z.record(Id, z.array(z.string().min(1)).min(1)).default({}),
  showIf: z
    .strictObject({ question: NodeId, options: z.array(z.string()).min(1) })
    .nullable()
    .default(null),
});
type FileQuestion = z.infer<typeof FileQuestion>;
const FileSurvey = z.strictObject({
  id: Id,
  name: z.string().min(1),
  intro: z.string(),
  doubleEntry: z.boolean().default(false),
  questions: z.array(FileQuestion).min(1),
});
const SurveyFile = z.object({
  scales: z.record(z.string(), Scale),
  surveys: z.array(FileSurvey).min(1),
});

/** A survey of the file with its id. */
export interface NamedSurvey {
  id: string;
  text: SurveyText;
}

/** Resolves the names of one survey's file: scales, printed codes, options. Findings stand under «survey.question». */
class Reader {
  readonly findings: Finding[] = [];
  readonly #scales: ReadonlyMap<string, z.infer<typeof Scale>>;
  readonly #leaves: ReadonlyMap<string, ReadonlyMap<string, LeafNode>>;

  constructor(scales: z.infer<typeof SurveyFile>["scales"], sets: readonly CriteriaSet[]) {
    this.#scales = new Map(Object.entries(scales));
    this.#leaves = new Map(
      sets.map((set) => [set.id, new Map([...leavesOf(set)].map(({ leaf }) => [leaf.code, leaf]))]),
    );
  }

  #scored({ leaves }: FileQuestion, group: string, wrong: (message: string) => unknown): Question["leaves"] {
    return Object.entries(leaves).flatMap(([set, codes]) =>
      codes.flatMap((code) => {
        const leaf = this.#leaves.get(set)?.get(code);
        if (!leaf) wrong(`bộ tiêu chí «${set}» không có tiêu chí ${code}`);
        else if (leaf.rule.kind !== "survey") wrong(`tiêu chí ${code} của «${set}» không chấm bằng điều tra`);
        else if (!leaf.rule.groups.includes(group))
          wrong(`tiêu chí ${code} của «${set}» không hỏi nhóm «${group}»`);
        else return [{ set, leaf: leaf.id }];
        return [];
      }),
    );
  }

  questions(survey: z.infer<typeof FileSurvey>): Question[] {
    const read = new Map<string, Question>();
    const questions = survey.questions.map((file): Question => {
      const wrong = (message: string) => this.findings.push({ node: `${survey.id}.${file.id}`, message });
      const scale = typeof file.scale === "string" ? this.#scales.get(file.scale) : file.scale;
      if (!scale) wrong(`không có thang trả lời «${file.scale}»`);
      const options = (scale ?? []).map(([text, share]) => ({
        text,
        weight: share === null ? null : Math.round(share * 100),
      }));
      const earlier = file.showIf && read.get(file.showIf.question);
      const chosen = (file.showIf?.options ?? []).map(
        (text) => earlier?.options.findIndex((option) => option.text === text) ?? -1,
      );
      if (chosen.includes(-1)) wrong("điều kiện nêu một lựa chọn hay một câu không đứng trước");
      const question: Question = {
        ...{ id: file.id, text: file.text, help: file.help, options, units: null },
        leaves: this.#scored(file, survey.name, wrong),
        showIf: file.showIf && { question: file.showIf.question, options: chosen },
      };
      read.set(file.id, question);
      return question;
    });
    return questions;
  }
}

const placed = (error: z.ZodError, within: string): Finding[] =>
  error.issues.map((issue) => {
    const { path, message } = issueText(issue);
    return { node: path ? `${within}.${path}` : within, message };
  });

/**
 * Reads a file of surveys (`surveys.json`) for these criteria sets. Findings name the survey and question at fault; then
 * there are no surveys.
 */
export function readSurveyFile(
  json: unknown,
  sets: readonly CriteriaSet[],
): { surveys: NamedSurvey[]; findings: [] } | { surveys: null; findings: Finding[] } {
  const parsed = SurveyFile.safeParse(json, { reportInput: true });
  if (!parsed.success) return { surveys: null, findings: placed(parsed.error, "surveys.json") };
  const reader = new Reader(parsed.data.scales, sets);
  const { findings } = reader;
  const ids = new Set<string>();
  const names = new Set<string>();
  const surveys = parsed.data.surveys.flatMap((survey, at): NamedSurvey[] => {
    if (ids.has(survey.id)) findings.push({ node: survey.id, message: "mã phiếu lặp lại" });
    if (names.has(survey.name)) findings.push({ node: survey.id, message: "nhóm đối tượng lặp lại" });
    ids.add(survey.id);
    names.add(survey.name);
    const before = findings.length;
    const questions = reader.questions(survey);
    if (findings.length > before) return [];
    const { name, intro, doubleEntry } = survey;
    const text = SurveyText.safeParse(
      { name, intro, order: at, questions, doubleEntry },
      { reportInput: true },
    );
    if (!text.success) findings.push(...placed(text.error, survey.id));
    for (const { question, message } of questionFindings(questions))
      findings.push({ node: question ? `${survey.id}.${question}` : survey.id, message });
    return text.success ? [{ id: survey.id, text: text.data }] : [];
  });
  return findings.length > 0 ? { surveys: null, findings } : { surveys, findings: [] };
}

import { type CriteriaSet, leavesOf } from "./criteria-set.ts";
import type { Unit } from "./documents.ts";
import type { Survey, SurveyAnswer, SurveyPlan } from "./survey.ts";

/** An answer as it is exported: without ballot, key, epoch or batch. */
export type ExportedAnswer = Pick<SurveyAnswer, "unit" | "channel" | "minutes" | "form">;

/** What stands beside the answers of a survey, so that they can be counted again from the two files alone. */
export interface ExportContext {
  id: string;
  survey: Pick<Survey, "name" | "questions">;
  /** All surveys of the period, whose groups share leaves, by their ids. */
  groups: readonly { id: string; name: string }[];
  units: readonly ({ id: string } & Pick<Unit, "name" | "criteriaSet">)[];
  sets: readonly CriteriaSet[];
  plan: Pick<SurveyPlan, "weights" | "threshold">;
  /** By unit: the minimum and how many people the sample stands for, where they are known. */
  samples: Readonly<Record<string, { minimum: number; population: number | null }>>;
}

/** The columns before those of the questions. No question's id has an underscore. */
const COLUMNS = {
  don_vi: "Mã đơn vị được đánh giá",
  ten_don_vi: "Tên đơn vị được đánh giá",
  nhom_doi_tuong: "Mã nhóm đối tượng trả lời",
  kenh_thu: "Kênh thu phiếu: code (mã một lần), link (liên kết mở), paper (phiếu giấy), import (tệp kết quả)",
  so_phut: "Thời gian trả lời: ít nhất chừng này phút (0, 1, 3, 10); trống là không biết",
} as const;

/** The rows of an export with its headings: one an answer, of each question the position chosen from 1; blank: no answer. */
export function surveyCsv(
  { id, survey, units }: Pick<ExportContext, "id" | "survey" | "units">,
  answers: readonly ExportedAnswer[],
): string[][] {
  const names = new Map(units.map((unit) => [unit.id, unit.name]));
  return [
    [...Object.keys(COLUMNS), ...survey.questions.map((question) => question.id)],
    ...answers.map(({ unit, channel, minutes, form }) => [
      ...[unit, names.get(unit) ?? unit, id, channel, minutes === null ? "" : String(minutes)],
      ...survey.questions.map((question) => {
        const option = form[question.id];
        return option === undefined ? "" : String(option + 1);
      }),
    ]),
  ];
}

const HEADINGS = [
  ...["loai", "ma", "bo_tieu_chi", "tieu_chi", "vi_tri", "ten"],
  ...["gia_tri", "buoc", "toi_thieu", "tong_the", "dieu_kien"],
] as const;
type Entry = Partial<Record<(typeof HEADINGS)[number], string | number>>;

const NOTES: Readonly<Record<string, string>> = {
  cot: "một cột của tệp dữ liệu",
  cau_hoi:
    "một câu hỏi; ma là tên cột; dieu_kien «câu=vị trí|vị trí»: chỉ hỏi khi câu đó được chọn một trong các vị trí",
  lua_chon:
    "một lựa chọn của câu ma ở vị trí vi_tri (từ 1); gia_tri là trọng số (1/100 %), trống là không tính (không biết)",
  cham_diem: "câu ma chấm tiêu chí tieu_chi của bộ bo_tieu_chi",
  tieu_chi: "một tiêu chí; gia_tri là điểm tối đa và buoc là bước điểm (1/10 000 điểm)",
  nhom_tieu_chi: "nhóm đối tượng ma được hỏi về tiêu chí; trống ma: nhóm chưa có phiếu trong kỳ này",
  nhom: "một nhóm đối tượng; gia_tri là trọng số giữa các nhóm",
  don_vi: "một đơn vị; toi_thieu là cỡ mẫu tối thiểu, tong_the là số người của nhóm (trống là không biết)",
  nguong: "dưới gia_tri phiếu thì đơn vị không được chia nhỏ theo câu hỏi phân tổ",
};

/** The dictionary of an export with its headings: what its columns mean, and all that scores are computed with. */
export function dataDictionary(context: ExportContext): string[][] {
  const { survey, groups, units, sets, plan, samples } = context;
  const entries: Entry[] = Object.entries(NOTES).map(([ma, ten]) => ({ loai: "chu_giai", ma, ten }));
  for (const [ma, ten] of Object.entries(COLUMNS)) entries.push({ loai: "cot", ma, ten });
  for (const { id, text, showIf, options, leaves } of survey.questions) {
    const dieu_kien = showIf
      ? `${showIf.question}=${showIf.options.map((option) => option + 1).join("|")}`
      : "";
    entries.push({ loai: "cau_hoi", ma: id, ten: text, dieu_kien });
    options.forEach(({ text: ten, weight }, at) => {
      entries.push({ loai: "lua_chon", ma: id, vi_tri: at + 1, ten, gia_tri: weight ?? "" });
    });
    for (const { set, leaf } of leaves)
      entries.push({ loai: "cham_diem", ma: id, bo_tieu_chi: set, tieu_chi: leaf });
  }
  const scored = new Set(
    survey.questions.flatMap(({ leaves }) => leaves.map(({ set, leaf }) => `${set}/${leaf}`)),
  );
  for (const set of sets)
    for (const { leaf } of leavesOf(set)) {
      if (!scored.has(`${set.id}/${leaf.id}`)) continue;
      const place = { bo_tieu_chi: set.id, tieu_chi: leaf.id };
      const ten = `${leaf.code} ${leaf.name}`;
      entries.push({ loai: "tieu_chi", ma: leaf.code, ...place, ten, gia_tri: leaf.max, buoc: leaf.step });
      if (leaf.rule.kind !== "survey") continue;
      for (const name of leaf.rule.groups) {
        const group = groups.find((one) => one.name === name);
        entries.push({ loai: "nhom_tieu_chi", ma: group?.id ?? "", ...place, ten: name });
      }
    }
  for (const { id, name } of groups)
    entries.push({ loai: "nhom", ma: id, ten: name, gia_tri: plan.weights[id] ?? 1 });
  for (const { id, name, criteriaSet } of units) {
    const { minimum = "", population = null } = samples[id] ?? {};
    const sample = { toi_thieu: minimum, tong_the: population ?? "" };
    entries.push({ loai: "don_vi", ma: id, bo_tieu_chi: criteriaSet, ten: name, ...sample });
  }
  entries.push({ loai: "nguong", gia_tri: plan.threshold });
  return [[...HEADINGS], ...entries.map((entry) => HEADINGS.map((heading) => String(entry[heading] ?? "")))];
}

import { type Cell, EMPTY, refusalOfCell, textOf } from "./cells.ts";
import type { CriteriaSet } from "./criteria-set.ts";
import { formatPoints, parsePoints } from "./points.ts";
import { searchable } from "./text-search.ts";

/** What stands above the table of a criteria set, each under its label. */
export const HEAD = {
  id: "Mã bộ tiêu chí",
  annex: "Phụ lục",
  name: "Tên bộ tiêu chí",
  appliesTo: "Áp dụng cho",
  note: "Ghi chú",
  expected: "Cơ cấu",
} as const;
type HeadPart = keyof typeof HEAD;
export const HEAD_PARTS = Object.keys(HEAD) as HeadPart[];

type Expected = NonNullable<CriteriaSet["expected"]>;

/** The counts and totals of a set in the words of one cell, which `readExpected` reads. */
export const expectedText = ({ fields, criteria, subCriteria, selfMax, surveyMax, max }: Expected) =>
  [
    `${fields} lĩnh vực; ${criteria} tiêu chí; ${subCriteria} tiêu chí thành phần`,
    `tự đánh giá ${formatPoints(selfMax)}; điều tra XHH ${formatPoints(surveyMax)}; tổng ${formatPoints(max)}`,
  ].join("; ");

const EXPECTED =
  /^(\d+) linh vuc; (\d+) tieu chi; (\d+) tieu chi thanh phan; tu danh gia ([\d,.]+); dieu tra xhh ([\d,.]+); tong ([\d,.]+)$/;

/** The counts and totals that a cell states; null where it states none. */
export function readExpected(text: string): Expected | null {
  const [, fields, criteria, subCriteria, ...points] = EXPECTED.exec(searchable(text)) ?? [];
  const [selfMax, surveyMax, max] = points.map(parsePoints);
  if (selfMax == null || surveyMax == null || max == null) return null;
  return {
    ...{ fields: Number(fields), criteria: Number(criteria), subCriteria: Number(subCriteria) },
    ...{ selfMax, surveyMax, max },
  };
}

/** What the rows above the table say of the set, part by part. `refusal`: why that can't be taken. */
export type Head = Partial<Record<HeadPart, { row: number; text: string; refusal: string | null }>>;

/** What the rows above the table say of the set: a label and, beside it, what it names. */
export function headOf(rows: readonly (readonly Cell[])[]): Head {
  const head: Head = {};
  rows.forEach(([label = EMPTY, value = EMPTY], at) => {
    const named = HEAD_PARTS.find((part) => searchable(HEAD[part]) === searchable(textOf(label)));
    if (named && value.merged !== "across")
      head[named] ??= { row: at + 1, text: textOf(value), refusal: refusalOfCell(value) };
  });
  return head;
}

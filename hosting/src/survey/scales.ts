import type { QuestionOption } from "@parindex/core";
import type { TextKey } from "../text/survey-desk.ts";

const UNKNOWN: QuestionOption = { text: "Không biết", weight: null };

/** Options from the best to the worst with equal steps between their weights, and one without valuation. */
const scale = (...texts: readonly string[]): QuestionOption[] => [
  ...texts.map((text, at) => ({ text, weight: Math.round(10_000 - (at * 10_000) / (texts.length - 1)) })),
  UNKNOWN,
];

/** Answer scales as they are usually asked. Their texts are what respondents read, so they are in Vietnamese. */
export const SCALES: readonly { name: TextKey; options: QuestionOption[] }[] = [
  {
    name: "scaleSatisfied",
    options: scale("Rất hài lòng", "Hài lòng", "Bình thường", "Không hài lòng", "Rất không hài lòng"),
  },
  { name: "scaleGood", options: scale("Rất tốt", "Tốt", "Bình thường", "Chưa tốt", "Kém") },
  { name: "scaleFour", options: scale("Tốt", "Khá", "Trung bình", "Kém") },
  {
    name: "scaleAgree",
    options: scale("Hoàn toàn đồng ý", "Đồng ý", "Phân vân", "Không đồng ý", "Hoàn toàn không đồng ý"),
  },
  { name: "scalePartly", options: scale("Có", "Có một phần", "Không") },
  { name: "scaleYes", options: scale("Có", "Không") },
];

/** What a new question begins with. */
export const FIRST_SCALE: readonly QuestionOption[] = SCALES[0]?.options ?? [];

import { formatPoints, type LeafNode, parsePoints, refusalOfPoints, type SurveyScore } from "@parindex/core";
import { t } from "../text/standing-body.ts";
import { refusalText } from "../text/text.ts";

/** A leaf's survey score as text in its three fields. */
export interface SurveyRow {
  points: string;
  n: string;
  minimum: string;
}
export const SURVEY_COLUMNS = ["points", "n", "minimum"] as const satisfies readonly (keyof SurveyRow)[];
export type SurveyColumn = (typeof SURVEY_COLUMNS)[number];

const BLANK: SurveyRow = { points: "", n: "", minimum: "" };

/** A stored score as its fields show it. */
export const rowOf = (score: SurveyScore | undefined): SurveyRow =>
  score
    ? {
        points: score.points === null ? "" : formatPoints(score.points),
        n: String(score.n),
        minimum: String(score.minimum),
      }
    : BLANK;

export const isBlank = (row: SurveyRow) => SURVEY_COLUMNS.every((column) => row[column].trim() === "");

/** A row read: what would be entered, or what is wrong in which field. */
export interface ReadRow {
  score: { leaf: string; points: number | null; n: number; minimum: number };
  errors: Partial<Record<SurveyColumn, string>>;
}

function readPoints(text: string, leaf: LeafNode): { points: number | null; error?: string } {
  if (text.trim() === "") return { points: null };
  const points = parsePoints(text);
  const refusal = points === null ? ({ code: "notPoints" } as const) : refusalOfPoints(points, leaf);
  return refusal ? { points: null, error: refusalText(refusal) } : { points };
}

function readCount(text: string, needed: boolean): { count: number; error?: string } {
  const digits = text.replace(/[.\s]/g, "");
  if (digits === "") return needed ? { count: 0, error: t("countNeeded") } : { count: 0 };
  return /^\d{1,6}$/.test(digits) ? { count: Number(digits) } : { count: 0, error: t("badCount") };
}

/** Reads a row as a person types it: points with a decimal comma, counts with or without thousands' dots. */
export function readRow(row: SurveyRow, leaf: LeafNode): ReadRow {
  const points = readPoints(row.points, leaf);
  const scored = row.points.trim() !== "";
  const n = readCount(row.n, scored);
  const minimum = readCount(row.minimum, scored);
  return {
    score: { leaf: leaf.id, points: points.points, n: n.count, minimum: minimum.count },
    errors: {
      ...(points.error && { points: points.error }),
      ...(n.error && { n: n.error }),
      ...(minimum.error && { minimum: minimum.error }),
    },
  };
}

import {
  analyticalReport,
  annexWorkbook,
  commendationReport,
  commendationWorkbook,
  draftDecision,
  headSheets,
  isSealed,
  unitWorkbook,
} from "@parindex/core";
import { loadBefore, loadCommendation, loadContext, loadResult, type ReportPlace } from "./load.ts";
import { saveExcel, saveWord } from "./save.ts";

/** The reports of a year, in the order in which they are needed. */
export const REPORTS = ["decision", "annex", "analysis", "commendation", "heads"] as const;
export type ReportId = (typeof REPORTS)[number];
export type Format = "word" | "excel";

async function saveDecision(place: ReportPlace): Promise<void> {
  const [result, context] = await Promise.all([loadResult(place), loadContext(place)]);
  if (!isSealed(result)) throw new Error("the result is not sealed");
  await saveWord(draftDecision(result, context), `du-thao-quyet-dinh-${place.period.year}`);
}

async function saveAnalysis(place: ReportPlace): Promise<void> {
  const [result, context, before] = await Promise.all([
    loadResult(place),
    loadContext(place),
    loadBefore(place),
  ]);
  await saveWord(analyticalReport(result, context, before), `bao-cao-ket-qua-${place.period.year}`);
}

async function saveAnnex(place: ReportPlace, unit: string | null): Promise<void> {
  const result = await loadResult(place);
  const { year } = place.period;
  if (unit === null) await saveExcel(annexWorkbook(result), `bang-diem-${year}`);
  else await saveExcel(unitWorkbook(result, unit), `bang-diem-${year}-${unit}`);
}

async function saveCommendation(place: ReportPlace, format: Format): Promise<void> {
  const [commendation, context] = await Promise.all([loadCommendation(place), loadContext(place)]);
  const name = `thi-dua-khen-thuong-${place.period.year}`;
  if (format === "excel") await saveExcel(commendationWorkbook(commendation), name);
  else await saveWord(commendationReport(commendation, context), name);
}

/** Makes a report of the year and gives it to the browser; the annex of one unit, or of all where null. */
export async function saveReport(
  place: ReportPlace,
  report: ReportId,
  format: Format,
  unit: string | null,
): Promise<void> {
  switch (report) {
    case "decision":
      return saveDecision(place);
    case "annex":
      return saveAnnex(place, unit);
    case "analysis":
      return saveAnalysis(place);
    case "commendation":
      return saveCommendation(place, format);
    case "heads":
      return saveWord(headSheets(await loadCommendation(place)), `phieu-nguoi-dung-dau-${place.period.year}`);
  }
}

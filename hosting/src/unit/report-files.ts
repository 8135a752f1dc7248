import {
  ownWorkbook,
  paths,
  publishedResult,
  Scheme,
  SealSheet,
  selfAssessmentReport,
  sheetRows,
  totalOf,
  unitWorkbook,
} from "@parindex/core";
import type { Firestore } from "firebase/firestore";
import { readOne } from "../data/read.ts";
import { newestVersion } from "../reports/load.ts";
import { saveExcel, saveWord } from "../reports/save.ts";
import type { UnitFile } from "./useUnitFile.ts";

const seen = ({ sheet, unit }: UnitFile) => {
  if (!sheet || !unit) throw new Error("the file is not loaded");
  const { exempt } = unit;
  return {
    unit,
    sheet: {
      exempt,
      insufficientSample: [],
      selfAssessed: true,
      rows: sheetRows(sheet),
      total: totalOf(sheet),
    },
  };
};

/** The unit's self-assessment report as it stands, as a Word file. */
export async function saveOwnReport(db: Firestore, file: UnitFile): Promise<void> {
  const { session, review, desk, unitId } = file;
  const { unit, sheet } = seen(file);
  const scheme = await readOne(db, paths.scheme(session.scheme), Scheme);
  const document = selfAssessmentReport({
    ...{ unit: unit.name, owner: scheme?.owner ?? "", year: session.period.year },
    ...{ report: unit.submission.report, sheet, review },
    evidence: desk.evidence?.map(({ data }) => data) ?? [],
  });
  await saveWord(document, `bao-cao-tu-danh-gia-${session.period.year}-${unitId}`);
}

/** The published sheet of a unit with its place in the result. */
async function published(db: Firestore, publicationId: string, unit: string) {
  const { id, publication } = await newestVersion(db, publicationId);
  const sheet = await readOne(db, paths.publicationSheet(id, unit), SealSheet);
  return publishedResult(publication, sheet ? [sheet] : [], undefined);
}

/** The unit's sheet in the annex's columns: as it was published, before that what the unit may see of it. */
export async function saveOwnSheet(db: Firestore, file: UnitFile): Promise<void> {
  const { period } = file.session;
  const name = `bang-diem-${period.year}-${file.unitId}`;
  if (period.publication) {
    await saveExcel(unitWorkbook(await published(db, period.publication, file.unitId), file.unitId), name);
    return;
  }
  const { unit, sheet } = seen(file);
  await saveExcel(ownWorkbook(unit.name, period.name, sheet, period.settings.decimals), name);
}

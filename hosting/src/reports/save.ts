import type { ReportDocument, WrittenSheet } from "@parindex/core";
import { saveBlob } from "../data/files.ts";

const WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** Gives a document to the browser as a Word file. */
export async function saveWord(document: ReportDocument, name: string): Promise<void> {
  const { wordFile } = await import("./word.ts");
  saveBlob(new Blob([await wordFile(document)], { type: WORD }), `${name}.docx`);
}

/** Gives sheets to the browser as a workbook. */
export async function saveExcel(sheets: readonly WrittenSheet[], name: string): Promise<void> {
  const { writeSheets } = await import("../data/workbook.ts");
  saveBlob(new Blob([await writeSheets(sheets)], { type: EXCEL }), `${name}.xlsx`);
}

import {
  type ReadSheets,
  type ReadWorkbook,
  readSheets,
  readWorkbook,
  WORKBOOK_LIMITS,
} from "@parindex/core/workbook";

export { writeSheets, writeWorkbook } from "@parindex/core/workbook";

async function bytesOf(file: File): Promise<Uint8Array> {
  return new Uint8Array(await file.slice(0, WORKBOOK_LIMITS.file + 1).arrayBuffer());
}

/** Reads one sheet of a chosen file; more of it than a workbook may have is not loaded. */
export async function readWorkbookFile(file: File, sheet?: string): Promise<ReadWorkbook> {
  return readWorkbook(await bytesOf(file), sheet);
}

/** Reads every sheet of a chosen file that is not hidden. */
export async function readSheetsFile(file: File): Promise<ReadSheets> {
  return readSheets(await bytesOf(file));
}

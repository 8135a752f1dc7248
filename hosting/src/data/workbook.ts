import { type ReadWorkbook, readWorkbook, WORKBOOK_LIMITS } from "@parindex/core/workbook";

export { writeWorkbook } from "@parindex/core/workbook";

/** Reads one sheet of a chosen file; more of it than a workbook may have is not loaded. */
export async function readWorkbookFile(file: File, sheet?: string): Promise<ReadWorkbook> {
  const bytes = await file.slice(0, WORKBOOK_LIMITS.file + 1).arrayBuffer();
  return readWorkbook(new Uint8Array(bytes), sheet);
}

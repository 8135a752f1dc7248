import { open, writeFile } from "node:fs/promises";
import type { WrittenRow } from "../../core/src/index.ts";
import { type ReadWorkbook, readWorkbook, WORKBOOK_LIMITS, writeWorkbook } from "../../core/src/workbook.ts";

/** Reads one sheet of a file; more of it than a workbook may have is not loaded. */
export async function readWorkbookAt(path: string, sheet?: string): Promise<ReadWorkbook> {
  await using file = await open(path);
  const { size } = await file.stat();
  const bytes = new Uint8Array(Math.min(size, WORKBOOK_LIMITS.file + 1));
  const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
  return readWorkbook(bytes.subarray(0, bytesRead), sheet);
}

/** Writes a workbook of one sheet to a file. */
export async function writeWorkbookAt(
  path: string,
  sheet: string,
  rows: readonly WrittenRow[],
  widths: readonly number[],
): Promise<void> {
  await writeFile(path, await writeWorkbook(sheet, rows, widths));
}

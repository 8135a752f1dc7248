import type { WrittenRow } from "@parindex/core";
import { saveBlob } from "../data/files.ts";

/** Gives rows to the browser as an Excel file to keep. */
export async function downloadWorkbook(
  name: string,
  sheet: string,
  rows: readonly WrittenRow[],
  widths: readonly number[],
): Promise<void> {
  const { writeWorkbook } = await import("../data/workbook.ts");
  saveBlob(new Blob([await writeWorkbook(sheet, rows, widths)]), name);
}

import { csvText } from "@parindex/core";
import { saveBlob } from "../data/files.ts";

/** Gives rows to the browser as a CSV file to keep. */
export const downloadCsv = (name: string, rows: readonly (readonly string[])[]): void =>
  saveBlob(new Blob([csvText(rows)], { type: "text/csv;charset=utf-8" }), name);

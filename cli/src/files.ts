import { open, writeFile } from "node:fs/promises";
import type { WrittenRow } from "@parindex/core";
import { readWorkbook, WORKBOOK_LIMITS, type Worksheet, writeWorkbook } from "@parindex/core/workbook";
import { CommandError } from "./terminal.ts";

const REASONS: Record<string, string> = {
  ENOENT: "there is no such file",
  EACCES: "no permission",
  EPERM: "no permission",
  EISDIR: "this is a folder",
  EEXIST: "the file is there already; --overwrite replaces it",
  ENOTDIR: "there is no such folder",
  ENOSPC: "the disk is full",
};

/** A failure of the file system, in words. */
function fileError(path: string, error: unknown): unknown {
  if (!(error instanceof Error && "code" in error)) return error;
  return new CommandError(`${path}: ${REASONS[String(error.code)] ?? error.message}.`);
}

async function firstBytes(path: string, limit: number): Promise<Uint8Array> {
  await using file = await open(path);
  const { size } = await file.stat();
  const bytes = new Uint8Array(Math.min(size, limit));
  const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
  return bytes.subarray(0, bytesRead);
}

/** Reads one sheet of a workbook; more of the file than a workbook may have is not loaded. */
export async function readWorkbookAt(path: string, sheet: string | undefined): Promise<Worksheet> {
  const bytes = await firstBytes(path, WORKBOOK_LIMITS.file + 1).catch((error: unknown) => {
    throw fileError(path, error);
  });
  const { worksheet, refusal } = readWorkbook(bytes, sheet);
  if (!worksheet) throw new CommandError(`${path}: ${refusal}`);
  return worksheet;
}

/** What a workbook of one sheet is written from. */
export interface SheetToWrite {
  sheet: string;
  rows: readonly WrittenRow[];
  widths: readonly number[];
}

/** Writes a workbook of one sheet; a file that is there already is replaced only where that was asked for. */
export async function writeWorkbookAt(
  path: string,
  { sheet, rows, widths }: SheetToWrite,
  overwrite: boolean,
): Promise<void> {
  const bytes = await writeWorkbook(sheet, rows, widths);
  await writeFile(path, bytes, { flag: overwrite ? "w" : "wx" }).catch((error: unknown) => {
    throw fileError(path, error);
  });
}

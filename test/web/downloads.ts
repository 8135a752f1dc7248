import { readFileSync } from "node:fs";
import { strFromU8, unzipSync } from "fflate";
import type { Page } from "playwright-core";
import { type NamedSheet, textOf } from "../../core/src/index.ts";
import { readSheets } from "../../core/src/workbook.ts";

/** What a button gives the browser to keep: its name and its bytes. */
async function downloaded(page: Page, button: string): Promise<{ name: string; bytes: Uint8Array }> {
  const coming = page.waitForEvent("download");
  await page.getByRole("button", { name: button, exact: true }).click();
  const download = await coming;
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

/** A Word file by its name and its words, each paragraph a line. */
export async function downloadedWords(page: Page, button: string): Promise<{ name: string; text: string }> {
  const { name, bytes } = await downloaded(page, button);
  const { "word/document.xml": part } = unzipSync(bytes);
  if (!part) throw new Error(`${name} is no Word file`);
  const text = strFromU8(part)
    .replace(/<w:p[ >]/g, "\n$&")
    .replace(/<[^>]+>/g, "")
    .replaceAll("&amp;", "&");
  return { name, text };
}

/** A workbook by its name, its sheets and their texts. */
export async function downloadedSheets(
  page: Page,
  button: string,
): Promise<{ name: string; names: string[]; texts: string[] }> {
  const { name, bytes } = await downloaded(page, button);
  const { sheets, refusal } = readSheets(bytes);
  if (!sheets) throw new Error(`${name}: ${refusal}`);
  const textsOf = ({ rows }: NamedSheet) =>
    rows.flatMap((row) => [...row].flatMap((cell) => (cell ? textOf(cell) : [])));
  return { name, names: sheets.map((sheet) => sheet.name), texts: sheets.flatMap(textsOf) };
}

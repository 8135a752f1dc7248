import { readSetRows } from "@parindex/core";
import { readWorkbookAt } from "./files.ts";
import type { Given } from "./given.ts";
import { setText } from "./set-text.ts";
import { EXIT, type Exit, type Terminal, tellFindings } from "./terminal.ts";

/** `set check` of a file by itself: whose units lead is not known, so that leads are not looked at. */
export async function checkSet(given: Given, terminal: Terminal): Promise<Exit> {
  const { rows } = await readWorkbookAt(given.file, given.text("sheet"));
  const options = { id: "bo-moi", name: given.file, lead: "co-quan-thuong-truc", units: null };
  const { set, findings } = readSetRows(rows, options);
  if (!set) return tellFindings(given.file, findings, terminal);
  terminal.out(`${given.file}: no findings. ${setText(set)}`);
  terminal.out("Lead departments were not looked at: that takes --scheme and --period.");
  return EXIT.ok;
}

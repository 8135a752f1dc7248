import { type CellFinding, cellFindingText } from "@parindex/core";

/** Where a command says what it found and did, line by line. */
export interface Terminal {
  out: (line: string) => void;
  err: (line: string) => void;
}

/** What a command ends with. */
export const EXIT = { ok: 0, error: 1, findings: 2 } as const;
export type Exit = (typeof EXIT)[keyof typeof EXIT];

/** What keeps a command from being carried out, as the person at the terminal reads it. */
export class CommandError extends Error {}

/** How many lines of a list are shown. */
const SHOWN = 50;

/** The first lines of a list, and how many more there are. */
export function atMost(lines: readonly string[]): string[] {
  const more = lines.length - SHOWN;
  return more > 0 ? [...lines.slice(0, SHOWN), `  … and ${more} more`] : [...lines];
}

/** A number of things: "1 unit", "3 units". */
export const count = (n: number, thing: string): string => `${n} ${thing}${n === 1 ? "" : "s"}`;

/** Says what is wrong in a sheet, cell by cell. */
export function tellFindings(file: string, findings: readonly CellFinding[], terminal: Terminal): Exit {
  for (const finding of findings) terminal.out(cellFindingText(finding));
  terminal.out(`${file}: ${count(findings.length, "finding")}.`);
  return EXIT.findings;
}

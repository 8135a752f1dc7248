import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import {
  filesNamed,
  findingText,
  isSound,
  type Report,
  type ResultFiles,
  type Step,
  type VerifyOptions,
  verifyPublication,
} from "@parindex/core/verify";
import type { Given } from "./given.ts";
import { atMost, CommandError, EXIT, type Exit, type Terminal } from "./terminal.ts";
import { resultsOfSite } from "./verify-site.ts";

/** Results that can be verified, and the one to begin with. */
export interface Results {
  files: ResultFiles;
  /** The publication that was named, else the newest there is. */
  first: string;
  /** Files that are no part of a result, which are not looked at. */
  others: readonly string[];
}

/** The year and version in an id, so that the newest of several is found: `lai-chau_2024_v2`. */
function newestFirst(a: string, b: string): number {
  const [ofA, ofB] = [a, b].map((id) => /_([^_]+)_v(\d+)$/.exec(id) ?? []);
  const byPeriod = (ofB?.[1] ?? "").localeCompare(ofA?.[1] ?? "", "en", { numeric: true });
  return byPeriod || Number(ofB?.[2]) - Number(ofA?.[2]);
}

async function resultsInFolder(folder: string, publication: string | undefined): Promise<Results> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .flatMap((entry) => (entry.isFile() ? [relative(folder, join(entry.parentPath, entry.name))] : []))
    .toSorted();
  const files = filesNamed(names, (name) => readFile(join(folder, name)));
  const known = new Set(files.listed.map(({ name }) => name));
  const [newest] = [...new Set(files.listed.map((file) => file.publication))].toSorted(newestFirst);
  const first = publication ?? newest;
  if (first === undefined)
    throw new CommandError(
      `${folder}: no file of a result. Files keep the names of the site, e.g. lai-chau_2024_v1.json and lai-chau_2024_v1-so-y-te.json.`,
    );
  return { files, first, others: names.filter((name) => !known.has(name)) };
}

async function resultsAt(given: Given): Promise<Results> {
  const place = given.file;
  const publication = given.text("publication");
  if (/^https?:\/\//.test(place)) return resultsOfSite(place, publication);
  const found = await stat(place).catch(() => null);
  if (!found) throw new CommandError(`${place}: there is no such folder.`);
  if (!found.isDirectory()) throw new CommandError(`${place}: this is no folder.`);
  return resultsInFolder(place, publication);
}

/** How many files are read or asked for at once. */
const AHEAD = 4;

const SIGNS: Record<Step["state"], string> = { ok: "✓", wrong: "✗", open: "–" };

function tell(report: Report, terminal: Terminal): void {
  terminal.out(report.title === null ? report.publication : `${report.publication}: ${report.title}`);
  if (report.root !== null) terminal.out(`  root ${report.root}`);
  for (const { state, title, text, findings } of report.steps) {
    terminal.out(`  ${SIGNS[state]} ${title}: ${text}`);
    for (const line of atMost(findings.map((finding) => `      ${findingText(finding)}`))) terminal.out(line);
  }
  for (const warning of report.warnings) terminal.out(`  ! ${warning}`);
}

/** Verifies a result, and with `--chain` each one before it. Returns whether all of it is sound. */
async function verifyChain(given: Given, { files, first }: Results, terminal: Terminal): Promise<boolean> {
  const seen = new Set<string>();
  let sound = true;
  // Paper and key are those of the result that was named; the ones before it are bound to it by their roots.
  let known: VerifyOptions = { paperRoot: given.text("root"), key: given.text("key") };
  let next: string | null = first;
  while (next !== null && !seen.has(next)) {
    seen.add(next);
    const report: Report = await verifyPublication(next, files, { ...known, ahead: AHEAD });
    tell(report, terminal);
    sound = isSound(report) && sound;
    known = {};
    if (!given.flag("chain") || !report.previous) break;
    next = report.previous.publication;
    if (next === null) {
      terminal.out(`The chain breaks off: no result with the root ${report.previous.root} is at hand.`);
      return false;
    }
  }
  return sound;
}

/** `verify`: from open data alone. Ends with 2 where anything is wrong. */
export async function verify(given: Given, terminal: Terminal): Promise<Exit> {
  const results = await resultsAt(given);
  const sound = await verifyChain(given, results, terminal);
  if (results.others.length > 0)
    terminal.out(`Not looked at, no files of a result: ${atMost(results.others).join(", ")}`);
  terminal.out(sound ? "Nothing is wrong in what was verified." : "Something is wrong: see ✗ above.");
  return sound ? EXIT.ok : EXIT.findings;
}

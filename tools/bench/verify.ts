import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import process from "node:process";
import { parindex } from "../../cli/src/parindex.ts";
import {
  attestationOf,
  buildManifest,
  type CriteriaSet,
  canonicalJson,
  compileSet,
  computeSheet,
  emptyLedger,
  forRanking,
  freezeSheet,
  type HashedSheet,
  newUnit,
  publicationId,
  sealRoot,
} from "../../core/src/index.ts";
import { type Measurement, rounded } from "./measurement.ts";
import { madeSet } from "./workbook.ts";

const UNITS = 4_000;
const IDS = { scheme: "bench", period: "2025", version: 1 };
const ID = publicationId(IDS.scheme, IDS.period, IDS.version);
const SETTINGS = {
  ...{ version: 1, decimals: 2, bands: {}, tieBreaks: [], explanationRound: true, surveyHeld: true },
};

/** A sheet of 100 leaves whose points spread, so that ranks differ. */
function madeSheet(order: number, set: CriteriaSet): HashedSheet {
  const id = `xa-${order}`;
  const unit = newUnit({ name: `Xã số ${order}`, order, group: "xa", criteriaSet: set.id });
  const ledger = emptyLedger(id, unit, SETTINGS);
  for (const [at, leaf] of Object.keys(set.leaves).entries()) {
    const points = ((order * 7_919 + at * 104_729) % 101) * 100;
    ledger.self[leaf] = { points, rev: 1 };
    ledger.appraisal[leaf] = { points, rev: 1 };
  }
  const place = { scheme: IDS.scheme, period: IDS.period, unit: id };
  return freezeSheet(place, unit, set, computeSheet(compileSet(set), ledger), ledger);
}

/** Lays a published result of thousands of units into a folder. Its signature is none, which is found and told. */
function layOut(folder: string): void {
  const set = madeSet();
  mkdirSync(join(folder, ID));
  const sheets = Array.from({ length: UNITS }, (_, order) => {
    const hashed = madeSheet(order, set);
    writeFileSync(join(folder, ID, `${hashed.sheet.unit}.json`), canonicalJson(hashed.sheet));
    return forRanking(hashed);
  });
  const period = {
    ...{ name: "Kỳ đo", year: 2025, settings: SETTINGS, adoption: null },
    groups: [{ id: "xa", name: "Xã", ranked: true }],
  };
  const scheme = { name: "Đo", owner: "Đo", tier: "province" as const, parent: null };
  const manifest = buildManifest(IDS, scheme, period, sheets, { root: null, corrects: null });
  const attestation = attestationOf({
    ...{ root: sealRoot(manifest), signature: "AAAA", publicKey: "AAAA", development: false },
    ...{
      decision: { number: "1", date: "2026-01-01", file: "" },
      publishedAt: new Date(0),
      supersededBy: null,
    },
  });
  writeFileSync(join(folder, `${ID}.json`), canonicalJson(manifest));
  writeFileSync(join(folder, `${ID}.chu-ky.json`), canonicalJson(attestation));
}

/** What is set against it: the same files read and parsed, and nothing made of them. */
function parseAlone(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) JSON.parse(readFileSync(join(entry.parentPath, entry.name), "utf8"));
}

async function verifyAll(folder: string): Promise<void> {
  const lines: string[] = [];
  const say = (line: string) => void lines.push(line);
  await parindex(["verify", folder], { out: say, err: say });
  const checked = `thứ hạng của ${UNITS} đơn vị tính lại từ bảng điểm đều khớp`;
  const wrong = lines.filter((line) => line.startsWith("  ✗"));
  // A verification that looked at less than it was given would be measured as fast.
  if (!lines.some((line) => line.includes(checked)) || wrong.length !== 1)
    throw new Error(`The benchmark's result does not verify: ${lines.join("\n")}`);
}

const DEEDS = { verify: verifyAll, parse: parseAlone, nothing: () => undefined };
type Deed = keyof typeof DEEDS;

/** How long (ms) a process of its own takes for a deed, and the most memory (MiB) it has. */
function inOwnProcess(deed: Deed, folder: string): { ms: number; peakMiB: number } {
  const told = execFileSync(process.execPath, [import.meta.filename, deed, folder], { encoding: "utf8" });
  const [ms = 0, peak = 0] = told.trim().split(" ").map(Number);
  return { ms, peakMiB: Math.round(peak / 1_024) };
}

/** `npx parindex verify` on a result of 4.000 units × 100 leaves, against reading and parsing its files alone. */
export function benchVerify(): Measurement[] {
  const folder = mkdtempSync(join(tmpdir(), "parindex-bench-"));
  layOut(folder);
  const [verified, parsed, nothing] = (["verify", "parse", "nothing"] as const).map((deed) =>
    inOwnProcess(deed, folder),
  );
  rmSync(folder, { recursive: true });
  if (!verified || !parsed || !nothing) throw new Error("nothing was measured");
  return [
    {
      name: `verify: a result of ${UNITS} units × 100 leaves from a folder`,
      ...{ ms: rounded(verified.ms), parsingAloneMs: rounded(parsed.ms) },
      ...{ ratio: rounded(verified.ms / parsed.ms), peakMiB: verified.peakMiB },
      ...{ parsingAlonePeakMiB: parsed.peakMiB, programAloneMiB: nothing.peakMiB },
    },
  ];
}

if (process.argv[1] === import.meta.filename) {
  const [, , deed, folder = ""] = process.argv;
  const start = performance.now();
  await DEEDS[deed as Deed](folder);
  const ms = performance.now() - start;
  process.stdout.write(`${ms} ${process.resourceUsage().maxRSS}`);
}

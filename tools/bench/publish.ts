import { performance } from "node:perf_hooks";
import process from "node:process";
import { fileURLToPath } from "node:url";
import {
  buildManifest,
  type CriteriaSet,
  compileSet,
  computeSheet,
  emptyLedger,
  foldChanges,
  forRanking,
  freezeSheet,
  type HashedSheet,
  leavesOf,
  type Period,
  type ScoreChange,
  sealRoot,
  type Unit,
} from "../../core/src/index.ts";
import { publicationsOf } from "../../functions/src/site/publications.ts";
import { sealedPages, writeRanked } from "../../functions/src/store/publications.ts";
import { publish } from "../../functions/src/store/publishing.ts";
import { type PeriodKey, refs } from "../../functions/src/store/refs.ts";
import { newSeal } from "../../functions/src/store/sealing.ts";
import { signRoot } from "../../functions/src/store/signing.ts";
import { commitAll, transact } from "../../functions/src/store/transaction.ts";
import { SCHEME } from "../seed.ts";
import { type Measurement, rounded } from "./measurement.ts";

const SET = "pl06-huyen";
const GROUP = "xa";
const PAGE = 100;

/** A unit whose every leaf is scored, so that indices differ. */
function madeSheet(key: PeriodKey, set: CriteriaSet, at: number, settings: Period["settings"]): HashedSheet {
  const unit: Unit = {
    ...{ name: `Ủy ban nhân dân xã số ${at}`, order: at, group: GROUP, criteriaSet: SET, exempt: {} },
    submission: { state: "submitted", at: null, by: null, reason: null, report: null, count: 1 },
    ...{
      former: [],
      from: null,
      until: null,
      successors: [],
      assignments: {},
      deputy: null,
      lockException: null,
    },
  };
  const changes = [...leavesOf(set)].flatMap(({ leaf: { id, max, step, source } }, leafAt): ScoreChange[] => {
    const points = Math.floor((max * (((at * 7919 + leafAt * 104729) % 101) / 100)) / step) * step;
    const change = { leaf: id, points, rev: 1 };
    return source === "survey"
      ? [{ ...change, column: "survey", sufficient: true }]
      : [
          { ...change, column: "self" },
          { ...change, column: "appraisal" },
        ];
  });
  const id = `xa-${String(at).padStart(4, "0")}`;
  const ledger = foldChanges(emptyLedger(id, unit, settings), changes);
  return freezeSheet({ ...key, unit: id }, unit, set, computeSheet(compileSet(set), ledger), ledger);
}

/** A period whose result of so many units is sealed and due. */
async function sealed(units: number): Promise<PeriodKey> {
  const key = { scheme: SCHEME, period: `cong-bo-${units}` };
  const [like, set, scheme] = await Promise.all([
    refs.period({ scheme: SCHEME, period: "2024" }).get(),
    refs.criteriaSet({ scheme: SCHEME, period: "2024" }, SET).get(),
    refs.scheme(key).get(),
  ]);
  const [period, criteriaSet, owner] = [like.data(), set.data(), scheme.data()];
  if (!period || !criteriaSet || !owner) throw new Error("Lai Châu is not seeded");
  const now = new Date();
  const due: Period = {
    ...period,
    ...{ state: "sealed", seal: "s1", unitCount: units, moving: null },
    groups: [{ id: GROUP, name: "UBND các xã", ranked: true }],
    dates: { ...period.dates, publishAt: now },
    decision: { number: "1/QĐ-UBND", date: "2025-02-28", file: "" },
  };
  const ranked: HashedSheet[] = [];
  for (let at = 0; at < units; at += PAGE) {
    const sheets = Array.from({ length: Math.min(PAGE, units - at) }, (_, more) =>
      madeSheet(key, criteriaSet, at + more, period.settings),
    );
    await commitAll(
      sheets.map((one) => (batch) => batch.set(refs.sealSheet({ ...key, unit: one.sheet.unit }, "s1"), one)),
    );
    ranked.push(...sheets.map(forRanking));
  }
  const manifest = buildManifest({ ...key, version: 1 }, owner, due, ranked, { root: null, corrects: null });
  const root = sealRoot(manifest);
  const run = { ...newSeal("s1", now), ...signRoot(root), state: "done" as const, manifest, root };
  await transact("benchSeal", async (tx) => {
    writeRanked(tx, refs.sealParts(key, "s1"), run, (stored) => tx.set(refs.seal(key, "s1"), stored));
    tx.set(refs.period(key), due);
  });
  return key;
}

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work();
  return performance.now() - began;
};

async function readOnce(key: PeriodKey): Promise<void> {
  for await (const page of sealedPages(key, "s1")) if (page.length === 0) throw new Error("no sheets");
}

/** What it takes to publish a sealed result, as a multiple of reading its sheets once; and to read its ranking. */
async function benchPublication(units: number): Promise<Measurement> {
  const key = await sealed(units);
  await readOnce(key);
  const reading = await timed(() => readOnce(key));
  const before = process.resourceUsage().maxRSS;
  const publishing = await timed(() => publish(key, new Date()));
  const publication = (await refs.period(key).get()).data()?.publication;
  const stored = publication && (await refs.publication(publication).get()).data();
  if (!publication || !stored) throw new Error(`${units} units were not published`);
  const shown = await timed(() => publicationsOf(SCHEME).publication(publication));
  return {
    name: `publish: ${units} units`,
    readSheetsMs: rounded(reading),
    publishMs: rounded(publishing),
    publishPerReading: rounded(publishing / reading),
    documentsRead: 2 * units + 3 + (stored.parts ?? 0),
    documentsWritten: units + 3 + (stored.parts ?? 0),
    parts: stored.parts ?? 0,
    rankingReadMs: rounded(shown),
    peakGrowthMiB: rounded((process.resourceUsage().maxRSS - before) / 1024),
  };
}

/** Runs in a process of its own, so that its memory is its own. */
if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const units of [28, 4_000]) console.log(JSON.stringify(await benchPublication(units)));

import process from "node:process";
import { setLogLevel } from "firebase/app";
import { appraiseAll, explain, reappraise, releaseAll } from "./appraisal.ts";
import { checkHistory, checkIndices } from "./audit.ts";
import { documents, runScheduled, until } from "./doors.ts";
import { expectSame } from "./expect.ts";
import { exempt, openPeriod, seedWorld } from "./opening.ts";
import { checkPublicPages } from "./public-pages.ts";
import { emit, fail, stage, told } from "./report.ts";
import { adoptResult, endReappraisal, publish, sealResult, survey, verifyPublished } from "./result.ts";
import { assessSelves, passDeadline, submitAll } from "./self-assessment.ts";
import { lastReconciliation, serverDocuments } from "./server-log.ts";
import type { World } from "./world.ts";

/** Plays the year inside running emulators; says each stage on standard output, one JSON document a line. */
const [seedText, log] = process.argv.slice(2);
const seed = Number(seedText);
if (!Number.isSafeInteger(seed) || !log) throw new Error("usage: inside.ts <seed> <log of the emulators>");
setLogLevel("silent");

/** The reconciliation finds that every ledger and history follows from the scores. */
async function reconcile(): Promise<string> {
  await runScheduled("reconcile");
  const { differences, found } = await until("the reconciliation's log", async () =>
    lastReconciliation(log ?? ""),
  );
  expectSame("what reconciliation found", { differences, found }, { differences: 0, found: [] });
  return "0 differences between scores, ledgers and history";
}

async function playYear(world: World): Promise<void> {
  const stages: [name: string, play: (world: World) => Promise<string>][] = [
    ["open", openPeriod],
    ["exempt", exempt],
    ["self-assessment", assessSelves],
    ["submission", submitAll],
    ["deadline", passDeadline],
    ["appraisal", appraiseAll],
    ["release", releaseAll],
    ["explanation", explain],
    ["reappraisal", reappraise],
    ["survey", survey],
    ["index", endReappraisal],
    ["reconcile", reconcile],
    ["adoption", adoptResult],
    ["seal", sealResult],
    ["publication", publish],
  ];
  for (const [name, play] of stages) await stage(name, () => play(world), told);
}

try {
  const world = await stage(
    "seed",
    () => seedWorld(seed),
    ({ sets, units }) => `${sets.size} criteria sets, ${units.length} units`,
  );
  await playYear(world);
  const client = { ...documents };
  const server = serverDocuments(log);
  const result = await stage("verify", verifyPublished, () => "sums, ranking, root and signature, by anyone");
  await stage("pages", () => checkPublicPages(result), told);
  await stage(
    "indices",
    () => checkIndices(world),
    () => "every live index equals its recomputation",
  );
  await stage(
    "history",
    () => checkHistory(world),
    (entries) => `${entries} versions, each with its entry`,
  );
  emit({ type: "result", root: result.root, ranking: result.manifest.ranking, client, server });
  process.exit(0);
} catch (error) {
  fail(error);
}

import { setTimeout as sleep } from "node:timers/promises";
import { getAuth } from "firebase-admin/auth";
import { type Browser, chromium } from "playwright-core";
import type { CriteriaSet, Evidence } from "../../core/src/index.ts";
import { advanceAll } from "../../functions/src/schedule/advanceYear.ts";
import { db } from "../../functions/src/store/firestore.ts";
import { type PeriodKey, refs, type UnitKey } from "../../functions/src/store/refs.ts";
import { type Opening, workspaceReads } from "../bench/reads.ts";
import { CHROMIUM_FLAGS, findChromium } from "../chromium.ts";
import { SCHEME, seedLaiChau } from "../seed.ts";
import { datesIn, filledUnit, scoresOf } from "./fill.ts";
import type { Measured } from "./measured.ts";

type Say = (measurement: object) => void;

/** How many units are added to Lai Châu's 28, so that what a workspace reads of each can be told. */
const ADDED = 84;
const ADDED_SET = "pl06-huyen";
const ADDED_GROUP = "huyen";

/** Adds filled units to a year. */
async function addUnits(key: PeriodKey): Promise<void> {
  const set = (await refs.criteriaSet(key, ADDED_SET).get()).data();
  if (!set) throw new Error(`no set ${ADDED_SET}`);
  for (let at = 0; at < ADDED; at += 1) {
    const batch = db.batch();
    for (const { path, data } of filledUnit(key, set, at, ADDED_GROUP).documents)
      batch.set(db.doc(path), data);
    await batch.commit();
  }
}

/** Waits until a unit's edits are in its history: what a page reads must not move while it is counted. */
async function untilFolded(key: UnitKey, edits: number): Promise<void> {
  const history = refs.history(key);
  while ((await history.count().get()).data().count < edits) await sleep(500);
}

/** The unit whose file is opened before and after it is filled in, and by whom. */
const UNIT = "so-y-te";
const FILES: readonly Opening[] = [
  { role: "clerk", email: `bientap.${UNIT}`, path: "/app/don-vi" },
  { role: "appraiser", email: "thamdinh.so-tu-phap", path: `/app/tham-dinh?don-vi=${UNIT}` },
];

/** A piece of evidence for one leaf. */
const pieceFor = (key: UnitKey, leaf: string, field: string): Evidence => ({
  ...{ ...key, rev: 1, by: "can-bo-1", at: new Date(), title: "Báo cáo kết quả thực hiện năm" },
  source: { kind: "document", number: "12/BC-SYT", date: "2024-11-15", issuer: "Sở Y tế" },
  ...{ leaves: { [leaf]: "Trang 3" }, fields: [field], stage: "selfAssessment" },
});

/** Scores, judges and proves each leaf of a unit once; returns how many leaves the unit scores itself. */
async function fillFile(key: UnitKey, set: CriteriaSet): Promise<number> {
  const { self, appraisal } = scoresOf(key, set, 0);
  const batch = db.batch();
  for (const score of self) {
    batch.set(refs.selfScore(key, score.leaf), score);
    batch.set(refs.evidence(key).doc(`tai-lieu-${score.leaf}`), pieceFor(key, score.leaf, score.field));
  }
  for (const judged of appraisal) batch.set(refs.appraisal(key, judged.leaf), judged);
  await batch.commit();
  return self.length;
}

/** What a unit's file reads of what stands in it: it is opened before and after it is filled in. */
async function openedFiles(browser: Browser, key: UnitKey, say: Say): Promise<Measured["files"]> {
  const unit = (await refs.unit(key).get()).data();
  const set = unit && (await refs.criteriaSet(key, unit.criteriaSet).get()).data();
  if (!set) throw new Error(`no criteria set of ${key.unit}`);
  await refs.period(key).update({ state: "appraisal", dates: datesIn("appraisal", Date.now()) });
  const before = await workspaceReads(browser, FILES);
  const leaves = await fillFile(key, set);
  await untilFolded(key, 2 * leaves);
  const after = await workspaceReads(browser, FILES);
  return after.map(({ role, path, reads, byCollection }, at) => {
    const empty = before[at]?.reads ?? Number.NaN;
    say({
      name: `scale: open ${role}, ${path}, ${leaves} leaves scored, judged, proven`,
      empty,
      reads,
      byCollection,
    });
    return { role, leaves, empty, filled: reads };
  });
}

/** What each workspace reads with Lai Châu's units, with some more, and with a unit's file filled in. */
export async function openedWorkspaces(say: Say): Promise<Pick<Measured, "opened" | "files">> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error("there is no Chromium (name one in CHROME_PATH)");
  await seedLaiChau(db, getAuth(), { now: new Date() });
  await advanceAll(new Date());
  const browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
  const key = { scheme: SCHEME, period: "2024" };
  const opened: Measured["opened"] = [];
  const look = async (units: number) => {
    for (const { role, path, reads, byCollection } of await workspaceReads(browser)) {
      opened.push({ role, units, reads });
      say({ name: `scale: open ${role}, ${path}, ${units} units`, reads, byCollection });
    }
  };
  const before = (await refs.units(key).count().get()).data().count;
  await look(before);
  await addUnits(key);
  await refs.period(key).update({ unitCount: before + ADDED });
  await look(before + ADDED);
  const files = await openedFiles(browser, { ...key, unit: UNIT }, say);
  await browser.close();
  return { opened, files };
}

import { setTimeout as sleep } from "node:timers/promises";
import { AuditEntry, Notice, Publication, paths, SealSheet } from "../../core/src/index.ts";
import { collectionAt, db } from "../../functions/src/store/firestore.ts";
import { reconcilePeriod } from "../../functions/src/store/reconcile.ts";
import { refs } from "../../functions/src/store/refs.ts";
import { Session, until } from "../demo/doors.ts";
import { random } from "../demo/world.ts";
import type { Faults } from "../faults.ts";
import { DEMO_ACCOUNTS, SCHEME } from "../seed.ts";
import { attempt, beat, insist, periodOf, settled } from "./doors.ts";
import { despiteKills, LONGEST, passLeases } from "./kills.ts";
import { FIRST, inPeriod } from "./people.ts";
import type { Region } from "./region.ts";
import type { Storm } from "./run.ts";
import type { Play } from "./year.ts";

/** The result, made while whoever makes it is killed: adopted, sealed, published once. */

/** The council adopts, the standing body seals: killed midway, taken back and done again. */
export async function sealAgain(
  region: Region,
  storm: Storm,
  { people }: Play,
): Promise<{ kills: number; root: string }> {
  const { admin, chair } = people;
  const key = inPeriod(FIRST);
  const chance = random(storm.seed, "seal");
  let [kills, root] = [0, ""];
  for (let round = 1; round <= storm.seals; round++) {
    await insist(chair, "adopt", { ...key, minutes: `Biên bản ${round}`, insufficientSampleReason: null });
    const isSealed = async () => (await periodOf(admin, FIRST)).state === "sealed";
    kills += await despiteKills(region, chance, isSealed, () => insist(admin, "seal", key));
    const { seal } = await periodOf(admin, FIRST);
    root = (await refs.seal(key, seal ?? "").get()).data()?.root ?? "";
    if (round === storm.seals) break;
    await attempt(admin, "reopen", { ...key, reason: "Thử mở lại (minh họa)" });
    await until("the result taken back", async () =>
      (await periodOf(admin, FIRST)).state === "adoption" ? 1 : null,
    );
    await region.killAll(passLeases);
    await settled(region);
    await reconcilePeriod(key);
  }
  return { kills, root };
}

/** Anyone may look at any time: there is nothing, or all of it. */
export async function watchPublication(id: string, faults: Faults, goesOn: () => boolean): Promise<number> {
  const anyone = Session.anonymous();
  let [looks, whole] = [0, 0];
  for (; goesOn(); await sleep(100)) {
    looks += 1;
    const found = await anyone.get(paths.publication(id), Publication);
    if (!found) continue;
    whole += 1;
    const sheets = await anyone.list(paths.publicationSheets(id), SealSheet);
    const units = found.manifest.ranking.flatMap((group) => group.units).length;
    faults.same(`sheets at look ${looks}`, sheets.size, units);
    if (whole > 5) break;
  }
  await anyone.close();
  return looks;
}

/** Enters the decision with a day of publication that is about to come, and waits for it. */
async function decide({ people: { admin } }: Play): Promise<void> {
  for (let lead = 4_000; ; lead *= 2) {
    const publishAt = new Date(Date.now() + lead);
    const entered = await attempt(admin, "enterDecision", {
      ...inPeriod(FIRST),
      ...{ decision: { number: "BAO-01/QĐ-UBND", date: "2025-02-28", file: "" } },
      publishAt: publishAt.toISOString(),
    });
    // The call itself may have taken longer than that.
    if (!entered && lead < LONGEST) continue;
    const limit = 2 * lead + 60_000;
    await until("publication day", async () => (Date.now() > publishAt.getTime() ? 1 : null), limit, 50);
    return;
  }
}

/** The day comes: three runs of the schedule at once, killed midway, publish once. */
export async function publishOnce(region: Region, storm: Storm, play: Play): Promise<number> {
  await decide(play);
  return despiteKills(
    region,
    random(storm.seed, "publish"),
    async () => (await periodOf(play.people.admin, FIRST)).state === "published",
    () => Promise.all([beat("advanceYear"), beat("advanceYear"), beat("advanceYear")]),
  );
}

/** How often the audit has an act of a year. */
const actsOf = async (period: string, act: string) =>
  (await collectionAt(paths.audit(SCHEME), AuditEntry).get()).docs
    .map((doc) => doc.data())
    .filter((entry) => entry.act === act && entry.period === period).length;

/** It is published once: one publication, one audit entry, one notice for everybody. */
export async function checkOnce(faults: Faults, id: string, root: string): Promise<number> {
  const { docs } = await db.collection(paths.publications()).get();
  faults.same(
    "publications",
    docs.map((doc) => doc.id),
    [id],
  );
  faults.same("the published root and the sealed one", docs[0]?.get("root"), root);
  faults.same("audit entries of the publication", await actsOf(FIRST, "published"), 1);
  let told = 0;
  for (const { uid } of DEMO_ACCOUNTS) {
    const notices = (await collectionAt(paths.notices(SCHEME, uid), Notice).get()).docs.map((doc) =>
      doc.data(),
    );
    const own = notices.filter((notice) => notice.told.kind === "published");
    faults.same(`notices of the publication to ${uid}`, own.length, 1);
    told += own.length;
  }
  return told;
}

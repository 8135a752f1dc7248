import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import {
  blocksAdoption,
  buildManifest,
  forRanking,
  freezeSheet,
  type HashedSheet,
  isFrozen,
  type MissingItem,
  missingOf,
  type Period,
  type Seal,
  sealRoot,
} from "@parindex/core";
import { addMinutes } from "date-fns/addMinutes";
import { Timestamp } from "firebase-admin/firestore";
import { IN_FLIGHT_MS } from "../config.ts";
import { act, audit, type Input, periodKey, type Scene } from "./act.ts";
import { indexOfLedger } from "./fold.ts";
import { tellEvent } from "./log.ts";
import { sealedPages, writeRanked } from "./publications.ts";
import { type PeriodKey, refs, type UnitKey } from "./refs.ts";
import { Refused, refuse } from "./refused.ts";
import { signRoot } from "./signing.ts";
import { recompute, unfreezeAll } from "./sources.ts";
import { MissingDocument, transact } from "./transaction.ts";

/** How long a run may go without a sign of life before another takes over. */
export const LEASE_MINUTES = 5;

/** A read time may lie an hour back at most (Firestore); a run older than this starts again. */
const READ_TIME_MINUTES = 50;

/** A run that is claimed and has done nothing yet. */
export const newSeal = (run: string, now: Date): Seal => ({
  run,
  state: "claimed",
  claimedAt: now,
  readTime: null,
  lease: now,
  cursor: null,
  done: 0,
  differences: [],
  manifest: null,
  root: null,
  signature: null,
  publicKey: null,
  development: false,
});

/** The name of a period's next run: s1, s2 … one after each re-opening. */
async function nextRun({ tx }: Scene, key: PeriodKey): Promise<string> {
  for (let n = 1; ; n++) if (!(await tx.get(refs.seal(key, `s${n}`))).exists) return `s${n}`;
}

/** Claims the state for sealing: from here on no write of this period's inputs passes. Returns the run to carry out. */
async function claim(key: PeriodKey, uid: string): Promise<string> {
  let run = "";
  await act("seal", key, uid, "admin", async (scene) => {
    const { tx, period, now } = scene;
    run = period.seal ?? "";
    if (period.seal && isFrozen(period.state)) return null;
    if (period.state !== "adoption")
      refuse({ code: "wrongState", state: period.state, allowed: ["adoption"] });
    if (!period.adoption) throw new Refused("Hội đồng chưa thông qua kết quả nên chưa chốt được.");
    run = await nextRun(scene, key);
    tx.create(refs.seal(key, run), newSeal(run, now));
    tx.update(refs.period(key), { state: "sealing", seal: run });
    return { detail: { run } };
  });
  return run;
}

/** Takes the lease of a run, or null where it is done, discarded, or another runner is at work. */
async function takeLease(key: PeriodKey, run: string): Promise<Seal | null> {
  return transact("takeSealLease", async (tx) => {
    const seal = await tx.must(refs.seal(key, run));
    const now = new Date();
    if (seal.state === "done" || seal.state === "discarded" || seal.lease > now) return null;
    const stale = seal.readTime !== null && addMinutes(seal.readTime, READ_TIME_MINUTES) < now;
    const again = stale ? { readTime: null, cursor: null, done: 0, differences: [] } : {};
    const taken: Seal = { ...seal, ...again, lease: addMinutes(now, LEASE_MINUTES) };
    tx.set(refs.seal(key, run), taken);
    return taken;
  });
}

/** Changes a run as long as it is under way, and returns it as it was before; a run that is over stays as it is. */
async function updateRun(
  key: PeriodKey,
  run: string,
  name: string,
  changeOf: (seal: Seal) => Partial<Seal>,
): Promise<Seal> {
  return transact(name, async (tx) => {
    const seal = await tx.must(refs.seal(key, run));
    const over = seal.state === "done" || seal.state === "discarded";
    if (!over) tx.update(refs.seal(key, run), changeOf(seal));
    return seal;
  });
}

/**
 * Waits out writes in flight, then chooses and stores the one instant at which all sources are read: the server's
 * own time after the wait. Where another runner has stored one meanwhile, that one holds.
 */
async function chooseReadTime(key: PeriodKey, run: string): Promise<Date> {
  await sleep(IN_FLIGHT_MS);
  await updateRun(key, run, "startReading", () => ({ state: "reading" }));
  const { updateTime } = await refs.seal(key, run).get();
  if (!updateTime) throw new MissingDocument(refs.seal(key, run).path);
  const chosen = new Date(updateTime.toMillis());
  const { readTime } = await updateRun(key, run, "storeReadTime", (seal) => ({
    readTime: seal.readTime ?? chosen,
  }));
  return readTime ?? chosen;
}

interface SealedUnit {
  hashed: HashedSheet;
  missing: MissingItem[];
  differences: string[];
}

/** Reads one unit's sources at the run's read time, recomputes its sheet and compares it with what was live. */
async function sealUnit(key: UnitKey, run: string, readTime: Date): Promise<SealedUnit> {
  const fresh = await transact(
    "readSources",
    async (tx) => {
      const period = await tx.must(refs.period(key));
      const sources = await recompute(tx, key, period);
      return { ...sources, live: (await tx.get(refs.index(key))).data() };
    },
    { readTime: Timestamp.fromDate(readTime) },
  );
  const place = { scheme: key.scheme, period: key.period, unit: key.unit };
  const hashed = freezeSheet(place, fresh.unit, fresh.set, fresh.sheet, fresh.ledger, fresh.adjustments);
  const index = indexOfLedger(fresh.ledger, fresh.compiled);
  await transact("sealUnit", async (tx) => {
    const seal = await tx.must(refs.seal(key, run));
    if (seal.state !== "reading") return;
    tx.set(refs.sealSheet(key, run), hashed);
    tx.set(refs.ledger(key), fresh.ledger);
    tx.set(refs.index(key), index);
  });
  return {
    hashed,
    missing: missingOf(key.unit, fresh.sheet, fresh.ledger),
    differences: isDeepStrictEqual(index, fresh.live) ? [] : [key.unit],
  };
}

/** Renews the lease, and records some units as done, up to the one at the cursor; null where one of them lacks something. */
async function markDone(
  key: PeriodKey,
  run: string,
  done: { cursor: string; units: number; differences: readonly string[] } | null,
): Promise<void> {
  await updateRun(key, run, "markSealed", (seal) => ({
    lease: addMinutes(new Date(), LEASE_MINUTES),
    ...(done === null || (seal.cursor !== null && seal.cursor >= done.cursor)
      ? {}
      : {
          ...{ cursor: done.cursor, done: seal.done + done.units },
          differences: [...seal.differences, ...done.differences],
        }),
  }));
}

/** Gives up a run whose recomputed sheets lack something: the period goes back to the council, with the list. */
async function giveUp(key: PeriodKey, run: string, missing: MissingItem[]): Promise<never> {
  await transact("giveUpSeal", async (tx) => {
    const period = await tx.must(refs.period(key));
    if (period.state !== "sealing" || period.seal !== run) return;
    tx.update(refs.seal(key, run), { state: "discarded" });
    tx.update(refs.period(key), { state: "adoption", adoption: null, seal: null });
    audit(tx, key, "giveUpSeal", "system", new Date(), { detail: { run, missing: missing.length } });
  });
  await unfreezeAll(key);
  throw new Refused(`Chưa chốt được: còn ${missing.length} nội dung chưa có kết quả.`, { missing });
}

/** The root and version a new result is chained to. */
async function previousOf(period: Period) {
  const previous = period.previousPublication
    ? (await refs.publication(period.previousPublication).get()).data()
    : undefined;
  return { root: previous?.root ?? null, corrects: null };
}

/** What the ranking needs of every sealed sheet. Sheets of a run don't change any more once all its units are done. */
async function sheetsForRanking(key: PeriodKey, run: string): Promise<HashedSheet[]> {
  const sheets: HashedSheet[] = [];
  for await (const page of sealedPages(key, run)) sheets.push(...page.map(forRanking));
  return sheets;
}

/** Builds the manifest over all sealed sheets, signs the root and turns the period to `sealed`, in one transaction. */
async function finish(key: PeriodKey, run: string, readTime: Date): Promise<string> {
  const scheme = (await refs.scheme(key).get()).data();
  if (!scheme) throw new MissingDocument(refs.scheme(key).path);
  const sheets = await sheetsForRanking(key, run);
  const { root, sealed } = await transact("finishSeal", async (tx) => {
    const seal = await tx.must(refs.seal(key, run));
    if (seal.state === "done" && seal.root) return { root: seal.root, sealed: null };
    const period = await tx.must(refs.period(key));
    const isOther = seal.readTime?.getTime() !== readTime.getTime();
    if (period.state !== "sealing" || period.seal !== run || isOther)
      throw new Refused("Lần chốt này đã bị thay thế.");
    if (sheets.length !== period.unitCount)
      throw new Refused(`Mới chốt được ${sheets.length}/${period.unitCount} đơn vị.`);
    const ids = { scheme: key.scheme, period: key.period, version: 1 };
    const manifest = buildManifest(ids, scheme, period, sheets, await previousOf(period));
    const root = sealRoot(manifest);
    const sealed = { ...seal, ...signRoot(root), state: "done" as const, manifest, root };
    writeRanked(tx, refs.sealParts(key, run), sealed, (stored) => tx.set(refs.seal(key, run), stored));
    tx.update(refs.period(key), { state: "sealed" });
    audit(tx, key, "sealed", "system", new Date(), { detail: { run, root, differences: seal.differences } });
    return { root, sealed: seal };
  });
  if (sealed)
    tellEvent("result.sealed", {
      ...{ ...periodKey(key), run, units: sheets.length, differences: sealed.differences.length },
      durationMs: Math.max(0, Date.now() - sealed.claimedAt.getTime()),
    });
  return root;
}

/** How many units are read and frozen side by side. */
const AT_ONCE = 8;

/** Seals every unit that the run has not done yet. A unit that lacks something is not done; all such are listed. */
async function sealUnits(key: PeriodKey, seal: Seal, readTime: Date): Promise<void> {
  const { adoption } = (await refs.period(key).get()).data() ?? {};
  const units = (await refs.units(key).select().get()).docs.map(({ id }) => id).sort();
  const waiting = units.filter((id) => seal.cursor === null || id > seal.cursor);
  const lacking: MissingItem[] = [];
  for (let at = 0; at < waiting.length; at += AT_ONCE) {
    const some = waiting.slice(at, at + AT_ONCE);
    const sealed = await Promise.all(some.map((unit) => sealUnit({ ...key, unit }, seal.run, readTime)));
    const missing = sealed.flatMap((one) => one.missing);
    lacking.push(...blocksAdoption(missing, adoption?.insufficientSampleReason ?? null));
    const differences = sealed.flatMap((one) => one.differences);
    const done = { cursor: some.at(-1) ?? "", units: some.length, differences };
    await markDone(key, seal.run, lacking.length > 0 ? null : done);
  }
  if (lacking.length > 0) await giveUp(key, seal.run, lacking);
}

/**
 * Carries a sealing run to its end, from wherever an earlier runner left it (design §7). Two runners at once do it
 * once: the lease keeps the second away, and every step is the same when it is done twice. Returns the root, or null
 * where another runner is at work.
 */
export async function runSeal(key: PeriodKey, run: string): Promise<string | null> {
  const seal = await takeLease(key, run);
  if (!seal) return (await refs.seal(key, run).get()).data()?.root ?? null;
  const readTime = seal.readTime ?? (await chooseReadTime(key, run));
  await sealUnits(key, seal, readTime);
  return finish(key, run, readTime);
}

/** Seals an adopted result. Calling it again resumes or returns the same root. */
export async function sealResult(
  input: Input<"seal">,
  uid: string,
): Promise<{ run: string; root: string | null }> {
  const run = await claim(input, uid);
  return { run, root: await runSeal(input, run) };
}

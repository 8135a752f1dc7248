import { subscribe, unsubscribe } from "node:diagnostics_channel";
import {
  type CriteriaSet,
  type Ledger,
  leavesOf,
  type SelfScore,
  type UnitIndex,
} from "../../core/src/index.ts";
import { db } from "../../functions/src/store/firestore.ts";
import { foldUnit } from "../../functions/src/store/fold.ts";
import { refs, type UnitKey } from "../../functions/src/store/refs.ts";
import { recorded } from "../../functions/src/store/scores.ts";
import type { Cost } from "../../functions/src/store/transaction.ts";
import { SCHEME } from "../seed.ts";
import { type Measurement, quantile, rounded } from "./measurement.ts";

/** A burst: as many edits as the largest set has leaves. It goes round the 68 self-scored leaves once and begins again. */
const BURST = 76;
const SELF_LEAVES = 68;

const PERIOD = { scheme: SCHEME, period: "2024" };
const unitKey = (unit: string): UnitKey => ({ ...PERIOD, unit });

async function costsOf(work: () => Promise<unknown>): Promise<Cost[]> {
  const costs: Cost[] = [];
  const listen = (message: unknown) => costs.push(message as Cost);
  subscribe("parindex.transaction", listen);
  await work();
  unsubscribe("parindex.transaction", listen);
  return costs.filter(({ name }) => name === "fold");
}

function scoreAt(key: UnitKey, set: CriteriaSet, at: number, rev: number): SelfScore {
  const self = [...leavesOf(set)].filter(({ leaf }) => leaf.source === "self");
  const found = self[at % self.length];
  if (!found) throw new Error("the set has no self-scored leaf");
  const { leaf, field } = found;
  const points = rev % 2 === 0 ? leaf.max : 0;
  const place = { ...key, leaf: leaf.id, field: field.id };
  return { ...place, rev, by: "bench", at: new Date(), facts: null, points, note: "" };
}

const fold = (key: UnitKey, score: SelfScore) => foldUnit(key, recorded("self", undefined, score));

async function setOf(key: UnitKey): Promise<CriteriaSet> {
  const unit = (await refs.unit(key).get()).data();
  const set = unit && (await refs.criteriaSet(key, unit.criteriaSet).get()).data();
  if (!set) throw new Error(`${key.unit}: no criteria set`);
  return set;
}

/** Documents the fold reads and writes for one isolated edit, and transactions for a burst of 76, in this process. */
export async function benchFold(): Promise<Measurement[]> {
  const key = unitKey("so-y-te");
  const set = await setOf(key);
  const isolated = async (rev: number) => (await costsOf(() => fold(key, scoreAt(key, set, 0, rev))))[0];
  const cold = await isolated(1);
  const warm = await isolated(2);
  const burst = await costsOf(() =>
    Promise.all(Array.from({ length: BURST }, (_, at) => fold(key, scoreAt(key, set, at, 10 + at)))),
  );
  const goal = "1 read + 3 writes; a cold instance reads the set once more";
  return [
    {
      name: "fold: one isolated edit, cold instance",
      reads: cold?.reads ?? 0,
      writes: cold?.writes ?? 0,
      goal,
    },
    {
      name: "fold: one isolated edit, warm instance",
      reads: warm?.reads ?? 0,
      writes: warm?.writes ?? 0,
      goal,
    },
    { name: "fold: 76 changes of one unit at once", transactions: burst.length, goal: "≤ 5 transactions" },
  ];
}

const PATIENCE_MS = 60_000;

/** Resolves with the time at which what is listened to first satisfies `done`; the listener costs no polling. */
function arrival<Snapshot>(
  listen: (next: (snapshot: Snapshot) => void, fail: (error: Error) => void) => () => void,
  done: (snapshot: Snapshot) => boolean,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      clearTimeout(timer);
      stop();
      act();
    };
    const timer = setTimeout(
      () => settle(() => reject(new Error("nothing arrived within a minute"))),
      PATIENCE_MS,
    );
    const stop = listen(
      (snapshot) => {
        const at = performance.now();
        if (done(snapshot)) queueMicrotask(() => settle(() => resolve(at)));
      },
      (error) => settle(() => reject(error)),
    );
  });
}

type Listen<T> = Parameters<typeof arrival<T>>[0];

/** Milliseconds from the last acknowledged write (or its start) until the derived documents are there. */
async function measured<T>(
  listen: Listen<T>,
  done: (snapshot: T) => boolean,
  write: () => Promise<unknown>,
  from: "start" | "acknowledged",
): Promise<number> {
  const arrived = arrival(listen, done);
  const start = performance.now();
  await write();
  const acknowledged = performance.now();
  return (await arrived) - (from === "start" ? start : acknowledged);
}

/** One bare trigger and one score, each from acknowledged write to the derived document, in ms. */
async function latencies(
  key: UnitKey,
  set: CriteriaSet,
  round: number,
): Promise<{ bare: number; index: number }> {
  const done = db.doc(`benchDone/l${round}`);
  const bare = await measured<FirebaseFirestore.DocumentSnapshot>(
    (next, fail) => done.onSnapshot(next, fail),
    ({ exists }) => exists,
    () => db.doc(`bench/l${round}`).set({ round }),
    "acknowledged",
  );
  const score = scoreAt(key, set, 1, round);
  const before = (await refs.index(key).get()).data()?.total.self ?? null;
  const index = await measured<FirebaseFirestore.DocumentSnapshot<UnitIndex>>(
    (next, fail) => refs.index(key).onSnapshot(next, fail),
    (snapshot) => (snapshot.data()?.total.self ?? null) !== before,
    () => refs.selfScore(key, score.leaf).set(score),
    "acknowledged",
  );
  return { bare, index };
}

/** 76 writes at once, from the first write until the last derived document is there, in ms. */
async function bursts(
  key: UnitKey,
  set: CriteriaSet,
  round: number,
): Promise<{ bare: number; index: number }> {
  const ats = Array.from({ length: BURST }, (_, at) => at);
  const finished = db.collection("benchDone").where("round", "==", round);
  const bare = await measured<FirebaseFirestore.QuerySnapshot>(
    (next, fail) => finished.onSnapshot(next, fail),
    ({ size }) => size === BURST,
    () => Promise.all(ats.map((at) => db.doc(`bench/b${round}-${at}`).set({ round }))),
    "start",
  );
  const scores = ats.map((at) => scoreAt(key, set, at, 2 * round + Math.floor(at / SELF_LEAVES)));
  const wanted = new Map(scores.map(({ leaf, rev }) => [leaf, rev]));
  const index = await measured<FirebaseFirestore.DocumentSnapshot<Ledger>>(
    (next, fail) => refs.ledger(key).onSnapshot(next, fail),
    (snapshot) => [...wanted].every(([leaf, rev]) => snapshot.data()?.self[leaf]?.rev === rev),
    () => Promise.all(scores.map((score) => refs.selfScore(key, score.leaf).set(score))),
    "start",
  );
  return { bare, index };
}

/** The same through the emulator's triggers, as multiples of a bare trigger that writes one document. */
export async function benchTriggers(): Promise<Measurement[]> {
  const key = unitKey("so-cong-thuong");
  const set = await setOf(key);
  const single: { bare: number; index: number }[] = [];
  for (let round = 1; round <= 45; round++) single.push(await latencies(key, set, round));
  const warm = single.slice(5);
  const bare = quantile(
    warm.map((latency) => latency.bare),
    0.5,
  );
  const index = quantile(
    warm.map((latency) => latency.index),
    0.5,
  );
  const many: { bare: number; index: number }[] = [];
  for (let round = 10; round < 17; round++) many.push(await bursts(unitKey("so-xay-dung"), set, round));
  const bareBurst = quantile(
    many.slice(1).map((burst) => burst.bare),
    0.5,
  );
  const indexBurst = quantile(
    many.slice(1).map((burst) => burst.index),
    0.5,
  );
  return [
    {
      name: "trigger: acknowledged write to new index, as a multiple of one bare trigger",
      ...{ bareMs: rounded(bare), indexMs: rounded(index), ratio: rounded(index / bare) },
      goal: "≤ 2 at the median",
    },
    {
      name: "trigger: burst of 76 edits of one unit, as a multiple of 76 bare triggers",
      ...{ bareMs: rounded(bareBurst), indexMs: rounded(indexBurst), ratio: rounded(indexBurst / bareBurst) },
      goal: "≤ 2.5",
    },
  ];
}

import "./environment.ts";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, vi } from "vitest";
import { db } from "../../../functions/src/store/firestore.ts";
import { Refused } from "../../../functions/src/store/refused.ts";
import { type Cost, costs } from "../../../functions/src/store/transaction.ts";

/** Runs `work` and returns what every transaction committed meanwhile cost. */
export async function costsOf(work: () => Promise<unknown>): Promise<Cost[]> {
  const seen: Cost[] = [];
  const listen = (message: unknown) => seen.push(message as Cost);
  costs.subscribe(listen);
  try {
    await work();
  } finally {
    costs.unsubscribe(listen);
  }
  return seen;
}

/** Resolves as soon as a transaction of this name is committed here. */
export function committed(name: string): Promise<void> {
  return new Promise((resolve) => {
    const listen = (message: unknown) => {
      if ((message as Cost).name !== name) return;
      costs.unsubscribe(listen);
      resolve();
    };
    costs.subscribe(listen);
  });
}

/** Repeats a check until it passes; fails with its last failure after `limit` ms. */
export async function eventually<T>(check: () => Promise<T>, limit = 60_000): Promise<T> {
  const end = Date.now() + limit;
  for (;;) {
    try {
      return await check();
    } catch (failure) {
      if (Date.now() > end) throw failure;
      await sleep(100);
    }
  }
}

/** What stops a run as if its machine had lost power. */
class PowerCut extends Error {}

/**
 * Runs `work` and cuts the power when it is about to begin a transaction and `isTime` says so. Returns whether the
 * power was cut, so that `false` means the work came to its end.
 */
async function cutWhen(isTime: () => boolean, work: () => Promise<unknown>): Promise<boolean> {
  const real = db.runTransaction.bind(db);
  const spy = vi
    .spyOn(db, "runTransaction")
    .mockImplementation((...args) => (isTime() ? Promise.reject(new PowerCut()) : real(...args)));
  try {
    await work();
    return false;
  } catch (error) {
    if (error instanceof PowerCut) return true;
    throw error;
  } finally {
    spy.mockRestore();
  }
}

/** Cuts the power before the transaction number `nth` (from 1) of `work`. */
export function cutBefore(nth: number, work: () => Promise<unknown>): Promise<boolean> {
  let begun = 0;
  return cutWhen(() => {
    begun += 1;
    return begun >= nth;
  }, work);
}

/** Cuts the power before the transaction or batch number `nth` (from 1) of `work`. */
export async function cutBeforeWrite(nth: number, work: () => Promise<unknown>): Promise<boolean> {
  let begun = 0;
  const isTime = () => {
    begun += 1;
    return begun >= nth;
  };
  const real = db.batch.bind(db);
  const spy = vi.spyOn(db, "batch").mockImplementation(() => {
    if (isTime()) throw new PowerCut();
    return real();
  });
  try {
    return await cutWhen(isTime, work);
  } finally {
    spy.mockRestore();
  }
}

/** Cuts the power after the first transaction of a name that is not among `seen`, to which it is added. */
export async function cutAfterNews(seen: Set<string>, work: () => Promise<unknown>): Promise<boolean> {
  let news = false;
  const listen = (message: unknown) => {
    const { name } = message as Cost;
    news ||= !seen.has(name);
    seen.add(name);
  };
  costs.subscribe(listen);
  try {
    return await cutWhen(() => news, work);
  } finally {
    costs.unsubscribe(listen);
  }
}

/** Expects an act to be refused, and returns the refusal's details for a closer look. */
export async function refused(act: Promise<unknown>, message: RegExp | string): Promise<Refused["details"]> {
  const error = await act.then(
    () => null,
    (failure: unknown) => failure,
  );
  if (!(error instanceof Refused)) throw error ?? new Error("the act was not refused");
  expect(error.message).toMatch(message);
  return error.details;
}

/** The emulators' answer where no functions run. */
const NOT_RUNNING = 400;

/**
 * Lets the functions emulator drop the events of everything that is written from now on, or deliver them again.
 * Nothing to do where only Firestore runs.
 */
async function setTriggers(enabled: boolean): Promise<void> {
  const act = enabled ? "enableBackgroundTriggers" : "disableBackgroundTriggers";
  const { status } = await fetch(`http://${process.env.FIREBASE_EMULATOR_HUB}/functions/${act}`, {
    method: "PUT",
  });
  expect([200, NOT_RUNNING]).toContain(status);
}
export const dropEvents = () => setTriggers(false);
export const deliverEvents = () => setTriggers(true);

import * as nodeHooks from "node:async_hooks";
import * as nodeBuffer from "node:buffer";
import * as nodeCrypto from "node:crypto";
import { createRequire } from "node:module";
import * as nodePath from "node:path";
import { join } from "node:path";
import process from "node:process";
import * as nodeUtil from "node:util";
import * as zod from "zod";
import * as core from "../../../core/src/index.ts";
import { ROOT } from "../../../tools/emulators.ts";
import type { Instance, World } from "../world.ts";
import { keyObjects, Memo, type PooledKey } from "./ballots.ts";
import type { Context } from "./client.ts";
import { firestoreModule } from "./firestore.ts";

/** What the functions of one instance import, with the platform simulated: everything else is the real thing. */

/** How a callable fails, as the SDK tells it. */
export class HttpsError extends Error {
  readonly code: string;
  readonly details: unknown;

  constructor(code: string, message: string, details?: unknown) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

/** What a function tells of a transaction that it committed. */
export interface Cost {
  name: string;
  writes: number;
}

/** Told of a line that a function logged. */
export type Log = (level: "info" | "error", name: string, detail: unknown) => void;

/** Where the code of a process runs at the moment. */
export interface Place extends Context {
  world: World;
  instance: Instance;
  log: Log;
  /** The keys of the pool that are in use. */
  taken: { keys: number };
}

/** A function as the SDK defines it: its options, if any, and what it runs. */
function defined(...given: unknown[]) {
  const run = given.at(-1);
  return { options: given.length > 1 ? given[0] : {}, run };
}

const signatures = new Memo<boolean>();
const blindSignatures = new Memo<Buffer>();

const ofFunctions = createRequire(join(ROOT, "functions", "package.json"));

/** A package of the functions that knows neither time nor chance nor the outside. */
const pure = (name: string): unknown =>
  /^(date-fns\/|file-type$)/.test(name) ? ofFunctions(name) : undefined;

/** What is the same for every instance. */
const SHARED: Record<string, unknown> = {
  "node:async_hooks": nodeHooks,
  "node:buffer": nodeBuffer,
  "node:path": nodePath,
  "node:process": { env: process.env, once: () => {}, stderr: { write: () => true } },
  "node:util": nodeUtil,
  "@parindex/core": core,
  zod,
};

const { createCipheriv, createDecipheriv, createHash, constants, hkdfSync, publicEncrypt, sign } = nodeCrypto;
const REAL_CRYPTO = {
  createCipheriv,
  createDecipheriv,
  createHash,
  constants,
  hkdfSync,
  publicEncrypt,
  sign,
};

type Der = { key: Uint8Array; format: "der"; type: string };

/** `node:crypto` with the pool's keys in place of new ones, and nothing worked out twice. */
function cryptoModule(place: Place, pool: readonly PooledKey[]) {
  const generateKeyPair = () => {
    throw new Error("keys are made by promise");
  };
  generateKeyPair[nodeUtil.promisify.custom] = async () => {
    const pooled = pool[place.taken.keys % pool.length] as PooledKey;
    place.taken.keys += 1;
    return {
      publicKey: keyObjects.public(Buffer.from(pooled.publicKey, "base64url")),
      privateKey: keyObjects.private(Buffer.from(pooled.privateKey, "base64url")),
    };
  };
  return {
    ...REAL_CRYPTO,
    generateKeyPair,
    randomInt: (limit: number) => place.world.ids.below(limit),
    randomBytes: (count: number) => place.world.ids.bytes(count),
    createPublicKey: (from: Der | nodeCrypto.KeyObject) =>
      "format" in from ? keyObjects.public(from.key) : nodeCrypto.createPublicKey(from as never),
    createPrivateKey: ({ key }: Der) => keyObjects.private(key),
    verify: (algorithm: string | null, data: Uint8Array, key: unknown, signature: Uint8Array) => {
      if (algorithm === null) return nodeCrypto.verify(algorithm, data, key as never, signature);
      const text = `${Buffer.from(data).toString("base64")} ${Buffer.from(signature).toString("base64")}`;
      const { n = "" } = (key as { key: nodeCrypto.KeyObject }).key.export({ format: "jwk" });
      return signatures.of(`${n} ${text}`, () => nodeCrypto.verify(algorithm, data, key as never, signature));
    },
    privateDecrypt: (key: { key: nodeCrypto.KeyObject; padding: number }, data: Uint8Array) =>
      blindSignatures.of(Buffer.from(data).toString("base64"), () => nodeCrypto.privateDecrypt(key, data)),
  };
}

/** How often callers may come is no part of what is simulated: nobody comes too often. */
class Unlimited {
  readonly points: number;
  constructor({ points }: { points: number }) {
    this.points = points;
  }
  async penalty() {
    return { consumedPoints: 0, msBeforeNext: 0 };
  }
}

/** What `require` gives the bundle of one process. */
export function modulesFor(place: Place, pool: readonly PooledKey[]): (name: string) => unknown {
  const line = (level: "info" | "error") => (name: string, detail?: unknown) =>
    place.log(level, name, detail);
  const write = ({ severity, message = "", ...detail }: { severity: string; message?: string }) => {
    if (severity !== "DEBUG")
      line(["WARNING", "ERROR", "CRITICAL"].includes(severity) ? "error" : "info")(message, detail);
  };
  const logger = { write, debug: () => {}, info: line("info"), warn: line("error"), error: line("error") };
  const modules: Record<string, unknown> = {
    ...SHARED,
    "node:crypto": cryptoModule(place, pool),
    "node:diagnostics_channel": {
      channel: () => ({ publish: (cost: Cost) => place.world.committed(cost) }),
    },
    "node:timers/promises": {
      setTimeout: (millis: number) => place.world.sleep(millis, place.instance, "sleeps"),
    },
    "firebase-admin/app": { getApps: () => [{}], initializeApp: () => ({}) },
    "firebase-admin/auth": { getAuth: () => ({}) },
    "firebase-admin/firestore": firestoreModule(place),
    "firebase-functions/params": {
      defineSecret: (name: string) => ({ name, value: () => "" }),
      defineBoolean: () => false,
    },
    "firebase-functions/v2": { logger, setGlobalOptions: () => {} },
    "firebase-functions/v2/firestore": { onDocumentWritten: defined, onDocumentCreated: defined },
    "firebase-functions/v2/https": { onCall: defined, onRequest: defined, HttpsError },
    "firebase-functions/v2/scheduler": { onSchedule: defined },
    "rate-limiter-flexible": { RateLimiterMemory: Unlimited },
  };
  return (name) => {
    const found = modules[name] ?? pure(name);
    if (found === undefined) throw new Error(`the simulated platform has no ${name}`);
    return found;
  };
}

/** `Date` as code on an instance finds it: the world's time, as far off as the instance's clock is. */
export function dateOf(place: Place): DateConstructor {
  const now = () => place.world.now + place.instance.skew;
  function SimulatedDate(...given: [number] | []) {
    return given.length === 0 ? new Date(now()) : new Date(...given);
  }
  SimulatedDate.prototype = Date.prototype;
  return Object.assign(SimulatedDate, {
    now,
    UTC: Date.UTC,
    parse: Date.parse,
  }) as unknown as DateConstructor;
}

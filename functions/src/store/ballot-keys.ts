import {
  constants,
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  hkdfSync,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
  verify,
} from "node:crypto";
import { promisify } from "node:util";
import type { BallotKey } from "@parindex/core";
import { IN_EMULATOR, SURVEY_KEY } from "../config.ts";
import { readAll } from "./firestore.ts";
import { refs, type SurveyKey } from "./refs.ts";
import { isAlreadyThere } from "./transaction.ts";

/**
 * The keys that sign the survey's ballots: RSABSSA-SHA384-PSS-Randomized (RFC 9474), one key a survey, unit and channel.
 */

type BallotChannel = BallotKey["channel"];

const MODULUS_BYTES = 256;
const SALT_BYTES = 48;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** How many keys are made at once. */
const AT_ONCE = 8;

/** How many keys an instance remembers. */
const REMEMBERED = 2_000;

const makePair = promisify(generateKeyPair);

/** The key that stored private keys are encrypted under. */
function wrappingKey(): Uint8Array {
  const secret = IN_EMULATOR ? "parindex development key of the survey" : SURVEY_KEY.value();
  if (secret.length < 32) throw new Error("SURVEY_KEY is shorter than 32 letters");
  return new Uint8Array(hkdfSync("sha256", secret, "", "parindex ballot keys", 32));
}

/** Encrypts a private key for its place: copied to another place, or beside another public key, it is none. */
function wrap(key: Uint8Array, place: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", wrappingKey(), nonce);
  cipher.setAAD(Buffer.from(place));
  const text = Buffer.concat([cipher.update(key), cipher.final()]);
  return Buffer.concat([nonce, text, cipher.getAuthTag()]).toString("base64url");
}

function unwrap(wrapped: string, place: string): Buffer {
  const bytes = Buffer.from(wrapped, "base64url");
  const decipher = createDecipheriv("aes-256-gcm", wrappingKey(), bytes.subarray(0, NONCE_BYTES));
  decipher.setAAD(Buffer.from(place));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
}

const keyRef = (key: SurveyKey, unit: string, channel: BallotChannel) =>
  refs.ballotKey(key, `${unit}_${channel}`);

const placeOf = (path: string, publicKey: string) => `${path} ${publicKey}`;

async function newKey(path: string, unit: string, channel: BallotChannel, criteriaSet: string) {
  const pair = await makePair("rsa", { modulusLength: 8 * MODULUS_BYTES });
  const publicKey = pair.publicKey.export({ format: "der", type: "spki" }).toString("base64url");
  const secret = pair.privateKey.export({ format: "der", type: "pkcs8" });
  const privateKey = wrap(secret, placeOf(path, publicKey));
  return { unit, channel, criteriaSet, publicKey, privateKey };
}

/** Makes the keys of these units that are not there yet. A run that died is done again. */
export async function makeKeys(
  key: SurveyKey,
  units: readonly { id: string; criteriaSet: string }[],
  channel: BallotChannel = "code",
): Promise<void> {
  for (let at = 0; at < units.length; at += AT_ONCE) {
    const some = units.slice(at, at + AT_ONCE);
    const stored = await readAll(some.map(({ id }) => keyRef(key, id, channel)));
    const making = some.map(async ({ id, criteriaSet }, index) => {
      if (stored[index]?.exists) return;
      const ref = keyRef(key, id, channel);
      const made = await newKey(ref.path, id, channel, criteriaSet);
      await ref.create(made).catch((error: unknown) => {
        if (!isAlreadyThere(error)) throw error;
      });
    });
    await Promise.all(making);
  }
}

/** A key as an instance holds it. */
export class LoadedKey {
  readonly criteriaSet: string;
  /** SubjectPublicKeyInfo in base64url. */
  readonly publicText: string;
  readonly #path: string;
  readonly #wrapped: string;
  readonly #public: KeyObject;
  #private: KeyObject | null = null;

  constructor(path: string, { criteriaSet, publicKey, privateKey }: BallotKey) {
    this.criteriaSet = criteriaSet;
    this.publicText = publicKey;
    this.#path = path;
    this.#wrapped = privateKey;
    const key = Buffer.from(publicKey, "base64url");
    this.#public = createPublicKey({ key, format: "der", type: "spki" });
  }

  /** Whether a signature makes a message a ballot. */
  verifies(message: Uint8Array, signature: Uint8Array): boolean {
    const padding = constants.RSA_PKCS1_PSS_PADDING;
    return verify("sha384", message, { key: this.#public, padding, saltLength: SALT_BYTES }, signature);
  }

  /** Signs a blinded message, the same one always alike; null where it is none. The result is checked (RFC 9474 §4.3). */
  signBlinded(blinded: Uint8Array): Buffer | null {
    if (blinded.length !== MODULUS_BYTES || !this.#isBelowModulus(blinded)) return null;
    if (!this.#private) {
      const key = unwrap(this.#wrapped, placeOf(this.#path, this.publicText));
      this.#private = createPrivateKey({ key, format: "der", type: "pkcs8" });
    }
    const padding = constants.RSA_NO_PADDING;
    const signature = privateDecrypt({ key: this.#private, padding }, blinded);
    if (!publicEncrypt({ key: this.#public, padding }, signature).equals(blinded))
      throw new Error("the signature is wrong");
    return signature;
  }

  #isBelowModulus(blinded: Uint8Array): boolean {
    const { n = "" } = this.#public.export({ format: "jwk" });
    return Buffer.compare(Buffer.from(blinded), Buffer.from(n, "base64url")) < 0;
  }
}

const loaded = new Map<string, LoadedKey>();

function remember(path: string, key: LoadedKey): LoadedKey {
  loaded.set(path, key);
  const [oldest] = loaded.keys();
  if (loaded.size > REMEMBERED && oldest !== undefined) loaded.delete(oldest);
  return key;
}

/** The keys of some units, by unit, read once an instance. Units without one are left out. */
export async function loadKeys(
  key: SurveyKey,
  units: readonly string[],
  channel: BallotChannel,
): Promise<Map<string, LoadedKey>> {
  const found = units.map(async (unit) => {
    const ref = keyRef(key, unit, channel);
    const known = loaded.get(ref.path);
    if (known) return [[unit, known] as const];
    const stored = (await ref.get()).data();
    return stored ? [[unit, remember(ref.path, new LoadedKey(ref.path, stored))] as const] : [];
  });
  return new Map((await Promise.all(found)).flat());
}

/** The key of one unit, or undefined where it has none. */
export const loadKey = async (
  key: SurveyKey,
  unit: string,
  channel: BallotChannel,
): Promise<LoadedKey | undefined> => (await loadKeys(key, [unit], channel)).get(unit);

import {
  checkPrimeSync,
  constants,
  createHash,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  privateDecrypt,
} from "node:crypto";
import { FastKey, inverse, toBytes, toInteger } from "../../../tools/load-survey/blind.ts";
import { Prng } from "../prng.ts";

/** Real RSA keys and real blind signatures, made once and used by every run: making them takes far longer than a run. */

/** A key of the pool: as it is exported, and what respondents make under it. */
export interface PooledKey {
  publicKey: string;
  privateKey: string;
  ballots: PooledBallot[];
}

/** A respondent's message, blinded; what signing it gives; and the ballot that it becomes. */
export interface PooledBallot {
  blinded: string;
  signed: string;
  message: string;
  signature: string;
}

const KEYS = 6;
const BALLOTS = 6;
const EXPONENT = 65_537n;
const PRIME_BYTES = 128;

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64url");
const numberText = (value: bigint): string => text(toBytes(value, Math.ceil(value.toString(16).length / 2)));

const SMALL_PRIMES = Array.from({ length: 2_000 }, (_, at) => at + 2).filter((number, _, all) =>
  all.every((other) => other >= number || number % other !== 0),
);

/** A prime number of 1,024 bits, the first after one that is drawn, that RSA can use. */
function primeOf(random: Prng): bigint {
  const bytes = random.bytes(PRIME_BYTES);
  bytes[0] = (bytes[0] ?? 0) | 0xc0;
  const first = toInteger(bytes) | 1n;
  const rests = SMALL_PRIMES.map((prime) => Number(first % BigInt(prime)));
  for (let step = 0; ; step += 2) {
    const candidate = first + BigInt(step);
    if (SMALL_PRIMES.some((prime, at) => ((rests[at] ?? 0) + step) % prime === 0)) continue;
    if ((candidate - 1n) % EXPONENT !== 0n && checkPrimeSync(candidate, { checks: 8 })) return candidate;
  }
}

/** An RSA key of 2,048 bits that follows from randomness that can be repeated; for no other use than tests. */
function keyOf(random: Prng): KeyObject {
  const [p, q] = [primeOf(random), primeOf(random)];
  const d = inverse(EXPONENT, (p - 1n) * (q - 1n)) ?? 0n;
  const numbers = {
    n: p * q,
    e: EXPONENT,
    d,
    p,
    q,
    dp: d % (p - 1n),
    dq: d % (q - 1n),
    qi: inverse(q, p) ?? 0n,
  };
  const jwk = Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, numberText(value)]));
  return createPrivateKey({ key: { kty: "RSA", ...jwk }, format: "jwk" });
}

/** Makes the pool: the same one in every process, so that a run can be replayed. */
export async function makePool(): Promise<PooledKey[]> {
  const random = new Prng(1, 1);
  const pool: PooledKey[] = [];
  for (let at = 0; at < KEYS; at += 1) {
    const key = keyOf(random);
    const spki = createPublicKey(key).export({ format: "der", type: "spki" });
    const respondents = new FastKey(spki, (count) => random.bytes(count));
    const ballots: PooledBallot[] = [];
    for (let index = 0; index < BALLOTS; index += 1) {
      const { message, blinded, finalize } = respondents.blind(random.bytes(32));
      const signed = privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, blinded);
      const signature = await finalize(signed);
      ballots.push({
        ...{ blinded: text(blinded), signed: text(signed) },
        ...{ message: text(message), signature: text(signature) },
      });
    }
    const secret = key.export({ format: "der", type: "pkcs8" });
    pool.push({ publicKey: text(spki), privateKey: text(secret), ballots });
  }
  return pool;
}

/** What is worked out once for the same input. */
export class Memo<T> {
  readonly #known = new Map<string, T>();

  of(key: string, make: () => T): T {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const made = make();
    if (this.#known.size > 5_000) this.#known.clear();
    this.#known.set(key, made);
    return made;
  }
}

const hashOf = (bytes: Uint8Array): string => createHash("sha1").update(bytes).digest("base64");

const keys = new Memo<KeyObject>();

/** The key objects of a key as it is exported, made once. */
export const keyObjects = {
  public: (der: Uint8Array): KeyObject =>
    keys.of(`public ${hashOf(der)}`, () =>
      createPublicKey({ key: Buffer.from(der), format: "der", type: "spki" }),
    ),
  private: (der: Uint8Array): KeyObject =>
    keys.of(`private ${hashOf(der)}`, () =>
      createPrivateKey({ key: Buffer.from(der), format: "der", type: "pkcs8" }),
    ),
};

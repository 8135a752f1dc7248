import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import canonicalize from "canonicalize";

/** JSON in the one canonical form of RFC 8785, in which everything sealed is hashed. Dates become ISO strings. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError("canonicalJson: the value has no JSON form");
  return text;
}

/** SHA-256 of a text's UTF-8 bytes, in lower-case hex. */
export const sha256Hex = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)));

const leafHash = (hash: string) => sha256(concatBytes(Uint8Array.of(0), hexToBytes(hash)));
const nodeHash = (left: Uint8Array, right: Uint8Array) => sha256(concatBytes(Uint8Array.of(1), left, right));

/** The largest power of two below `n` (n ≥ 2): where RFC 9162 splits a tree. */
const split = (n: number): number => 2 ** (31 - Math.clz32(n - 1));

function rootOf(hashes: readonly string[]): Uint8Array {
  const [only] = hashes;
  if (only === undefined) throw new RangeError("merkleRoot: there is nothing to hash");
  if (hashes.length === 1) return leafHash(only);
  const k = split(hashes.length);
  return nodeHash(rootOf(hashes.slice(0, k)), rootOf(hashes.slice(k)));
}

/** The Merkle tree hash (RFC 9162 §2.1.1) over hashes given in hex (the leaves' data), in their order. */
export const merkleRoot = (hashes: readonly string[]): string => bytesToHex(rootOf(hashes));

/** The inclusion proof (RFC 9162 §2.1.3.1) of the hash at a position, from 0: the sibling hashes from the leaf up, in hex. */
export function inclusionProof(hashes: readonly string[], position: number): string[] {
  if (!Number.isInteger(position) || position < 0 || position >= hashes.length)
    throw new RangeError(`inclusionProof: no leaf ${position} among ${hashes.length}`);
  if (hashes.length === 1) return [];
  const k = split(hashes.length);
  return position < k
    ? [...inclusionProof(hashes.slice(0, k), position), merkleRoot(hashes.slice(k))]
    : [...inclusionProof(hashes.slice(k), position - k), merkleRoot(hashes.slice(0, k))];
}

function rootFromProof(hash: string, position: number, size: number, proof: readonly string[]): Uint8Array {
  const sibling = proof.at(-1);
  if (size === 1) {
    if (sibling !== undefined) throw new RangeError("the proof is too long");
    return leafHash(hash);
  }
  if (sibling === undefined) throw new RangeError("the proof is too short");
  const k = split(size);
  const rest = proof.slice(0, -1);
  return position < k
    ? nodeHash(rootFromProof(hash, position, k, rest), hexToBytes(sibling))
    : nodeHash(hexToBytes(sibling), rootFromProof(hash, position - k, size - k, rest));
}

/**
 * Whether a hash stands at a position (from 0) of the tree of `size` leaves with this root (RFC 9162 §2.1.3.2). Root and size
 * must come from a trusted place: the same proof may also fit a tree of another size.
 */
export function verifyInclusion(
  hash: string,
  position: number,
  size: number,
  proof: readonly string[],
  root: string,
): boolean {
  if (!Number.isInteger(position) || position < 0 || position >= size) return false;
  try {
    return bytesToHex(rootFromProof(hash, position, size, proof)) === root;
  } catch {
    return false;
  }
}

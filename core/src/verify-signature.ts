import { hashes, verify } from "@noble/ed25519";
import { sha512 } from "@noble/hashes/sha2.js";
import { hexToBytes } from "@noble/hashes/utils.js";

hashes.sha512 = sha512;

/** The public key of every emulator: whoever has the software signs by it, so that it proves nothing. */
export const DEVELOPMENT_KEY = "MCowBQYDK2VwAyEAEsfgZ4nAYLKj5Qv0vpD4Az2jVxidOit6M8bm82sAgmk=";

/** DER header of an Ed25519 public key as SubjectPublicKeyInfo (RFC 8410 §4), before its 32 bytes. */
const SPKI = hexToBytes("302a300506032b6570032100");

/** The bytes of a base64 text; throws where it is none, another text of the same bytes, or of another length. */
function bytesOf(base64: string, length: number): Uint8Array {
  const binary = atob(base64);
  if (btoa(binary) !== base64 || binary.length !== length)
    throw new RangeError("not the base64 of that many bytes");
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}

/** The 32 bytes of a public key in base64 (SPKI), or null where it is none. */
export function keyBytes(publicKey: string): Uint8Array | null {
  try {
    const der = bytesOf(publicKey, SPKI.length + 32);
    return SPKI.every((byte, at) => byte === der[at]) ? der.subarray(SPKI.length) : null;
  } catch {
    return null;
  }
}

/** Whether an Ed25519 signature (base64, RFC 8032, strict) over a message is of this public key (SPKI, base64). */
export function verifySignature(message: Uint8Array, signature: string, publicKey: string): boolean {
  try {
    const key = keyBytes(publicKey);
    return key !== null && verify(bytesOf(signature, 64), message, key, { zip215: false });
  } catch {
    return false;
  }
}

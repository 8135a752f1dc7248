import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { attestationOf, type Publication, statementOf } from "@parindex/core";
import { IN_EMULATOR, SIGNING_KEY } from "../config.ts";

/** A root's Ed25519 signature (RFC 8032) in base64, with the public key (SPKI, base64) that checks it. */
export interface Signature {
  signature: string;
  publicKey: string;
  /** Signed by the key every emulator has, which proves nothing. */
  development: boolean;
}

/** DER header of an Ed25519 private key in PKCS #8 (RFC 8410 §7), before its 32 bytes. */
const PKCS8_ED25519 = Buffer.from("302e020100300506032b657004220420", "hex");

function developmentKey(): KeyObject {
  const seed = createHash("sha256").update("parindex development key").digest();
  return createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, seed]), format: "der", type: "pkcs8" });
}

/** The deployment's key, or in the emulator the development key. */
const signingKey = (): KeyObject => (IN_EMULATOR ? developmentKey() : createPrivateKey(SIGNING_KEY.value()));

/** Signs a Merkle root (hex). */
export function signRoot(root: string): Signature {
  const key = signingKey();
  const publicKey = createPublicKey(key).export({ format: "der", type: "spki" }).toString("base64");
  const signature = sign(null, Buffer.from(root, "hex"), key).toString("base64");
  return { signature, publicKey, development: IN_EMULATOR };
}

/**
 * Signs a publication as it goes out: its root again, which gives the same signature unless the key has changed since it
 * was sealed, and with the same key all that its attestation says beside it.
 */
export function signPublication(publication: Publication): Publication {
  const signed = { ...publication, ...signRoot(publication.root) };
  const statement = statementOf(attestationOf(signed));
  const publicationSignature = sign(null, Buffer.from(statement), signingKey()).toString("base64");
  return { ...signed, publicationSignature };
}

/** Whether a signature stands for this root (hex). */
export function verifyRoot(
  root: string,
  { signature, publicKey }: Pick<Signature, "signature" | "publicKey">,
): boolean {
  const key = createPublicKey({ key: Buffer.from(publicKey, "base64"), format: "der", type: "spki" });
  return verify(null, Buffer.from(root, "hex"), key, Buffer.from(signature, "base64"));
}

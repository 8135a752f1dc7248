import { RSABSSA } from "@cloudflare/blindrsa-ts";

/**
 * The respondent's side of RFC 9474 (RSABSSA-SHA384-PSS-Randomized): a message of its own making is blinded, signed by the
 * door without being seen, and unblinded. The door can't tell later which of the ballots it signed this one is.
 */
const suite = RSABSSA.SHA384.PSS.Randomized();

const toText = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=/g, "");

const toBytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

const keyOf = (publicKey: string): Promise<CryptoKey> =>
  crypto.subtle.importKey("spki", toBytes(publicKey), { name: "RSA-PSS", hash: "SHA-384" }, true, ["verify"]);

/** A ballot in the making, all in base64url: kept before it is sent, so that the same one can be asked for again. */
export interface BlindBallot {
  message: string;
  blinded: string;
  unblind: string;
}

/** Makes a ballot's message and blinds it under a unit's key. */
export async function makeBallot(publicKey: string): Promise<BlindBallot> {
  const message = suite.prepare(crypto.getRandomValues(new Uint8Array(32)));
  const { blindedMsg, inv } = await suite.blind(await keyOf(publicKey), message);
  return { message: toText(message), blinded: toText(blindedMsg), unblind: toText(inv) };
}

/** Unblinds what the door signed and checks it; throws where the door did not sign with the unit's key. */
export async function unblind(publicKey: string, ballot: BlindBallot, signature: string): Promise<string> {
  const key = await keyOf(publicKey);
  const [message, inverse] = [toBytes(ballot.message), toBytes(ballot.unblind)];
  return toText(await suite.finalize(key, message, toBytes(signature), inverse));
}

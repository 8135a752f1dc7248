import { constants, createPrivateKey, privateDecrypt, webcrypto } from "node:crypto";
import { RSABSSA } from "@cloudflare/blindrsa-ts";
import { beforeAll, describe, expect, it } from "vitest";
import { FastKey } from "../../tools/load-survey/blind.ts";

const suite = RSABSSA.SHA384.PSS.Randomized();
const CONTENT = new Uint8Array(32).fill(7);

/** A key with its parts as the load proof, the library and the server take them. */
async function newKey() {
  const algorithm = { publicExponent: Uint8Array.from([1, 0, 1]), modulusLength: 2_048 };
  const { privateKey, publicKey } = await suite.generateKey(algorithm);
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", privateKey));
  const key = createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" });
  return {
    publicKey,
    modulus: Buffer.from(key.export({ format: "jwk" }).n ?? "", "base64url").toString("hex"),
    fast: new FastKey(new Uint8Array(await webcrypto.subtle.exportKey("spki", publicKey))),
    sign: (blinded: Uint8Array) => privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, blinded),
  };
}

describe("the load proof's ballots", () => {
  let key: Awaited<ReturnType<typeof newKey>>;
  beforeAll(async () => {
    key = await newKey();
  });

  it("are signatures that the browser's library verifies, each over a message of its own", async () => {
    const messages = new Set<string>();
    for (let made = 0; made < 20; made++) {
      const { message, blinded, finalize } = key.fast.blind(CONTENT);
      const signature = await finalize(key.sign(blinded));
      expect(await suite.verify(key.publicKey, new Uint8Array(signature), new Uint8Array(message))).toBe(
        true,
      );
      expect(blinded.length).toBe(256);
      messages.add(Buffer.from(message).toString("hex"));
    }
    expect(messages.size).toBe(20);
  });

  it("are verified as the library's are", async () => {
    const message = suite.prepare(CONTENT);
    const { blindedMsg, inv } = await suite.blind(key.publicKey, message);
    const signature = await suite.finalize(key.publicKey, message, new Uint8Array(key.sign(blindedMsg)), inv);
    expect(key.fast.verifies(message, signature)).toBe(true);
    expect(key.fast.verifies(CONTENT, signature)).toBe(false);
  });

  it("are none where the reply is of another key", async () => {
    // A key signs only what is smaller than its modulus: of two keys the larger one can reply to the other's ballots.
    const another = await newKey();
    const [own, other] = key.modulus < another.modulus ? [key, another] : [another, key];
    const { blinded, finalize } = own.fast.blind(CONTENT);
    await expect(finalize(other.sign(blinded))).rejects.toThrow("no blind signature");
  });
});

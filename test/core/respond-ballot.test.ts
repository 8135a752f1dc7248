import { constants, generateKeyPairSync, privateDecrypt, verify } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, stop } from "esbuild";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type * as Ballot from "../../hosting/src/respond/ballot.ts";
import bigNumbers from "../../hosting/src/respond/big-numbers.ts";
import { ROOT } from "../../tools/emulators.ts";

const RESPOND = join(ROOT, "hosting", "src", "respond");

/** The ballots' module as the page has it: with the browser's big numbers in the place of sjcl's. */
async function ballotsOfPage(folder: string): Promise<typeof Ballot> {
  const outfile = join(folder, "ballot.mjs");
  await build({
    entryPoints: [join(RESPOND, "ballot.ts")],
    outfile,
    bundle: true,
    format: "esm",
    plugins: [
      {
        name: "big-numbers",
        setup({ onResolve }) {
          onResolve({ filter: /^\.\/sjcl\/index\.js$/ }, () => ({ path: join(RESPOND, "big-numbers.ts") }));
        },
      },
    ],
  });
  await stop();
  return import(pathToFileURL(outfile).href);
}

describe("a ballot made on the respondents' page", () => {
  const folder = mkdtempSync(join(tmpdir(), "parindex-ballot-"));
  const pair = generateKeyPairSync("rsa", { modulusLength: 2_048 });
  const publicKey = pair.publicKey.export({ format: "der", type: "spki" }).toString("base64url");
  const sign = (blinded: string) =>
    privateDecrypt(
      { key: pair.privateKey, padding: constants.RSA_NO_PADDING },
      Buffer.from(blinded, "base64url"),
    ).toString("base64url");
  let page: typeof Ballot;
  beforeAll(async () => {
    page = await ballotsOfPage(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("is verified by who has only the public key, and says nothing of what was signed", async () => {
    for (let made = 0; made < 10; made++) {
      const ballot = await page.makeBallot(publicKey);
      const signed = sign(ballot.blinded);
      const signature = await page.unblind(publicKey, ballot, signed);
      const pss = {
        key: pair.publicKey,
        padding: constants.RSA_PKCS1_PSS_PADDING,
        saltLength: 48,
      };
      const message = Buffer.from(ballot.message, "base64url");
      expect(message.length).toBe(64);
      expect(verify("sha384", message, pss, Buffer.from(signature, "base64url"))).toBe(true);
      expect(signature).not.toBe(signed);
    }
  });

  it("is refused where the door signed something else", async () => {
    const [one, other] = [await page.makeBallot(publicKey), await page.makeBallot(publicKey)];
    await expect(page.unblind(publicKey, one, sign(other.blinded))).rejects.toThrow("invalid signature");
  });
});

describe("the big numbers of the respondents' page", () => {
  const { bn, codec } = bigNumbers;
  const number = (value: bigint) => new bn(value);
  const large = fc.bigInt({ min: 0n, max: 1n << 2_048n });
  const modulus = fc.bigInt({ min: 2n, max: 1n << 512n });
  const divisor = (one: bigint, other: bigint): bigint => (other === 0n ? one : divisor(other, one % other));

  it("are the same after they were bytes", () => {
    fc.assert(
      fc.property(large, (value) => {
        expect(bn.fromBits(number(value).toBits()).value).toBe(value);
      }),
    );
    expect(bn.fromBits(codec.base64url.toBits("AQAB")).value).toBe(65_537n);
  });

  it("have an inverse exactly where they share no divisor with the modulus", () => {
    fc.assert(
      fc.property(large, modulus, (value, m) => {
        if (divisor(value, m) !== 1n) expect(() => number(value).inverseMod(number(m))).toThrow("inverse");
        else expect((number(value).inverseMod(number(m)).value * value) % m).toBe(1n % m);
      }),
    );
  });

  it("are raised to a power as by multiplying one after another", () => {
    fc.assert(
      fc.property(large, fc.nat(40), modulus, (value, exponent, m) => {
        let product = number(1n % m);
        for (let times = 0; times < exponent; times++) product = product.mulmod(number(value), number(m));
        expect(number(value).powermod(number(BigInt(exponent)), number(m)).value).toBe(product.value);
      }),
    );
  });
});

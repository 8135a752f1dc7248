import { createHash, createPrivateKey, type KeyObject, sign } from "node:crypto";
import {
  attestationOf,
  canonicalJson,
  inclusionOf,
  type Manifest,
  type Publication,
  publicationId,
  sealRoot,
  statementOf,
} from "../../core/src/index.ts";
import { filesNamed, type ResultFiles } from "../../core/src/verify.ts";
import { type Fixture, fixture } from "./site-fixture.ts";

const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");

/** The key that `site-fixture` signs with, or another one. */
function keyOf(seed: string): KeyObject {
  const secret = createHash("sha256").update(seed).digest();
  return createPrivateKey({ key: Buffer.concat([PKCS8, secret]), format: "der", type: "pkcs8" });
}

/** A result as it lies on the site: every file by its path. */
export interface Published {
  id: string;
  root: string;
  publicKey: string;
  files: Map<string, Uint8Array>;
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Signs a publication as functions do when it goes out. */
export function signedAs(publication: Publication): Publication {
  const root = sign(null, Buffer.from(publication.root, "hex"), keyOf("fixture")).toString("base64");
  const signed = { ...publication, signature: root };
  const statement = Buffer.from(statementOf(attestationOf(signed)));
  return { ...signed, publicationSignature: sign(null, statement, keyOf("fixture")).toString("base64") };
}

/** The files of the fixture's result, proofs included; `more` changes the manifest before it is sealed and signed. */
export function published(more: Partial<Manifest> = {}, made: Fixture = fixture()): Published {
  const { publication, sheets } = made;
  const manifest = { ...publication.manifest, ...more };
  const signed = signedAs({ ...publication, manifest, root: sealRoot(manifest) });
  const id = publicationId(manifest.scheme, manifest.period, manifest.version);
  const files = new Map([
    [`cong-bo/${id}.json`, bytesOf(canonicalJson(manifest))],
    [`cong-bo/${id}.chu-ky.json`, bytesOf(canonicalJson(attestationOf(signed)))],
  ]);
  for (const [unit, { sheet }] of sheets) {
    files.set(`cong-bo/${id}/${unit}.json`, bytesOf(canonicalJson(sheet)));
    files.set(`cong-bo/${id}/${unit}.chung-minh.json`, bytesOf(canonicalJson(inclusionOf(id, signed, unit))));
  }
  return { id, root: signed.root, publicKey: signed.publicKey, files };
}

/** Files in memory, as a folder would hold them. */
export const filesIn = (files: ReadonlyMap<string, Uint8Array>): ResultFiles =>
  filesNamed([...files.keys()], async (name) => files.get(name) ?? new Uint8Array());

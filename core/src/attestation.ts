import { z } from "zod";
import { Decision, type Manifest, type Publication, Sha256 } from "./documents.ts";
import { canonicalJson, inclusionProof } from "./merkle.ts";
import { rootLeaves } from "./seal.ts";

/** Bytes in base64 as every encoder writes them: the same bytes have one text. */
const Base64 = z.string().regex(/^[A-Za-z0-9+/]+={0,2}$/);

/**
 * What vouches for a result, beside its manifest: `signature` (Ed25519) stands over the 32 bytes of the root;
 * `publicationSignature` by the same key over the rest of this, decision and time included, as `statementOf` writes it.
 * Results published before it existed have none.
 */
export const Attestation = z.object({
  root: Sha256,
  algorithm: z.literal("Ed25519"),
  signature: Base64,
  publicKey: Base64,
  development: z.boolean(),
  decision: Decision,
  publishedAt: z.iso.datetime(),
  publicationSignature: Base64.optional(),
});
export type Attestation = z.infer<typeof Attestation>;

/** The attestation of a publication, as `{publication}.chu-ky.json` says it. */
export function attestationOf(publication: Omit<Publication, "manifest">): Attestation {
  const { root, signature, publicKey, development, decision, publishedAt, publicationSignature } =
    publication;
  return {
    ...{ root, algorithm: "Ed25519", signature, publicKey, development },
    ...{ decision, publishedAt: publishedAt.toISOString() },
    ...(publicationSignature === undefined ? {} : { publicationSignature }),
  };
}

/** What the publication's own signature stands over: the attestation without it, as canonical JSON. */
export function statementOf({ publicationSignature: _, ...statement }: Attestation): string {
  return canonicalJson(statement);
}

/**
 * That one unit's sheet stands under a root, for whoever has neither the manifest nor the other sheets (RFC 9162 §2.1.3):
 * `sha256` of the sheet, its `position` among `size` leaves, the sibling `hashes` from the leaf up.
 */
export const InclusionProof = z.object({
  format: z.literal("parindex-proof/1"),
  publication: z.string(),
  unit: z.string(),
  sha256: Sha256,
  position: z.int().min(1),
  size: z.int().min(2),
  hashes: z.array(Sha256).max(53),
  root: Sha256,
});
export type InclusionProof = z.infer<typeof InclusionProof>;

/** The proof of a unit that stands in a result's ranking, or null where it does not. */
export function inclusionOf(
  publication: string,
  { manifest, root }: { manifest: Manifest; root: string },
  unit: string,
): InclusionProof | null {
  const at = manifest.ranking.flatMap(({ units }) => units).findIndex((place) => place.unit === unit);
  const leaves = rootLeaves(manifest);
  const sha256 = leaves[at + 1];
  if (at === -1 || sha256 === undefined) return null;
  const position = at + 1;
  return {
    ...{ format: "parindex-proof/1", publication, unit, sha256 },
    ...{ position, size: leaves.length, hashes: inclusionProof(leaves, position), root },
  };
}

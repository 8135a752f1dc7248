import { expect, it } from "vitest";
import {
  Attestation,
  attestationOf,
  buildManifest,
  canonicalJson,
  compileSet,
  computeSheet,
  freezeSheet,
  InclusionProof,
  inclusionOf,
  type Publication,
  sealRoot,
  statementOf,
  verifyInclusion,
} from "../../core/src/index.ts";
import { periodWith, SMALL_SET, unitWith } from "./samples.ts";

const UNITS = ["so-a", "so-b", "so-c", "thanh-tra", "van-phong"] as const;
const PERIOD = periodWith({
  groups: [
    { id: "so", name: "Sở, ban, ngành", ranked: true },
    { id: "dac-thu", name: "Cơ quan đặc thù", ranked: false },
  ],
});
const SHEETS = UNITS.map((unit, order) => {
  const inputs = { exempt: {}, surveyHeld: true, self: {}, appraisal: {}, survey: {} };
  return freezeSheet(
    { scheme: "lai-chau", period: "2024", unit },
    unitWith({ name: unit, order, group: order < 3 ? "so" : "dac-thu" }),
    SMALL_SET,
    computeSheet(compileSet(SMALL_SET), inputs),
    inputs,
  );
});
const manifest = buildManifest(
  { scheme: "lai-chau", period: "2024", version: 1 },
  { name: "Chỉ số CCHC", owner: "UBND tỉnh", tier: "province", parent: null },
  PERIOD,
  SHEETS,
  { root: null, corrects: null },
);
const root = sealRoot(manifest);
const PUBLICATION: Omit<Publication, "manifest"> = {
  ...{ parts: 1, root, signature: "AAAA", publicKey: "BBBB", development: true },
  decision: { number: "1359/QĐ-UBND", date: "2025-01-10", file: "quyet-dinh.pdf" },
  publishedAt: new Date("2025-01-10T01:00:00Z"),
  supersededBy: null,
};

it("every unit of a result has a proof that leads from its sheet to the root", () => {
  for (const { sheet, sha256 } of SHEETS) {
    const proof = InclusionProof.parse(inclusionOf("lai-chau_2024_v1", { manifest, root }, sheet.unit));
    expect(proof).toMatchObject({ publication: "lai-chau_2024_v1", unit: sheet.unit, sha256, root, size: 6 });
    expect(verifyInclusion(sha256, proof.position, proof.size, proof.hashes, root)).toBe(true);
  }
});

it("a unit that is not in the result has none", () => {
  expect(inclusionOf("lai-chau_2024_v1", { manifest, root }, "so-x")).toBeNull();
  expect(
    inclusionOf("lai-chau_2024_v1", { manifest: { ...manifest, ranking: [] }, root }, "so-a"),
  ).toBeNull();
});

it("the publication's own signature stands over all of the attestation but itself", () => {
  const before = attestationOf(PUBLICATION);
  const signed = attestationOf({ ...PUBLICATION, publicationSignature: "CCCC" });
  expect(Attestation.parse(before)).toEqual(before);
  expect(before).not.toHaveProperty("publicationSignature");
  expect(Attestation.parse(signed)).toEqual({ ...before, publicationSignature: "CCCC" });
  expect(statementOf(signed)).toBe(canonicalJson(before));
});

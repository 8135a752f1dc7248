import { type Decision, isoDay, type Period, type Publication, paths, type SealSheet } from "@parindex/core";
import { act, type Input } from "../store/act.ts";
import { wholeManifest } from "../store/publications.ts";
import { type PeriodKey, refs } from "../store/refs.ts";
import { Refused, refuse } from "../store/refused.ts";
import { publicationsOf } from "./publications.ts";
import type { PublishedResult } from "./result.ts";
import type { PublicationReader } from "./site.ts";

/** A result that is not out, as it will be, with a reader that shows it beside what is out. */
export interface ResultToCome {
  period: Period;
  result: PublishedResult;
  sheetOf: (unit: string) => Promise<SealSheet | null>;
  reader: PublicationReader;
  /** Whether its decision is entered; else a blank one stands in its place. */
  isDecided: boolean;
}

type Signed = Pick<Publication, "manifest" | "root" | "signature" | "publicKey" | "development">;

/** A result's day and decision: as entered, or as if it were today and by a decision without a number yet. */
function publishing(decision: Decision | null, at: Date | null) {
  const now = new Date();
  return {
    decision: decision ?? { number: "……/QĐ-UBND", date: isoDay(now), file: "" },
    publishedAt: (decision && at) ?? now,
    supersededBy: null,
  };
}

const signedOf = ({ manifest, root, signature, publicKey, development }: Signed): Signed => ({
  ...{ manifest, root, signature, publicKey, development },
});

type Source = Omit<ResultToCome, "period" | "reader">;

async function sealed(key: PeriodKey, { state, seal: run, decision, dates }: Period): Promise<Source> {
  if (state !== "sealed" || !run) refuse({ code: "wrongState", state, allowed: ["sealed"] });
  const seal = (await refs.seal(key, run ?? "").get()).data();
  const { manifest, root, signature, publicKey, development } = seal ?? {};
  if (!manifest || !root || !signature || !publicKey || development === undefined)
    throw new Refused("Kết quả chưa chốt xong.");
  const whole = await wholeManifest({ manifest, parts: seal?.parts }, refs.sealParts(key, run ?? ""));
  const signed = signedOf({ manifest: whole, root, signature, publicKey, development });
  return {
    result: {
      id: paths.publicationId(key.scheme, key.period, manifest.version),
      publication: { ...signed, ...publishing(decision, dates.publishAt) },
    },
    sheetOf: async (unit) => (await refs.sealSheet({ ...key, unit }, run ?? "").get()).data() ?? null,
    isDecided: decision !== null,
  };
}

async function corrected(key: PeriodKey, { state, publication: newest }: Period): Promise<Source> {
  if (state !== "published" || !newest) refuse({ code: "wrongState", state, allowed: ["published"] });
  const before = (await refs.publication(newest ?? "").get()).data();
  const version = (before?.manifest.version ?? 0) + 1;
  const correction = (await refs.correction(key, version).get()).data();
  if (!before || !correction) throw new Refused("Chưa có bản đính chính nào được chuẩn bị.");
  const { publication: id, decision, publishAt } = correction;
  return {
    result: { id, publication: { ...signedOf(correction), ...publishing(decision, publishAt) } },
    sheetOf: async (unit) =>
      (await refs.correctionSheets(key, version).doc(unit).get()).data() ??
      (await refs.publicationSheet(newest ?? "", unit).get()).data() ??
      null,
    isDecided: decision !== null,
  };
}

/** What is to be published next, for the standing body alone. */
export async function resultToCome(
  name: "previewResult" | "rehearsePublication",
  { of, ...key }: Input<"rehearsePublication">,
  uid: string,
): Promise<ResultToCome> {
  const found: Period[] = [];
  await act(name, key, uid, "admin", async ({ period }) => {
    found.push(period);
    return null;
  });
  const period = found.at(-1);
  if (!period) throw new Error(`${name}: no period`);
  const source = await (of === "seal" ? sealed : corrected)(key, period);
  const { result, sheetOf } = source;
  const out = publicationsOf(key.scheme);
  const sheetsOf = (units: readonly string[]) => Promise.all(units.map(sheetOf));
  return {
    ...{ period, ...source },
    reader: {
      ...out,
      latest: async () => result,
      publication: async (id) => (id === result.id ? result.publication : out.publication(id)),
      sheet: async (id, unit) => (id === result.id ? sheetOf(unit) : out.sheet(id, unit)),
      sheets: async (id, units) =>
        id === result.id ? (await sheetsOf(units)).flatMap((sheet) => sheet ?? []) : out.sheets(id, units),
    },
  };
}

import { createHash, createPrivateKey, createPublicKey, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  buildManifest,
  type CriteriaSet,
  compileSet,
  computeSheet,
  emptyLedger,
  freezeSheet,
  type HashedSheet,
  type LeafNode,
  type Ledger,
  leavesOf,
  newUnit,
  type Period,
  type Publication,
  paths,
  type Roster,
  readCriteriaFile,
  readRosterFile,
  type Settings,
  sealRoot,
  type Unit,
} from "@parindex/core";
import type { PublicationReader } from "../../functions/src/site/site.ts";
import { newestFirst } from "../../functions/src/site/years.ts";

const DATA = join(import.meta.dirname, "..", "..", "data", "lai-chau-2024");
const readJson = (file: string): unknown => JSON.parse(readFileSync(join(DATA, `${file}.json`), "utf8"));

function must<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`fixture: ${what}`);
  return value;
}

const roster: Roster = must(readRosterFile(readJson("units")).roster, "units.json");
const sets = new Map<string, CriteriaSet>();
function setOf(id: string): CriteriaSet {
  const set = sets.get(id) ?? must(readCriteriaFile(readJson(id), roster.leads).set, id);
  sets.set(id, set);
  return set;
}

/** Numbers in 0 … 1 that a text determines. */
function random(seed: string): number {
  return createHash("sha256").update(seed).digest().readUInt32BE(0) / 2 ** 32;
}

/** Points on the leaf's step, mostly near the maximum. */
function scoreOf(leaf: LeafNode, seed: string, quality: number): number {
  const lost = random(seed) < quality ? 0 : random(`${seed}/lost`) * 0.6;
  return Math.round((leaf.max * (1 - lost)) / leaf.step) * leaf.step;
}

/** Scored like no other unit: ties, absences and gaps that pages must show. */
const TWIN_OF: Record<string, string> = { "so-xay-dung": "so-cong-thuong" };
export const ABSENT_UNIT = "nam-nhun";
export const EXEMPTING_UNIT = "ban-ql-khu-kinh-te";
export const EXEMPT_REASON = "Cơ quan không có đơn vị sự nghiệp trực thuộc";
export const SMALL_SAMPLE_UNIT = "muong-te";

/** Another year differs from 2024 in a fourth of its points. */
const seedOf = (id: string, leaf: string, year: number): string =>
  year !== BASE_YEAR && random(`${id}/${leaf}/${year}`) < 0.25 ? `${year}/${id}/${leaf}` : `${id}/${leaf}`;

function ledgerOf(id: string, unit: Unit, set: CriteriaSet, { settings, year }: Period): Ledger {
  const ledger = emptyLedger(id, unit, settings);
  const seed = TWIN_OF[id] ?? id;
  const quality = 0.35 + 0.5 * random(seed);
  let survey = 0;
  for (const { leaf } of leavesOf(set)) {
    if (unit.exempt[leaf.id] !== undefined) continue;
    const points = scoreOf(leaf, seedOf(seed, leaf.id, year), quality);
    if (leaf.source === "survey") {
      survey += 1;
      ledger.survey[leaf.id] = { points, rev: 1, sufficient: !(id === SMALL_SAMPLE_UNIT && survey <= 2) };
      continue;
    }
    ledger.appraisal[leaf.id] = { points, rev: 1 };
    if (id === ABSENT_UNIT) continue;
    const claimed = random(`${seed}/${leaf.id}/claim`) < 0.8 ? points : leaf.max;
    ledger.self[leaf.id] = { points: claimed, rev: 1 };
  }
  return ledger;
}

const exemptOf = (id: string): Unit["exempt"] =>
  id === EXEMPTING_UNIT ? { f4c2s1: EXEMPT_REASON, f6c4: EXEMPT_REASON } : {};

function unitOf(
  entry: Roster["units"][number],
  { names = {}, groups = {}, exempt = {} }: FixtureOptions,
): Unit {
  const { id, order, criteriaSet } = entry;
  const details = { name: names[id] ?? entry.name, order, group: groups[id] ?? entry.group, criteriaSet };
  return {
    ...newUnit(details),
    exempt: exempt[id] ?? exemptOf(id),
    submission: {
      ...{ state: entry.id === ABSENT_UNIT ? "locked" : "submitted", at: null, by: null, reason: null },
      ...{ report: null, count: 1 },
    },
  };
}

const DUE = new Date("2025-01-20T01:00:00Z");

const BASE_YEAR = 2024;

const PERIOD: Period = {
  name: "Đánh giá, xếp hạng Chỉ số cải cách hành chính năm 2024",
  year: BASE_YEAR,
  state: "published",
  dates: {
    ...{ opensAt: DUE, selfAssessmentDue: DUE, appraisalDue: DUE, explanationDue: DUE },
    ...{ reappraisalDue: DUE, publishAt: DUE },
  },
  settings: {
    ...{ version: 1, decimals: 2, bands: {}, tieBreaks: [], explanationRound: true, surveyHeld: true },
  },
  groups: roster.groups,
  standingBody: roster.standingBody,
  standingBodyOwn: roster.standingBodyOwn,
  council: { decision: null, members: [] },
  criteriaSets: [...new Set(roster.units.map((unit) => unit.criteriaSet))],
  replaced: {},
  unitCount: roster.units.length,
  releaseRound: 1,
  moving: null,
  adoption: {
    ...{ at: DUE, by: "council", minutes: "Biên bản họp Hội đồng thẩm định" },
    insufficientSampleReason: "Số hồ sơ phát sinh trong năm của đơn vị ít hơn cỡ mẫu tối thiểu.",
  },
  ...{ seal: "run", decision: null, publication: null, previousPublication: null },
};

/** What a test may change of the fixture's year. */
export interface FixtureOptions {
  /** Another year than 2024 has other points in part. */
  year?: number;
  version?: number;
  corrects?: string;
  settings?: Partial<Settings>;
  /** Replaces names and groups of units, to see what pages do with them. */
  names?: Record<string, string>;
  groups?: Record<string, string>;
  /** Replaces the leaves from which a unit is exempt. */
  exempt?: Record<string, Record<string, string>>;
  /** Units that are not assessed. */
  without?: readonly string[];
  /** Changes a unit's points before they are computed. */
  edit?: (unit: string, ledger: Ledger) => void;
  scheme?: string;
  publication?: Partial<Publication>;
}

export interface Fixture {
  id: string;
  publication: Publication;
  sheets: Map<string, HashedSheet>;
  reader: PublicationReader;
}

function signed(root: string): Pick<Publication, "signature" | "publicKey" | "development"> {
  const header = Buffer.from("302e020100300506032b657004220420", "hex");
  const seed = createHash("sha256").update("fixture").digest();
  const key = createPrivateKey({ key: Buffer.concat([header, seed]), format: "der", type: "pkcs8" });
  return {
    signature: sign(null, Buffer.from(root, "hex"), key).toString("base64"),
    publicKey: createPublicKey(key).export({ format: "der", type: "spki" }).toString("base64"),
    development: true,
  };
}

/** A reader of several results. */
export function readerOf(results: readonly Omit<Fixture, "reader">[]): PublicationReader {
  const byId = new Map(results.map((result) => [result.id, result]));
  const versions = results.map(({ id, publication }) => ({ id, publication })).toSorted(newestFirst);
  return {
    latest: async () => versions[0] ?? null,
    publication: async (id) => byId.get(id)?.publication ?? null,
    catalogue: async () => versions,
    versions: async (scheme) => versions.filter(({ publication }) => publication.manifest.scheme === scheme),
    sheet: async (id, unit) => byId.get(id)?.sheets.get(unit) ?? null,
    sheets: async (id, units) => units.flatMap((unit) => byId.get(id)?.sheets.get(unit) ?? []),
  };
}

/**
 * A published year of the 28 units of Lai Châu with made-up scores: two sở tied, one huyện that did not
 * self-assess, one unit with exempt leaves, one with too small a sample.
 */
export function fixture(options: FixtureOptions = {}): Fixture {
  const { year = BASE_YEAR, version = 1, corrects = null, without = [], edit } = options;
  const period: Period = { ...PERIOD, year, settings: { ...PERIOD.settings, ...options.settings } };
  const scheme = options.scheme ?? "Chỉ số cải cách hành chính tỉnh Lai Châu";
  const ids = { scheme: "lai-chau", period: String(year), version };
  const sheets = new Map<string, HashedSheet>();
  for (const entry of roster.units.filter(({ id }) => !without.includes(id))) {
    const set = setOf(entry.criteriaSet);
    const unit = unitOf(entry, options);
    const ledger = ledgerOf(entry.id, unit, set, period);
    edit?.(entry.id, ledger);
    const place = { scheme: ids.scheme, period: ids.period, unit: entry.id };
    sheets.set(entry.id, freezeSheet(place, unit, set, computeSheet(compileSet(set), ledger), ledger));
  }
  const manifest = buildManifest(
    ids,
    { name: scheme, owner: "Ủy ban nhân dân tỉnh Lai Châu", tier: "province", parent: null },
    period,
    [...sheets.values()],
    { root: null, corrects },
  );
  const root = sealRoot(manifest);
  const publication: Publication = {
    ...{ manifest, root, ...signed(root) },
    decision: { number: "00/QĐ-UBND", date: "2025-01-17", file: "" },
    ...{ publishedAt: DUE, supersededBy: null },
    ...options.publication,
  };
  const result = { id: paths.publicationId(ids.scheme, ids.period, version), publication, sheets };
  return { ...result, reader: readerOf([result]) };
}

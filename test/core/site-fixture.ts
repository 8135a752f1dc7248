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

function ledgerOf(id: string, unit: Unit, set: CriteriaSet, settings: Settings): Ledger {
  const ledger = emptyLedger(id, unit, settings);
  const seed = TWIN_OF[id] ?? id;
  const quality = 0.35 + 0.5 * random(seed);
  let survey = 0;
  for (const { leaf } of leavesOf(set)) {
    if (unit.exempt[leaf.id] !== undefined) continue;
    const points = scoreOf(leaf, `${seed}/${leaf.id}`, quality);
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

function unitOf(entry: Roster["units"][number], name = entry.name): Unit {
  return {
    ...newUnit({ name, order: entry.order, group: entry.group, criteriaSet: entry.criteriaSet }),
    exempt: entry.id === EXEMPTING_UNIT ? { f4c2s1: EXEMPT_REASON, f6c4: EXEMPT_REASON } : {},
    submission: {
      ...{ state: entry.id === ABSENT_UNIT ? "locked" : "submitted", at: null, by: null, reason: null },
      ...{ report: null, count: 1 },
    },
  };
}

const DUE = new Date("2025-01-20T01:00:00Z");

const PERIOD: Period = {
  name: "Đánh giá, xếp hạng Chỉ số cải cách hành chính năm 2024",
  year: 2024,
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
  settings?: Partial<Settings>;
  /** Replaces names of units, to see what pages do with them. */
  names?: Record<string, string>;
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

/**
 * A published year of the 28 units of Lai Châu with made-up scores: two sở tied, one huyện that did not
 * self-assess, one unit with exempt leaves, one with too small a sample.
 */
export function fixture(options: FixtureOptions = {}): Fixture {
  const period: Period = { ...PERIOD, settings: { ...PERIOD.settings, ...options.settings } };
  const scheme = options.scheme ?? "Chỉ số cải cách hành chính tỉnh Lai Châu";
  const sheets = new Map<string, HashedSheet>();
  for (const entry of roster.units) {
    const set = setOf(entry.criteriaSet);
    const unit = unitOf(entry, options.names?.[entry.id]);
    const ledger = ledgerOf(entry.id, unit, set, period.settings);
    const place = { scheme: "lai-chau", period: "2024", unit: entry.id };
    sheets.set(entry.id, freezeSheet(place, unit, set, computeSheet(compileSet(set), ledger), ledger));
  }
  const manifest = buildManifest(
    { scheme: "lai-chau", period: "2024", version: 1 },
    { name: scheme, owner: "Ủy ban nhân dân tỉnh Lai Châu", tier: "province", parent: null },
    period,
    [...sheets.values()],
    { root: null, corrects: null },
  );
  const root = sealRoot(manifest);
  const publication: Publication = {
    ...{ manifest, root, ...signed(root) },
    decision: { number: "00/QĐ-UBND", date: "2025-01-17", file: "" },
    ...{ publishedAt: DUE, supersededBy: null },
    ...options.publication,
  };
  const id = paths.publicationId("lai-chau", "2024", 1);
  return {
    ...{ id, publication, sheets },
    reader: {
      latest: async () => ({ id, publication }),
      publication: async (asked) => (asked === id ? publication : null),
      versions: async () => [{ id, publication }],
      sheet: async (asked, unit) => (asked === id ? (sheets.get(unit) ?? null) : null),
    },
  };
}

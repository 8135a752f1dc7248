import {
  Adjustment,
  AuditEntry,
  type Before,
  type Commendation,
  type CommendedYear,
  CriteriaSet,
  HEAD_ACTS,
  headTerms,
  joinRanking,
  Ledger,
  type Manifest,
  Member,
  type Period,
  Publication,
  paths,
  predecessorsOf,
  provisionalResult,
  publishedResult,
  queries,
  RankingPart,
  type ReportContext,
  type ReportResult,
  resultOfSeal,
  Scheme,
  Seal,
  SealSheet,
  Unit,
} from "@parindex/core";
import type { Firestore } from "firebase/firestore";
import { readAll, readOne, readQuery } from "../data/read.ts";
import type { Session } from "../data/session.tsx";

/** Where reports are read from: the period one works in, and the others of the scheme. */
export type ReportPlace = Pick<Session, "scheme" | "periodId" | "period" | "periods"> & { db: Firestore };

/** A result with its whole ranking, wherever that stands. */
async function whole<Result extends { manifest: Manifest | null; parts?: number | undefined }>(
  db: Firestore,
  result: Result,
  partsPath: string,
): Promise<Result> {
  if (!result.manifest || result.parts === undefined) return result;
  const parts = [...(await readAll(db, partsPath, RankingPart))].sort(([a], [b]) => Number(a) - Number(b));
  return {
    ...result,
    manifest: joinRanking(
      result.manifest,
      parts.map(([, part]) => part),
    ),
  };
}

/** A publication in its newest version. */
export async function newestVersion(
  db: Firestore,
  id: string,
): Promise<{ id: string; publication: Publication }> {
  const publication = await readOne(db, paths.publication(id), Publication);
  if (!publication) throw new Error(`no publication ${id}`);
  if (publication.supersededBy) return newestVersion(db, publication.supersededBy);
  return { id, publication: await whole(db, publication, paths.publicationParts(id)) };
}

async function sealOf({ db, scheme, periodId, period }: ReportPlace): Promise<Seal | undefined> {
  if (!period.seal) return undefined;
  const seal = await readOne(db, paths.seal(scheme, periodId, period.seal), Seal);
  return seal && whole(db, seal, paths.sealParts(scheme, periodId, period.seal));
}

async function loadPublished(place: ReportPlace, publicationId: string): Promise<ReportResult> {
  const { id, publication } = await newestVersion(place.db, publicationId);
  const [sheets, seal] = await Promise.all([
    readAll(place.db, paths.publicationSheets(id), SealSheet),
    sealOf(place),
  ]);
  return publishedResult(publication, [...sheets.values()], seal);
}

async function adjustmentsOf({ db, scheme, periodId, period }: ReportPlace, units: Iterable<string>) {
  const { bonusCap, penaltyCap } = period.settings;
  if (bonusCap === undefined && penaltyCap === undefined) return new Map<string, Adjustment[]>();
  const read = [...units].map(async (unit) => {
    const found = await readAll(db, paths.adjustments(scheme, periodId, unit), Adjustment);
    return [unit, [...found.values()]] as const;
  });
  return new Map(await Promise.all(read));
}

async function loadUnpublished(place: ReportPlace): Promise<ReportResult> {
  const { db, scheme, periodId, period } = place;
  const [schemeDocument, units, ledgers, sets, seal] = await Promise.all([
    readOne(db, paths.scheme(scheme), Scheme),
    readAll(db, paths.units(scheme, periodId), Unit),
    readAll(db, paths.ledgers(scheme, periodId), Ledger),
    readAll(db, paths.criteriaSets(scheme, periodId), CriteriaSet),
    sealOf(place),
  ]);
  if (!schemeDocument) throw new Error(`no scheme ${scheme}`);
  const adjustments = await adjustmentsOf(place, units.keys());
  const ids = { scheme, period: periodId };
  const live = { ids, scheme: schemeDocument, period, units, ledgers, sets, adjustments };
  return period.state === "sealed" && seal ? resultOfSeal(live, seal) : provisionalResult(live);
}

/** The year's result as it stands: published, sealed, or provisional. */
export const loadResult = (place: ReportPlace): Promise<ReportResult> =>
  place.period.publication ? loadPublished(place, place.period.publication) : loadUnpublished(place);

/** What official documents name beside the result. */
export async function loadContext({ db, scheme, periodId, period }: ReportPlace): Promise<ReportContext> {
  const body = await readOne(db, paths.unit(scheme, periodId, period.standingBody), Unit);
  return {
    standingBody: body?.name ?? period.standingBody,
    council: period.council.decision,
    minutes: period.adoption?.minutes ?? null,
  };
}

const NOT_PUBLISHED = "chưa có kết quả công bố trong hệ thống";

const periodOf = ({ periods }: ReportPlace, year: number) => periods.find((one) => one.period.year === year);

async function yearOf(place: ReportPlace, year: number): Promise<CommendedYear> {
  const id = periodOf(place, year)?.period.publication;
  if (!id) return { year, manifest: null, reason: NOT_PUBLISHED };
  const { publication } = await newestVersion(place.db, id);
  return { year, manifest: publication.manifest };
}

/** Which units took over from which, as the units of the year and of those before it say. */
async function loadPredecessors({ db, scheme, period, periods }: ReportPlace, since: number) {
  const asked = periods.filter(({ period: { year } }) => year >= since && year <= period.year);
  const all = await Promise.all(asked.map(({ id }) => readAll(db, paths.units(scheme, id), Unit)));
  return predecessorsOf(all.flatMap((units) => [...units.values()]));
}

/** The year before, with which a report compares. */
export async function loadBefore(place: ReportPlace): Promise<Before> {
  const before = await yearOf(place, place.period.year - 1);
  if (before.manifest === null) return { year: null, reason: `năm ${before.year} ${before.reason}` };
  const predecessors = await loadPredecessors(place, before.year);
  return { year: { manifest: before.manifest, predecessors } };
}

/** How many entries of one kind are read of a year: more than a province has changes. */
const ENTRIES = 1_000;

/** Everyone who headed a unit, from the members and what the audit says of their roles. */
async function loadHeads({ db, scheme, periods }: ReportPlace) {
  const [members, ...entries] = await Promise.all([
    readAll(db, paths.members(scheme), Member),
    ...periods.flatMap(({ id }) =>
      HEAD_ACTS.map((act) => readQuery(db, queries.auditOfAct(scheme, id, act, ENTRIES), AuditEntry)),
    ),
  ]);
  return headTerms(
    [...members].map(([uid, member]) => ({ uid, member })),
    entries.flatMap((found) => [...found.values()]),
  );
}

const YEARS = 3;

/** What emulation and commendation boards look at: three years, and the heads. */
export async function loadCommendation(place: ReportPlace): Promise<Commendation> {
  const { year, publication: id } = place.period;
  if (!id) throw new Error("the result is not published");
  const first = year - YEARS + 1;
  const [result, earlier, predecessors, heads, { publication }] = await Promise.all([
    loadPublished(place, id),
    Promise.all(Array.from({ length: YEARS - 1 }, (_, at) => yearOf(place, first + at))),
    loadPredecessors(place, first),
    loadHeads(place),
    newestVersion(place.db, id),
  ]);
  const years: CommendedYear[] = [...earlier, { year, manifest: result.manifest }];
  return { result, years, predecessors, heads, until: publication.publishedAt };
}

/** Whether a period's result can be decided on: it was sealed here. */
export const isDecidable = ({ state, imported }: Period): boolean =>
  (state === "sealed" || state === "published") && imported === undefined;

import {
  BLANK_PERIOD,
  buildManifest,
  differencesOf,
  type Imported,
  isFrozen,
  issuesOfPast,
  type PastIssue,
  type PastSheet,
  type Period,
  pastSettings,
  pastSheets,
  paths,
  refusalOfPast,
  type Scheme,
  type Seal,
  sealRoot,
  withLeaves,
} from "@parindex/core";
import { addMinutes } from "date-fns/addMinutes";
import type { CollectionReference, QueryDocumentSnapshot } from "firebase-admin/firestore";
import { type AuditNote, actOnScheme, type Input, periodKey, type SchemeScene } from "./act.ts";
import { writeRanked } from "./publications.ts";
import { refs } from "./refs.ts";
import { Refused } from "./refused.ts";
import { LEASE_MINUTES, newSeal } from "./sealing.ts";
import { signPublication, signRoot } from "./signing.ts";
import { commitAll, type Write } from "./transaction.ts";

type PastInput = Input<"importPastYear">;
type StoredPeriod = QueryDocumentSnapshot<Period>;

/** How many issues a refusal names; the first ones usually explain the rest. */
const NAMED = 20;

const publicationOf = ({ scheme, period }: PastInput): string => paths.publicationId(scheme, period, 1);

const issueText = ({ unit, message }: PastIssue): string => (unit === null ? message : `${unit}: ${message}`);

function requireSound(input: PastInput): void {
  const issues = issuesOfPast(input);
  if (issues.length === 0) return;
  const more = issues.length > NAMED ? `; và ${issues.length - NAMED} lỗi khác` : "";
  throw new Refused(
    `Kết quả năm ${input.year} có ${issues.length} lỗi: ${issues.slice(0, NAMED).map(issueText).join("; ")}${more}.`,
  );
}

/** The periods of the scheme, the latest year first, after refusing an id or a year that one of them has. */
async function requireNewYear({ tx, now }: SchemeScene, input: PastInput): Promise<StoredPeriod[]> {
  const { docs } = await tx.query(refs.periods(input.scheme));
  if (docs.some(({ id }) => id === input.period)) throw new Refused(`Đã có kỳ đánh giá «${input.period}».`);
  if (docs.some((doc) => doc.data().year === input.year))
    throw new Refused(`Đã có kỳ đánh giá năm ${input.year}.`);
  const refusal = refusalOfPast(input, now);
  if (refusal) throw new Refused(refusal);
  return docs.toSorted((a, b) => b.data().year - a.data().year);
}

/** The beginning, in Vietnam, of the day on which the result was decided. */
const decidedAt = ({ decision }: PastInput): Date => new Date(`${decision.date}T00:00:00+07:00`);

/** Everything of the year but its period and its publication, as writes that store the same when they are done again. */
function writesOf(input: PastInput, sheets: readonly PastSheet[]): Write[] {
  const key = periodKey(input);
  const publication = publicationOf(input);
  return [
    ...input.sets.map(
      (set): Write =>
        (batch) =>
          batch.set(refs.criteriaSet(key, set.id), withLeaves(set)),
    ),
    ...sheets.flatMap(({ id, unit, ledger, index, hashed }): Write[] => {
      const of = { ...key, unit: id };
      return [
        (batch) => batch.set(refs.unit(of), unit),
        (batch) => batch.set(refs.ledger(of), ledger),
        (batch) => batch.set(refs.index(of), index),
        (batch) => batch.set(refs.publicationSheet(publication, id), hashed),
      ];
    }),
  ];
}

/** Takes away what an earlier run that died has left of other units and sets. */
async function removeLeftovers(input: PastInput): Promise<void> {
  const key = periodKey(input);
  const units = new Set(input.units.map(({ unit }) => unit));
  const sets = new Set(input.sets.map(({ id }) => id));
  const extraOf = async (collection: CollectionReference, kept: ReadonlySet<string>) =>
    (await collection.listDocuments()).filter(({ id }) => !kept.has(id));
  const indices = refs.index({ ...key, unit: "x" }).parent;
  const extra = await Promise.all([
    extraOf(refs.criteriaSets(key), sets),
    ...[refs.units(key), refs.ledgers(key), indices, refs.publicationSheets(publicationOf(input))].map(
      (collection) => extraOf(collection, units),
    ),
  ]);
  await commitAll(extra.flat().map((ref) => (batch) => batch.delete(ref)));
}

/** The run under which an import claims its year, as sealing claims a period. */
const RUN = "s1";

/** Claims the year for this import, so that no other one writes into it; one that died gives way after its lease. */
async function claim(scene: SchemeScene, input: PastInput): Promise<Date> {
  const { tx, now } = scene;
  const ref = refs.seal(periodKey(input), RUN);
  await requireNewYear(scene, input);
  requireSound(input);
  const seal = (await tx.get(ref)).data();
  if (seal && seal.lease > now)
    throw new Refused(`Năm ${input.year} đang được nhập. Hãy thử lại sau ${LEASE_MINUTES} phút.`);
  tx.set(ref, { ...newSeal(RUN, now), lease: addMinutes(now, LEASE_MINUTES) });
  return now;
}

async function requireClaimed({ tx }: SchemeScene, input: PastInput, claimedAt: Date): Promise<Seal> {
  const seal = await tx.must(refs.seal(periodKey(input), RUN));
  if (seal.claimedAt.getTime() !== claimedAt.getTime())
    throw new Refused(`Người khác đã bắt đầu nhập lại năm ${input.year}.`);
  return seal;
}

/** A published period whose steps were all over when its result was decided. */
function periodOf(input: PastInput, newest: Period, before: Period | undefined, imported: Imported): Period {
  const at = decidedAt(input);
  return {
    ...BLANK_PERIOD,
    ...{ name: input.name, year: input.year, state: "published", groups: input.groups },
    dates: {
      ...{ opensAt: at, selfAssessmentDue: at, appraisalDue: at },
      ...{ explanationDue: at, reappraisalDue: at, publishAt: at },
    },
    settings: pastSettings(input),
    ...{ standingBody: newest.standingBody, standingBodyOwn: newest.standingBodyOwn },
    council: { decision: null, members: [] },
    criteriaSets: input.sets.map(({ id }) => id),
    unitCount: input.units.length,
    ...{ decision: input.decision, publication: publicationOf(input), seal: RUN },
    imported,
    previousPublication: before?.publication ?? null,
  };
}

/** The manifest over all sheets, and its signed root. */
function sealed(
  input: PastInput,
  scheme: Scheme,
  period: Period,
  sheets: readonly PastSheet[],
  previousRoot: string | null,
) {
  const ids = { ...periodKey(input), version: 1 };
  const chain = { root: previousRoot, corrects: null };
  const manifest = buildManifest(
    ids,
    scheme,
    period,
    sheets.map(({ hashed }) => hashed),
    chain,
  );
  const root = sealRoot(manifest);
  return { manifest, signed: { root, ...signRoot(root) } };
}

/** Writes publication and period together, and lets the year after it look back on it as long as that is not sealed. */
async function finish(
  scene: SchemeScene,
  input: PastInput,
  sheets: readonly PastSheet[],
  claimedAt: Date,
): Promise<AuditNote> {
  const { tx, uid, now } = scene;
  const { reason, source } = input;
  const periods = await requireNewYear(scene, input);
  const seal = await requireClaimed(scene, input, claimedAt);
  const scheme = await tx.must(refs.scheme(input));
  const [newest] = periods;
  if (!newest) throw new Refused("Chương trình chưa có kỳ đánh giá nào.");
  const before = periods.find((doc) => doc.data().year < input.year)?.data();
  const after = periods.findLast((doc) => doc.data().year > input.year);
  const earlier = before?.publication
    ? (await tx.get(refs.publication(before.publication))).data()
    : undefined;
  const differences = differencesOf(input, sheets);
  const imported: Imported = { by: uid, at: now, source: input.source, differences };
  const period = periodOf(input, newest.data(), before, imported);
  const { manifest, signed } = sealed(input, scheme, period, sheets, earlier?.root ?? null);
  const publication = publicationOf(input);
  if (after && after.data().previousPublication === null && !isFrozen(after.data().state))
    tx.update(refs.period({ scheme: input.scheme, period: after.id }), { previousPublication: publication });
  const ended = { ...seal, ...signed, state: "done" as const, done: input.units.length, manifest };
  const published = signPublication({
    ...{ ...signed, manifest, decision: input.decision },
    ...{ publishedAt: now, supersededBy: null, imported },
  });
  writeRanked(tx, refs.sealParts(periodKey(input), RUN), ended, (stored) =>
    tx.set(refs.seal(periodKey(input), RUN), stored),
  );
  writeRanked(tx, refs.publicationParts(publication), published, (stored) =>
    tx.create(refs.publication(publication), stored),
  );
  tx.create(refs.period(periodKey(input)), period);
  const counts = { units: sheets.length, differences: differences.length };
  return { reason, detail: { publication, root: signed.root, source, ...counts } };
}

/**
 * Takes in a past year: computes and freezes its sheets as sealing does, and publishes them with what the source states
 * otherwise. Publication and period are written last and together, so that a run that died is not seen and is done again.
 */
export async function importPastYear(input: PastInput, uid: string): Promise<void> {
  const key = periodKey(input);
  let claimedAt = new Date(0);
  await actOnScheme("importPastYear", key, uid, "admin", async (scene) => {
    claimedAt = await claim(scene, input);
    return null;
  });
  const sheets = pastSheets(key, input);
  await removeLeftovers(input);
  await commitAll(writesOf(input, sheets));
  await actOnScheme("importPastYear", key, uid, "admin", (scene) => finish(scene, input, sheets, claimedAt));
}

import "./environment.ts";
import {
  type CorrectionChange,
  type Decision,
  type Period,
  type PreparedCorrection,
  type Publication,
  paths,
  type ResultFinding,
  verifyResult,
} from "../../../core/src/index.ts";
import { advanceAll } from "../../../functions/src/schedule/advanceYear.ts";
import { draftCorrection } from "../../../functions/src/store/correcting.ts";
import { enterPublicationDecision, publish } from "../../../functions/src/store/publishing.ts";
import { type PeriodKey, refs } from "../../../functions/src/store/refs.ts";
import { sealResult } from "../../../functions/src/store/sealing.ts";
import { fullYear } from "./small-year.ts";

export const DECISION: Decision = {
  ...{ number: "123/QĐ-UBND", date: "2025-02-28", file: "https://example.vn/qd-123.pdf" },
};
/** The decision by which a correction is published. */
export const CORRECTING = {
  number: "456/QĐ-UBND",
  date: "2025-06-30",
  file: "https://example.vn/qd-456.pdf",
};

export const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000);

/** The id of a version of a period's result. */
export const versionOf = ({ scheme, period }: PeriodKey, version = 1) =>
  paths.publicationId(scheme, period, version);

export async function publicationOf(key: PeriodKey, version = 1): Promise<Publication> {
  const publication = (await refs.publication(versionOf(key, version)).get()).data();
  if (!publication) throw new Error(`no version ${version}`);
  return publication;
}

export const sheetsOf = async (key: PeriodKey, version = 1) =>
  (await refs.publicationSheets(versionOf(key, version)).get()).docs.map((doc) => doc.data());

export const isThere = async (key: PeriodKey, version = 1) =>
  (await refs.publication(versionOf(key, version)).get()).exists;

/** What anyone who checks a stored version would find wrong, from its sheets up to its root. */
export async function faultsOf(key: PeriodKey, version = 1): Promise<ResultFinding[]> {
  const { manifest, root } = await publicationOf(key, version);
  const sheets = (await sheetsOf(key, version)).map(({ sheet }) => sheet);
  return verifyResult(manifest, sheets, root);
}

/** Prepares the correction of a version. */
export async function drafted(
  key: PeriodKey,
  changes: CorrectionChange[],
  version = 1,
): Promise<PreparedCorrection> {
  const draft = await draftCorrection({ ...key, corrects: versionOf(key, version), changes }, "admin");
  if (!draft) throw new Error("nothing drafted");
  return draft;
}

/** A whole year that is sealed. */
export async function sealedYear(test: string, more: Partial<Period> = {}): Promise<PeriodKey> {
  const key = await fullYear(test, true, more);
  await sealResult(key, "admin");
  return key;
}

/** A whole year whose result is published. */
export async function publishedYear(test: string, more: Partial<Period> = {}): Promise<PeriodKey> {
  const key = await sealedYear(test, more);
  await enterPublicationDecision({ ...key, decision: DECISION, publishAt: inMinutes(5) }, "admin");
  const now = new Date();
  await refs.period(key).update({ "dates.publishAt": now });
  await publish(key, now);
  return key;
}

/** Lets the schedule run at this instant; what stands badly among the years that other tests left is none of ours. */
export async function runSchedule(now: Date): Promise<void> {
  await advanceAll(now).catch((error: unknown) => {
    if (!(error instanceof AggregateError)) throw error;
  });
}

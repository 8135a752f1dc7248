import "./environment.ts";
import { setTimeout as sleep } from "node:timers/promises";
import { type Decision, type Period, type Publication, paths } from "../../../core/src/index.ts";
import { advanceAll } from "../../../functions/src/schedule/advanceYear.ts";
import { enterPublicationDecision, publish } from "../../../functions/src/store/publishing.ts";
import { type PeriodKey, refs } from "../../../functions/src/store/refs.ts";
import { sealResult } from "../../../functions/src/store/sealing.ts";
import { fullYear } from "./small-year.ts";

export const DECISION: Decision = {
  ...{ number: "123/QĐ-UBND", date: "2025-02-28", file: "https://example.vn/qd-123.pdf" },
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

/** A whole year that is sealed. */
export async function sealedYear(test: string, more: Partial<Period> = {}): Promise<PeriodKey> {
  const key = await fullYear(test, true, more);
  await sealResult(key, "admin");
  return key;
}

const SOON = 50;

/** A whole year whose result is published. */
export async function publishedYear(test: string, more: Partial<Period> = {}): Promise<PeriodKey> {
  const key = await sealedYear(test, more);
  const publishAt = new Date(Date.now() + SOON);
  await enterPublicationDecision({ ...key, decision: DECISION, publishAt }, "admin");
  await sleep(2 * SOON);
  await publish(key, new Date());
  return key;
}

/** Lets the schedule run at this instant; what stands badly among the years that other tests left is none of ours. */
export async function runSchedule(now: Date): Promise<void> {
  await advanceAll(now).catch((error: unknown) => {
    if (!(error instanceof AggregateError)) throw error;
  });
}

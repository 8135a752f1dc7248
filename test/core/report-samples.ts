import type { ReportContext, ReportResult, SealedResult } from "../../core/src/index.ts";
import { type FixtureOptions, fixture } from "./site-fixture.ts";

export const SEALED_AT = new Date("2025-01-15T07:05:00Z");

/** The fixture's year as reports see it once it is sealed. */
export function sealedResult(options: FixtureOptions = {}): SealedResult {
  const { publication, sheets } = fixture(options);
  const { manifest, root } = publication;
  const order = manifest.ranking.flatMap(({ units }) => units.map(({ unit }) => unit));
  return {
    ...{ manifest, root, sealedAt: SEALED_AT, decision: null },
    sheets: order.flatMap((unit) => sheets.get(unit)?.sheet ?? []),
  };
}

/** The same before it is sealed. */
export const provisionalResult = (options: FixtureOptions = {}): ReportResult => ({
  ...sealedResult(options),
  root: null,
  sealedAt: null,
});

export const CONTEXT: ReportContext = {
  standingBody: "Sở Nội vụ",
  council: { number: "100/QĐ-UBND", date: "2024-11-05" },
  minutes: "Biên bản họp Hội đồng số 05/BB-HĐTĐ ngày 10/01/2025",
};

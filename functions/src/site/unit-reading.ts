import { inclusionOf, type SealSheet } from "@parindex/core";
import type { Place } from "./change.ts";
import { MOST_UNITS, sheetsOf } from "./group-fields.ts";
import { findUnit, type PublishedResult } from "./result.ts";
import type { SheetOnShow } from "./sheet-page.ts";
import type { PublicationReader } from "./site.ts";
import { resultsBefore } from "./years.ts";

/** How many years before its own a unit's page looks back. */
const YEARS_BACK = 9;

/** Reads what a unit's page shows beside its sheet: the sheets of its group, and the years before as they stood then. */
export async function readSheetOnShow(
  result: PublishedResult,
  place: Place,
  published: SealSheet,
  publications: PublicationReader,
  now: Date,
): Promise<SheetOnShow> {
  const { group, unit } = place;
  const asOf = result.publication.publishedAt;
  const compared = group.ranked && group.units.length <= MOST_UNITS;
  const [peers, earlier] = await Promise.all([
    compared ? sheetsOf(publications, result, group) : { group, sheets: [published.sheet] },
    resultsBefore(result, publications, { asOf, now, most: YEARS_BACK }),
  ]);
  const [first] = earlier;
  const stood = first && findUnit(first.publication.manifest, unit.unit);
  const before = stood ? await publications.sheet(first.id, unit.unit) : null;
  const proof = inclusionOf(result.id, result.publication, unit.unit);
  return { result, ...place, published, proof, peers, earlier, before: before?.sheet ?? null };
}

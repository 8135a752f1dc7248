import type { Catalogued } from "@parindex/core";
import type { PublishedResult } from "./result.ts";
import type { PublicationReader } from "./site.ts";

/** A published version without its ranking, with the id that stands in its URL. */
export type PublishedVersion = Catalogued;

/** Newest years first, and of each its newest versions. */
export const newestFirst = (a: PublishedVersion, b: PublishedVersion): number =>
  b.publication.manifest.year - a.publication.manifest.year ||
  b.publication.manifest.version - a.publication.manifest.version;

/**
 * What stood for a year at an instant: its last version that was out by then. Where none was, as with a past year that was
 * imported later, its first version that is out `now`.
 */
function standing(ofYear: readonly PublishedVersion[], asOf: Date, now: Date): PublishedVersion | undefined {
  const out = (by: Date) => ofYear.filter(({ publication }) => publication.publishedAt <= by);
  return out(asOf).toSorted(newestFirst)[0] ?? out(now).toSorted(newestFirst).at(-1);
}

/**
 * The versions that a version of `year` is compared with, one for each year before it, the newest year first. A version's
 * page may be kept for good, so it looks back from its own publication (`asOf`): what was corrected later in an earlier
 * year does not change it (docs/decisions/0008).
 */
export function yearsBefore(
  versions: readonly PublishedVersion[],
  year: number,
  asOf: Date,
  now: Date,
): PublishedVersion[] {
  const earlier = versions.filter(({ publication }) => publication.manifest.year < year);
  return [...Map.groupBy(earlier, ({ publication }) => publication.manifest.year).values()]
    .flatMap((ofYear) => standing(ofYear, asOf, now) ?? [])
    .toSorted(newestFirst);
}

/** The results of the `most` newest years before a result, as `yearsBefore` chooses their versions. */
export async function resultsBefore(
  { publication: { manifest } }: PublishedResult,
  publications: PublicationReader,
  { asOf, now, most }: { asOf: Date; now: Date; most: number },
): Promise<PublishedResult[]> {
  const versions = await publications.versions(manifest.scheme);
  const chosen = yearsBefore(versions, manifest.year, asOf, now).slice(0, most);
  const found = await Promise.all(
    chosen.map(async ({ id }) => ({ id, publication: await publications.publication(id) })),
  );
  return found.flatMap(({ id, publication }) => (publication ? [{ id, publication }] : []));
}

import { type Compared, comparePage, comparisonRefused, MOST_COMPARED } from "./compare-page.ts";
import { fieldPage } from "./field-page.ts";
import { fieldsPage } from "./fields-page.ts";
import { groupsShown, sheetsOf } from "./group-fields.ts";
import type { Html } from "./html.ts";
import { leafPage } from "./leaf-page.ts";
import { type AnalysisRoute, links } from "./links.ts";
import { CACHE, pageResponse, redirectResponse, type SiteRequest, type SiteResponse } from "./response.ts";
import { findUnit, groupsInReadingOrder, type PublishedResult } from "./result.ts";
import type { PublicationReader } from "./site.ts";
import { t } from "./text/text.ts";
import type { PublishedVersion } from "./years.ts";
import { type Correction, yearsPage } from "./years-page.ts";

const text = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);

/** The units that a comparison asks for, in their order: each once, blank choices left out. */
function unitsAsked({ query }: SiteRequest): string[] {
  const asked = [query["don-vi"]].flat().flatMap((value) => text(value) ?? []);
  return [...new Set(asked)];
}

/** Whether a request for a comparison is spelled as `links.compare` would: else it is sent there. */
function isCanonical({ query }: SiteRequest, units: readonly string[]): boolean {
  const given = [query["don-vi"] ?? []].flat();
  return Object.keys(query).every((name) => name === "don-vi") && given.length === units.length;
}

async function comparison(
  request: SiteRequest,
  result: PublishedResult,
  publications: PublicationReader,
): Promise<SiteResponse> {
  const asked = unitsAsked(request);
  if (asked.some((unit) => !findUnit(result.publication.manifest, unit)))
    return pageResponse(404, CACHE.none, comparisonRefused(result, t("compareUnknown")));
  if (asked.length > MOST_COMPARED)
    return pageResponse(
      400,
      CACHE.none,
      comparisonRefused(result, t("compareTooMany", { most: MOST_COMPARED })),
    );
  if (!isCanonical(request, asked)) return redirectResponse(links.compare(result.id, asked));
  const sheets = await publications.sheets(result.id, asked);
  const units = sheets.flatMap(({ sheet }): Compared[] => {
    const place = findUnit(result.publication.manifest, sheet.unit);
    return place ? [{ ...place, sheet }] : [];
  });
  return pageResponse(200, CACHE.frozen, comparePage(result, units));
}

/** A page over the sheets of a result's groups, or of the one group that `?nhom=` names. Null where nothing stands there. */
async function groupPage(
  route: Exclude<AnalysisRoute, { page: "compare" }>,
  { query }: SiteRequest,
  result: PublishedResult,
  publications: PublicationReader,
): Promise<Html | null> {
  const groups = groupsShown(groupsInReadingOrder(result.publication.manifest), text(query.nhom));
  if (!groups) return null;
  const shown = await Promise.all(groups.map((group) => sheetsOf(publications, result, group)));
  switch (route.page) {
    case "fields":
      return fieldsPage(result, shown);
    case "field":
      return fieldPage(result, shown, route.field);
    case "leaf":
      return leafPage(result, shown, route.set, route.leaf);
  }
}

/** Answers a page that looks at a published result across its units; null where there is no such page. */
export async function analysisResponse(
  route: AnalysisRoute,
  request: SiteRequest,
  result: PublishedResult,
  publications: PublicationReader,
): Promise<SiteResponse | null> {
  if (route.page === "compare") return comparison(request, result, publications);
  const page = await groupPage(route, request, result, publications);
  return page && pageResponse(200, CACHE.frozen, page);
}

/** Both rankings of a version that corrects another, where both are there. */
async function correctionOf(
  { id, publication: { manifest } }: PublishedVersion,
  publications: PublicationReader,
): Promise<[string, Correction][]> {
  if (!manifest.corrects) return [];
  const [correcting, corrected] = await Promise.all([
    publications.publication(id),
    publications.publication(manifest.corrects),
  ]);
  if (!correcting || !corrected) return [];
  const of = { correcting: { id, publication: correcting } };
  return [[id, { ...of, corrected: { id: manifest.corrects, publication: corrected } }]];
}

/** Every year and version of a scheme that is out; null where nothing is. */
export async function yearsResponse(
  scheme: string | null,
  publications: PublicationReader,
  now: Date,
): Promise<SiteResponse | null> {
  const of = scheme ?? (await publications.latest())?.publication.manifest.scheme;
  if (of === undefined) return null;
  const all = await publications.versions(of);
  const versions = all.filter(({ publication }) => publication.publishedAt <= now);
  if (versions.length === 0) return null;
  const found = await Promise.all(versions.map((version) => correctionOf(version, publications)));
  return pageResponse(200, CACHE.latest, yearsPage(versions, new Map(found.flat())));
}

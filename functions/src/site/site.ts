import {
  attestationOf,
  type Catalogued,
  canonicalJson,
  inclusionOf,
  type Publication,
  type SealSheet,
} from "@parindex/core";
import { analysisResponse, yearsResponse } from "./analysis.ts";
import { links, type Route, routeOf } from "./links.ts";
import { notFoundPage, nothingPublishedPage, unavailablePage } from "./messages.ts";
import { methodPage } from "./method-page.ts";
import { openDataPage } from "./open/page.ts";
import { rankingPage } from "./ranking-page.ts";
import {
  CACHE,
  jsonResponse,
  pageResponse,
  revalidated,
  type SiteRequest,
  type SiteResponse,
} from "./response.ts";
import { findUnit, type PublishedResult } from "./result.ts";
import { sheetPage } from "./sheet-page.ts";
import { readSheetOnShow } from "./unit-reading.ts";
import { verifyPage } from "./verify-page.ts";
import { versionsJson } from "./versions.ts";
import { type PublishedVersion, resultsBefore } from "./years.ts";

export type { SiteRequest, SiteResponse } from "./response.ts";

/** Where the site finds what has been published. */
export interface PublicationReader {
  /** The newest year's last version of the scheme that this site shows. */
  latest(): Promise<PublishedResult | null>;
  /** All publications of that scheme, newest year and version first. */
  catalogue(): Promise<Catalogued[]>;
  publication(id: string): Promise<Publication | null>;
  /** Every version of every year of a scheme, without its ranking, the newest first. */
  versions(scheme: string): Promise<PublishedVersion[]>;
  sheet(publication: string, unit: string): Promise<SealSheet | null>;
  /** The sheets of these units, in their order, without those that are not there. */
  sheets(publication: string, units: readonly string[]): Promise<SealSheet[]>;
}

type RouteTo<Page extends Route["page"]> = Extract<Route, { page: Page }>;

const notFound = (): SiteResponse => pageResponse(404, CACHE.none, notFoundPage());

/** What the site answers while the data can't be reached. */
export function unavailable(): SiteResponse {
  const response = pageResponse(503, CACHE.none, unavailablePage());
  return { ...response, headers: { ...response.headers, "Retry-After": "60" } };
}

/** Whether a result is out. What is dated later than now is not there for anyone. */
const isOut = (result: PublishedResult | null, now: Date): result is PublishedResult =>
  result !== null && result.publication.publishedAt <= now;

async function latestPage(publications: PublicationReader, now: Date): Promise<SiteResponse> {
  const result = await publications.latest();
  if (!isOut(result, now)) return pageResponse(200, CACHE.none, nothingPublishedPage());
  const [before = null] = await resultsBefore(result, publications, { asOf: now, now, most: 1 });
  return pageResponse(200, CACHE.latest, rankingPage(result, true, before));
}

/** The ranking of one version, compared with the year before as it stood when the version came out. */
async function versionPage(result: PublishedResult, publications: PublicationReader, now: Date) {
  const asOf = result.publication.publishedAt;
  const [before = null] = await resultsBefore(result, publications, { asOf, now, most: 1 });
  return pageResponse(200, CACHE.frozen, rankingPage(result, false, before));
}

/** The versions of the scheme that this site shows, as data and as a page that verifies them. */
async function ofVersions(
  page: RouteTo<"verify" | "versions">["page"],
  publications: PublicationReader,
  now: Date,
): Promise<SiteResponse> {
  const newest = await publications.latest();
  const result = isOut(newest, now) ? newest : null;
  const versions = result ? await publications.versions(result.publication.manifest.scheme) : [];
  const out = versions.filter(({ publication }) => publication.publishedAt <= now);
  const cache = result ? CACHE.latest : CACHE.none;
  return page === "verify"
    ? pageResponse(200, cache, verifyPage(result, out))
    : jsonResponse(cache, versionsJson(out));
}

function dataOf(page: RouteTo<"resultData" | "attestation" | "successor">["page"], result: PublishedResult) {
  switch (page) {
    case "resultData":
      return jsonResponse(CACHE.frozen, canonicalJson(result.publication.manifest));
    case "attestation":
      return jsonResponse(CACHE.frozen, canonicalJson(attestationOf(result.publication)));
    case "successor": {
      const { supersededBy } = result.publication;
      return jsonResponse(CACHE.latest, canonicalJson({ url: supersededBy && links.result(supersededBy) }));
    }
  }
}

async function ofSheet(
  { page, unit: id }: RouteTo<"sheet" | "sheetData" | "proof">,
  result: PublishedResult,
  publications: PublicationReader,
  now: Date,
): Promise<SiteResponse> {
  const place = findUnit(result.publication.manifest, id);
  const published = place && (await publications.sheet(result.id, id));
  if (!place || !published) return notFound();
  if (page === "sheetData") return jsonResponse(CACHE.frozen, canonicalJson(published.sheet));
  if (page === "proof")
    return jsonResponse(CACHE.frozen, canonicalJson(inclusionOf(result.id, result.publication, id)));
  const shown = await readSheetOnShow(result, place, published, publications, now);
  return pageResponse(200, CACHE.frozen, sheetPage(shown));
}

async function respond(
  request: SiteRequest,
  publications: PublicationReader,
  now: Date,
): Promise<SiteResponse> {
  const route = routeOf(request.path);
  if (!route) return notFound();
  if (route.page === "latest") return latestPage(publications, now);
  if (route.page === "openData") return pageResponse(200, CACHE.text, openDataPage());
  if (route.page === "years") return (await yearsResponse(route.scheme, publications, now)) ?? notFound();
  if (route.page === "method") return pageResponse(200, CACHE.text, methodPage());
  if (!("publication" in route)) return ofVersions(route.page, publications, now);
  const publication = await publications.publication(route.publication);
  const result = publication && { id: route.publication, publication };
  if (!isOut(result, now)) return notFound();
  switch (route.page) {
    case "result":
      return versionPage(result, publications, now);
    case "sheet":
    case "sheetData":
    case "proof":
      return ofSheet(route, result, publications, now);
    case "fields":
    case "field":
    case "leaf":
    case "compare":
      return (await analysisResponse(route, request, result, publications)) ?? notFound();
    default:
      return dataOf(route.page, result);
  }
}

/**
 * Answers a reader of the public site from what has been published (design §11). A version's pages and data may be
 * kept for good; the newest result for a minute; what is not published never.
 */
export async function renderSite(
  request: SiteRequest,
  publications: PublicationReader,
  now: Date,
): Promise<SiteResponse> {
  return revalidated(request, await respond(request, publications, now));
}

import {
  attestationOf,
  type Catalogued,
  canonicalJson,
  type FrozenSheet,
  inclusionOf,
  type Publication,
  type SealSheet,
} from "@parindex/core";
import { analysisResponse, yearsResponse } from "./analysis.ts";
import { resultCard, unitCard } from "./card.ts";
import { embedPage, emptyEmbedPage } from "./embed-page.ts";
import type { Html } from "./html.ts";
import { links, type ResultRoute, routeOf, type SiteRoute, type UnitRoute } from "./links.ts";
import { robots, sitemap } from "./machine-files.ts";
import { notFoundPage, nothingPublishedPage, tooManyPage, unavailablePage } from "./messages.ts";
import { methodPage } from "./method-page.ts";
import { openDataPage } from "./open/page.ts";
import { png } from "./picture.ts";
import { rankingPage } from "./ranking-page.ts";
import { languageOf, queryText, within } from "./reading.ts";
import {
  CACHE,
  fileResponse,
  framedResponse,
  jsonResponse,
  pageResponse,
  revalidated,
  type SiteRequest,
  type SiteResponse,
} from "./response.ts";
import { findUnit, type PublishedResult } from "./result.ts";
import { searchResult, sheetsOfSets, wantedOf } from "./search.ts";
import { searchPage } from "./search-page.ts";
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

const notFound = (): SiteResponse => pageResponse(404, CACHE.none, notFoundPage());

/** What the site answers while the data can't be reached. */
export function unavailable(errorId: string): SiteResponse {
  const response = pageResponse(503, CACHE.none, unavailablePage(errorId));
  return { ...response, headers: { ...response.headers, "Retry-After": "60" } };
}

/** Whether a page is made anew for each question, so that asking often costs much. */
export const isSearch = (path: string): boolean => /^(\/en)?\/tim\/?$/.test(path);

/** What somebody is answered who asks too often, with how many seconds to wait. */
export function tooMany(request: SiteRequest, seconds: number): SiteResponse {
  const asked = languageOf(request.path) ?? { language: "vi", path: "/" };
  const place = { origin: request.origin ?? "", query: "" };
  const response = within({ ...asked, ...place }, () => pageResponse(429, CACHE.none, tooManyPage(seconds)));
  return { ...response, headers: { ...response.headers, "Retry-After": String(seconds) } };
}

/** Whether a result is out. What is dated later than now is not there for anyone. */
const isOut = (result: PublishedResult | null, now: Date): result is PublishedResult =>
  result !== null && result.publication.publishedAt <= now;

/** The sheets by which the newest result's criteria are searched, kept while it stays the newest. */
const searched = new WeakMap<PublicationReader, { root: string; sheets: Promise<FrozenSheet[]> }>();

function sheetsToSearch(result: PublishedResult, publications: PublicationReader): Promise<FrozenSheet[]> {
  const { manifest, root } = result.publication;
  const known = searched.get(publications);
  if (known?.root === root) return known.sheets;
  const sheets = sheetsOfSets(manifest, (unit) => publications.sheet(result.id, unit));
  searched.set(publications, { root, sheets });
  sheets.catch(() => searched.delete(publications));
  return sheets;
}

async function foundPage(
  { query }: SiteRequest,
  result: PublishedResult,
  publications: PublicationReader,
): Promise<SiteResponse> {
  const wanted = wantedOf(query.q);
  const sheets = wanted ? await sheetsToSearch(result, publications) : [];
  const found = searchResult(result.publication.manifest, sheets, wanted ?? "");
  const page = searchPage(result, wanted, found);
  return wanted === null ? pageResponse(400, CACHE.none, page) : pageResponse(200, CACHE.latest, page);
}

async function sitemapResponse(
  result: PublishedResult | null,
  publications: PublicationReader,
  now: Date,
): Promise<SiteResponse> {
  if (!result) return fileResponse(CACHE.none, "application/xml", sitemap(null));
  const [sheets, versions] = await Promise.all([
    sheetsToSearch(result, publications),
    publications.versions(result.publication.manifest.scheme),
  ]);
  const out = versions.filter(({ publication }) => publication.publishedAt <= now);
  return fileResponse(CACHE.latest, "application/xml", sitemap({ result, sheets, versions: out }));
}

/** The newest result, compared with the year before as that stands now. */
async function latestPage(result: PublishedResult, publications: PublicationReader, now: Date) {
  const [before = null] = await resultsBefore(result, publications, { asOf: now, now, most: 1 });
  return pageResponse(200, CACHE.latest, rankingPage(result, true, before));
}

/** The versions of the scheme that this site shows, as data and as a page that verifies them. */
async function ofVersions(
  page: "verify" | "versions",
  result: PublishedResult | null,
  publications: PublicationReader,
  now: Date,
): Promise<SiteResponse> {
  const versions = result ? await publications.versions(result.publication.manifest.scheme) : [];
  const out = versions.filter(({ publication }) => publication.publishedAt <= now);
  const cache = result ? CACHE.latest : CACHE.none;
  return page === "verify"
    ? pageResponse(200, cache, verifyPage(result, out))
    : jsonResponse(cache, versionsJson(out));
}

async function ofLatest(
  page: SiteRoute["page"],
  request: SiteRequest,
  publications: PublicationReader,
  now: Date,
): Promise<SiteResponse> {
  if (page === "method") return pageResponse(200, CACHE.text, methodPage());
  if (page === "openData") return pageResponse(200, CACHE.text, openDataPage());
  if (page === "robots") return fileResponse(CACHE.text, "text/plain", robots());
  const newest = await publications.latest();
  const result = isOut(newest, now) ? newest : null;
  if (page === "verify" || page === "versions") return ofVersions(page, result, publications, now);
  if (page === "sitemap") return sitemapResponse(result, publications, now);
  if (result === null)
    return page === "embedLatest"
      ? framedResponse(CACHE.none, emptyEmbedPage())
      : pageResponse(200, CACHE.none, nothingPublishedPage());
  switch (page) {
    case "latest":
      return latestPage(result, publications, now);
    case "embedLatest":
      return framedResponse(CACHE.latest, embedPage(result, true));
    case "search":
      return foundPage(request, result, publications);
  }
}

/** The ranking of one version, compared with the year before as it stood when the version came out. */
async function versionPage(result: PublishedResult, publications: PublicationReader, now: Date) {
  const asOf = result.publication.publishedAt;
  const [before = null] = await resultsBefore(result, publications, { asOf, now, most: 1 });
  return pageResponse(200, CACHE.frozen, rankingPage(result, false, before));
}

async function pictureResponse(drawing: Html): Promise<SiteResponse> {
  return fileResponse(CACHE.frozen, "image/png", await png(drawing));
}

async function ofResult(
  page: ResultRoute["page"],
  result: PublishedResult,
  publications: PublicationReader,
  now: Date,
): Promise<SiteResponse> {
  switch (page) {
    case "result":
      return versionPage(result, publications, now);
    case "card":
      return pictureResponse(resultCard(result));
    case "embed":
      return framedResponse(CACHE.frozen, embedPage(result, false));
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
  { page, unit: id }: UnitRoute,
  result: PublishedResult,
  publications: PublicationReader,
  now: Date,
): Promise<SiteResponse> {
  const place = findUnit(result.publication.manifest, id);
  if (place && page === "unitCard") return pictureResponse(unitCard(result, place.group, place.unit));
  const published = place && (await publications.sheet(result.id, id));
  if (!place || !published) return notFound();
  if (page === "sheetData") return jsonResponse(CACHE.frozen, canonicalJson(published.sheet));
  if (page === "proof")
    return jsonResponse(CACHE.frozen, canonicalJson(inclusionOf(result.id, result.publication, id)));
  const shown = await readSheetOnShow(result, place, published, publications, now);
  return pageResponse(200, CACHE.frozen, sheetPage(shown));
}

async function respond(
  path: string,
  request: SiteRequest,
  publications: PublicationReader,
  now: Date,
): Promise<SiteResponse> {
  const route = routeOf(path);
  if (!route) return notFound();
  if (route.page === "years") return (await yearsResponse(route.scheme, publications, now)) ?? notFound();
  if (!("publication" in route)) return ofLatest(route.page, request, publications, now);
  const publication = await publications.publication(route.publication);
  const result = publication && { id: route.publication, publication };
  if (!isOut(result, now)) return notFound();
  switch (route.page) {
    case "sheet":
    case "unitCard":
    case "sheetData":
    case "proof":
      return ofSheet(route, result, publications, now);
    case "fields":
    case "field":
    case "leaf":
    case "compare":
      return (await analysisResponse(route, request, result, publications)) ?? notFound();
    default:
      return ofResult(route.page, result, publications, now);
  }
}

/**
 * Answers a reader of the public site from what has been published (design §11), in the language of the path. A
 * version's pages and data may be kept for good; the newest result for a minute; what is not published never.
 */
export async function renderSite(
  request: SiteRequest,
  publications: PublicationReader,
  now: Date,
): Promise<SiteResponse> {
  const place = { origin: request.origin ?? "", query: queryText(request.query) };
  const asked = languageOf(request.path);
  if (!asked) return within({ ...place, language: "en", path: "/" }, notFound);
  const answer = () => respond(asked.path, request, publications, now);
  return revalidated(request, await within({ ...asked, ...place }, answer));
}

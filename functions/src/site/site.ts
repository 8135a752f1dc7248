import { canonicalJson, type FrozenSheet, type Publication, type SealSheet } from "@parindex/core";
import { resultCard, unitCard } from "./card.ts";
import { embedPage, emptyEmbedPage } from "./embed-page.ts";
import type { Html } from "./html.ts";
import { links, type ResultRoute, routeOf, type SiteRoute, type UnitRoute } from "./links.ts";
import { robots, sitemap } from "./machine-files.ts";
import { notFoundPage, nothingPublishedPage, unavailablePage } from "./messages.ts";
import { methodPage } from "./method-page.ts";
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

export type { SiteRequest, SiteResponse } from "./response.ts";

/** Where the site finds what has been published. */
export interface PublicationReader {
  /** The newest year's last version of the scheme that this site shows. */
  latest(): Promise<PublishedResult | null>;
  publication(id: string): Promise<Publication | null>;
  sheet(publication: string, unit: string): Promise<SealSheet | null>;
}

const notFound = (): SiteResponse => pageResponse(404, CACHE.none, notFoundPage());

/** What the site answers while the data can't be reached. */
export function unavailable(): SiteResponse {
  const response = pageResponse(503, CACHE.none, unavailablePage());
  return { ...response, headers: { ...response.headers, "Retry-After": "60" } };
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

async function ofLatest(
  page: SiteRoute["page"],
  request: SiteRequest,
  publications: PublicationReader,
  now: Date,
): Promise<SiteResponse> {
  if (page === "method") return pageResponse(200, CACHE.text, methodPage());
  if (page === "robots") return fileResponse(CACHE.text, "text/plain", robots());
  const newest = await publications.latest();
  const result = isOut(newest, now) ? newest : null;
  if (page === "sitemap")
    return fileResponse(result ? CACHE.latest : CACHE.none, "application/xml", sitemap(result));
  if (result === null)
    return page === "embedLatest"
      ? framedResponse(CACHE.none, emptyEmbedPage())
      : pageResponse(200, CACHE.none, nothingPublishedPage());
  switch (page) {
    case "latest":
      return pageResponse(200, CACHE.latest, rankingPage(result, true));
    case "embedLatest":
      return framedResponse(CACHE.latest, embedPage(result, true));
    case "search":
      return foundPage(request, result, publications);
  }
}

/** The root with all that vouches for it. */
const attestation = ({ publication }: PublishedResult): string => {
  const { root, signature, publicKey, development, decision, publishedAt } = publication;
  return canonicalJson({
    ...{ root, algorithm: "Ed25519", signature, publicKey, development },
    ...{ decision, publishedAt: publishedAt.toISOString() },
  });
};

async function pictureResponse(drawing: Html): Promise<SiteResponse> {
  return fileResponse(CACHE.frozen, "image/png", await png(drawing));
}

async function ofResult(page: ResultRoute["page"], result: PublishedResult): Promise<SiteResponse> {
  switch (page) {
    case "result":
      return pageResponse(200, CACHE.frozen, rankingPage(result, false));
    case "card":
      return pictureResponse(resultCard(result));
    case "embed":
      return framedResponse(CACHE.frozen, embedPage(result, false));
    case "resultData":
      return jsonResponse(CACHE.frozen, canonicalJson(result.publication.manifest));
    case "attestation":
      return jsonResponse(CACHE.frozen, attestation(result));
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
): Promise<SiteResponse> {
  const place = findUnit(result.publication.manifest, id);
  if (place && page === "unitCard") return pictureResponse(unitCard(result, place.group, place.unit));
  const published = place && (await publications.sheet(result.id, id));
  if (!place || !published) return notFound();
  return page === "sheet"
    ? pageResponse(200, CACHE.frozen, sheetPage({ result, ...place, published }))
    : jsonResponse(CACHE.frozen, canonicalJson(published.sheet));
}

async function respond(
  path: string,
  request: SiteRequest,
  publications: PublicationReader,
  now: Date,
): Promise<SiteResponse> {
  const route = routeOf(path);
  if (!route) return notFound();
  if (!("publication" in route)) return ofLatest(route.page, request, publications, now);
  const publication = await publications.publication(route.publication);
  const result = publication && { id: route.publication, publication };
  if (!isOut(result, now)) return notFound();
  return "unit" in route ? ofSheet(route, result, publications) : ofResult(route.page, result);
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

import {
  attestationOf,
  type Catalogued,
  canonicalJson,
  type Publication,
  type SealSheet,
} from "@parindex/core";
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

export type { SiteRequest, SiteResponse } from "./response.ts";

/** Where the site finds what has been published. */
export interface PublicationReader {
  /** The newest year's last version of the scheme that this site shows. */
  latest(): Promise<PublishedResult | null>;
  /** All publications of that scheme, newest year and version first. */
  catalogue(): Promise<Catalogued[]>;
  publication(id: string): Promise<Publication | null>;
  sheet(publication: string, unit: string): Promise<SealSheet | null>;
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
  return isOut(result, now)
    ? pageResponse(200, CACHE.latest, rankingPage(result, true))
    : pageResponse(200, CACHE.none, nothingPublishedPage());
}

function ofResult(
  page: RouteTo<"result" | "resultData" | "attestation" | "successor">["page"],
  result: PublishedResult,
) {
  switch (page) {
    case "result":
      return pageResponse(200, CACHE.frozen, rankingPage(result, false));
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
  { page, unit: id }: RouteTo<"sheet" | "sheetData">,
  result: PublishedResult,
  publications: PublicationReader,
): Promise<SiteResponse> {
  const place = findUnit(result.publication.manifest, id);
  const published = place && (await publications.sheet(result.id, id));
  if (!place || !published) return notFound();
  return page === "sheet"
    ? pageResponse(200, CACHE.frozen, sheetPage({ result, ...place, published }))
    : jsonResponse(CACHE.frozen, canonicalJson(published.sheet));
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
  if (route.page === "method") return pageResponse(200, CACHE.text, methodPage());
  const publication = await publications.publication(route.publication);
  const result = publication && { id: route.publication, publication };
  if (!isOut(result, now)) return notFound();
  return route.page === "sheet" || route.page === "sheetData"
    ? ofSheet(route, result, publications)
    : ofResult(route.page, result);
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

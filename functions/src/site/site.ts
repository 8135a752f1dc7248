import { attestationOf, canonicalJson, inclusionOf, type Publication, type SealSheet } from "@parindex/core";
import { links, type Route, routeOf } from "./links.ts";
import { notFoundPage, nothingPublishedPage, unavailablePage } from "./messages.ts";
import { methodPage } from "./method-page.ts";
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
import { verifyPage } from "./verify-page.ts";
import { type PublishedVersion, versionsJson } from "./versions.ts";

export type { SiteRequest, SiteResponse } from "./response.ts";

/** Where the site finds what has been published. */
export interface PublicationReader {
  /** The newest year's last version of the scheme that this site shows. */
  latest(): Promise<PublishedResult | null>;
  publication(id: string): Promise<Publication | null>;
  /** Every version of every year of a scheme, without its ranking, the newest first. */
  versions(scheme: string): Promise<PublishedVersion[]>;
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
  { page, unit: id }: RouteTo<"sheet" | "sheetData" | "proof">,
  result: PublishedResult,
  publications: PublicationReader,
): Promise<SiteResponse> {
  const place = findUnit(result.publication.manifest, id);
  const published = place && (await publications.sheet(result.id, id));
  if (!place || !published) return notFound();
  const proof = inclusionOf(result.id, result.publication, id);
  switch (page) {
    case "sheet":
      return pageResponse(200, CACHE.frozen, sheetPage({ result, ...place, published, proof }));
    case "sheetData":
      return jsonResponse(CACHE.frozen, canonicalJson(published.sheet));
    case "proof":
      return jsonResponse(CACHE.frozen, canonicalJson(proof));
  }
}

async function respond(
  request: SiteRequest,
  publications: PublicationReader,
  now: Date,
): Promise<SiteResponse> {
  const route = routeOf(request.path);
  if (!route) return notFound();
  if (route.page === "latest") return latestPage(publications, now);
  if (route.page === "method") return pageResponse(200, CACHE.text, methodPage());
  if (!("publication" in route)) return ofVersions(route.page, publications, now);
  const publication = await publications.publication(route.publication);
  const result = publication && { id: route.publication, publication };
  if (!isOut(result, now)) return notFound();
  return "unit" in route ? ofSheet(route, result, publications) : ofResult(route.page, result);
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

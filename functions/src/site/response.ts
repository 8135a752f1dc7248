import { createHash } from "node:crypto";
import { FRAMED_HEADERS, PAGE_HEADERS, SHARED_HEADERS } from "../security-headers.ts";
import type { Html } from "./html.ts";

/** A reader's request, as far as a page depends on it. `path` is the URL's path, `headers` in lower case. */
export interface SiteRequest {
  path: string;
  /** Where the site stands, without a slash at its end: "https://par.example.gov.vn". */
  origin?: string;
  query: Readonly<Record<string, unknown>>;
  headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

export interface SiteResponse {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array;
}

/**
 * How long an answer may be kept. Frozen data never changes; the latest result and whether a version is superseded
 * do; what is not published is never kept, so that no cached answer outlives an embargo (design §11).
 */
export const CACHE = {
  frozen: "public, max-age=31536000, immutable",
  latest: "public, max-age=60",
  text: "public, max-age=300",
  none: "no-store",
} as const;

interface Answer {
  status: number;
  cache: string;
  type: string;
  body: string | Uint8Array;
  extra?: Readonly<Record<string, string>>;
}

function answer({ status, cache, type, body, extra = {} }: Answer): SiteResponse {
  const headers: Record<string, string> = {
    "Content-Type": typeof body === "string" ? `${type}; charset=utf-8` : type,
    "Cache-Control": cache,
    ...PAGE_HEADERS,
    ...extra,
  };
  if (cache !== CACHE.none)
    headers.ETag = `"${createHash("sha256").update(body).digest("hex").slice(0, 32)}"`;
  return { status, headers, body };
}

/** A page. */
export const pageResponse = (status: number, cache: string, page: Html): SiteResponse =>
  answer({ status, cache, type: "text/html", body: page.source });

/** A page that any site may frame. */
export const framedResponse = (cache: string, page: Html): SiteResponse =>
  answer({
    ...{ status: 200, cache, type: "text/html", body: page.source },
    extra: FRAMED_HEADERS,
  });

/** What machines read that is no open data: lists of pages, pictures. */
export const fileResponse = (cache: string, type: string, body: string | Uint8Array): SiteResponse =>
  answer({ status: 200, cache, type, body, extra: SHARED_HEADERS });

/** Leads to the same page under the address that is kept. */
export const redirectResponse = (location: string): SiteResponse =>
  answer({ status: 302, cache: CACHE.none, type: "text/plain", body: "", extra: { Location: location } });

/** Open data, for any site to read. */
export const jsonResponse = (cache: string, body: string): SiteResponse =>
  answer({
    status: 200,
    cache,
    type: "application/json",
    body,
    extra: { ...SHARED_HEADERS, "Access-Control-Allow-Origin": "*" },
  });

const withoutWeak = (tag: string): string => tag.trim().replace(/^W\//, "");

/** Whether `If-None-Match` names this entity tag, by weak comparison (RFC 9110 §13.1.2). */
export function matchesTag(
  condition: string | readonly string[] | undefined,
  etag: string | undefined,
): boolean {
  if (condition === undefined || etag === undefined) return false;
  const tags = [condition].flat().join(",").split(",").map(withoutWeak);
  return tags.includes("*") || tags.includes(etag);
}

/** Answers 304 without a body where the reader holds this very answer. */
export function revalidated(request: SiteRequest, response: SiteResponse): SiteResponse {
  if (response.status !== 200 || !matchesTag(request.headers["if-none-match"], response.headers.ETag))
    return response;
  const { "Content-Type": _, ...headers } = response.headers;
  return { status: 304, headers, body: "" };
}

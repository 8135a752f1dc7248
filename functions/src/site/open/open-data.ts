import { CACHE, type SiteRequest } from "../response.ts";
import type { PublicationReader } from "../site.ts";
import { OpenProblem, problemResponse } from "./problems.ts";
import { BASE } from "./reading.ts";
import { dataResponse, type OpenResponse, redirectResponse } from "./response.ts";
import { matched, requireFormat } from "./routes.ts";

/** Whether a path belongs to the open data. */
export const isOpenData = (path: string): boolean => /^\/open(\/|$)/.test(path);

/** What a request with another method than GET or HEAD is answered. */
export const methodRefused = (path: string): OpenResponse =>
  problemResponse(new OpenProblem("method-not-allowed", "Chỉ nhận GET và HEAD."), path, {
    Allow: "GET, HEAD",
  });

/** Whether a path's answer is a workbook, which costs much to write. */
export const isWorkbook = (path: string): boolean => path.endsWith(".xlsx");

/** What somebody is answered who asks too often. */
export const openTooMany = (path: string, seconds: number): OpenResponse =>
  problemResponse(new OpenProblem("too-many-requests", `Hãy chờ ${seconds} giây rồi thử lại.`), path, {
    "Retry-After": String(seconds),
  });

/** What is answered while the data can't be reached. */
export const openUnavailable = (path: string, errorId: string): OpenResponse =>
  problemResponse(
    new OpenProblem(
      "unavailable",
      `Kết quả đã công bố vẫn nguyên vẹn; hãy thử lại sau ít phút. Mã lỗi: ${errorId}.`,
    ),
    path,
    { "Retry-After": "60" },
  );

async function respond(
  request: SiteRequest,
  publications: PublicationReader,
  now: Date,
): Promise<OpenResponse> {
  const below = request.path.startsWith(`${BASE}/`) ? request.path.slice(BASE.length) : "";
  const [, stem = below, extension = ""] = /^(.*)\.([^./]*)$/.exec(below) ?? [];
  const found = matched(stem);
  if (!found)
    throw new OpenProblem(
      "unknown-path",
      `Bắt đầu từ ${BASE}/catalogue.json; mọi địa chỉ đứng ở ${BASE}/openapi.json, giải thích ở /du-lieu-mo.`,
    );
  const { route, params } = found;
  requireFormat(route, extension);
  const answer = await route.answer({ params, format: extension, publications, now });
  if (typeof answer === "string") return redirectResponse(302, `${BASE}${answer}`, route.cache);
  return dataResponse(request, answer, {
    ...{ path: below, format: extension, cache: route.cache },
    links: describedBy(route.schema, extension),
  });
}

/** Where a format's content is described: the schema of JSON, the dictionary of a table. */
function describedBy(schema: string | null, format: string): Record<string, string> {
  if (format !== "json") return { describedby: `${BASE}/dictionary.csv` };
  return schema === null ? {} : { describedby: `${BASE}/schemas/${schema}.json` };
}

/**
 * Answers a reader of the open data. A version's files may be kept for good, listings and what leads to the newest for
 * a minute, problems never. The format is the path's extension, whatever `Accept` says. A query is no part of any address: it
 * leads to the path without it, so that nobody has what is already kept made again by adding one.
 */
export async function answerOpenData(
  request: SiteRequest,
  publications: PublicationReader,
  now: Date,
): Promise<OpenResponse> {
  if (Object.keys(request.query).length > 0) return redirectResponse(308, request.path, CACHE.latest);
  try {
    return await respond(request, publications, now);
  } catch (error) {
    if (!(error instanceof OpenProblem)) throw error;
    return problemResponse(error, request.path);
  }
}

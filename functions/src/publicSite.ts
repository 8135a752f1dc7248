import process from "node:process";
import { onRequest } from "firebase-functions/v2/https";
import { IN_EMULATOR } from "./config.ts";
import { type Caller, CallerLimit, callerOf } from "./rate-limits.ts";
import { DATA_HEADERS } from "./security-headers.ts";
import {
  answerOpenData,
  isOpenData,
  isWorkbook,
  methodRefused,
  openTooMany,
  openUnavailable,
} from "./site/open/open-data.ts";
import type { OpenResponse } from "./site/open/response.ts";
import { publicationsOf } from "./site/publications.ts";
import type { SiteRequest } from "./site/response.ts";
import { isSearch, renderSite, tooMany, unavailable } from "./site/site.ts";
import { faultOf, newErrorId, tellEvent } from "./store/log.ts";

/**
 * Where readers find this site: PUBLIC_ORIGIN, else what Hosting gives every project. Never what a request says, which
 * pages kept for good would repeat to everyone; but in the emulator, whose port is chosen anew.
 */
const originOf = (forwardedHost: string | readonly string[] | undefined): string => {
  if (IN_EMULATOR && forwardedHost) return `http://${forwardedHost}`;
  return process.env.PUBLIC_ORIGIN ?? `https://${process.env.GCLOUD_PROJECT}.web.app`;
};

const publications = publicationsOf(process.env.PUBLIC_SCHEME ?? "lai-chau");

const READ_ONLY: OpenResponse = {
  status: 405,
  headers: {
    ...DATA_HEADERS,
    ...{ Allow: "GET, HEAD", "Cache-Control": "no-store", "Content-Type": "text/plain; charset=utf-8" },
  },
  body: "Method Not Allowed",
};

/** How often a client may ask for what is made anew each time: a search, a workbook. All else is kept by Hosting. */
const costly = new CallerLimit(60, 60);

/** Answers who asks for something costly too often; null where all is well. */
async function refusalOf(request: SiteRequest, caller: Caller): Promise<OpenResponse | null> {
  const { path } = request;
  if (!isSearch(path) && !isWorkbook(path)) return null;
  const wait = await costly.wait(caller);
  if (wait === null) return null;
  return isOpenData(path) ? openTooMany(path, wait) : tooMany(request, wait);
}

/** Answers a reader of the public site or the open data. */
export async function answerOf(
  { path, query, headers }: SiteRequest,
  method: string,
  caller: Caller,
): Promise<OpenResponse> {
  const open = isOpenData(path);
  if (method !== "GET" && method !== "HEAD") return open ? methodRefused(path) : READ_ONLY;
  const render = open ? answerOpenData : renderSite;
  const origin = originOf(headers["x-forwarded-host"]);
  const refusal = await refusalOf({ path, origin, query, headers }, caller);
  if (refusal) return refusal;
  return render({ path, origin, query, headers }, publications, new Date()).catch((error: unknown) => {
    const errorId = newErrorId();
    tellEvent("site.failed", { errorId, error: faultOf(error) });
    return open ? openUnavailable(path, errorId) : unavailable(errorId);
  });
}

/**
 * The public pages and open data, behind Hosting. The memory is for workbooks: one of 200 units took 250 MB while it
 * was written (`docs/open-data.md`).
 */
export const publicSite = onRequest({ memory: "1GiB" }, async (request, response) => {
  const { status, headers, body } = await answerOf(request, request.method, callerOf(request));
  response
    .status(status)
    .set(headers)
    .send(typeof body === "string" ? body : Buffer.from(body));
});

import process from "node:process";
import { onRequest } from "firebase-functions/v2/https";
import { IN_EMULATOR } from "./config.ts";
import { answerOpenData, isOpenData, methodRefused, openUnavailable } from "./site/open/open-data.ts";
import type { OpenResponse } from "./site/open/response.ts";
import { publicationsOf } from "./site/publications.ts";
import type { SiteRequest } from "./site/response.ts";
import { renderSite, unavailable } from "./site/site.ts";
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
  headers: { Allow: "GET, HEAD", "Cache-Control": "no-store", "Content-Type": "text/plain; charset=utf-8" },
  body: "Method Not Allowed",
};

async function answerOf({ path, query, headers }: SiteRequest, method: string): Promise<OpenResponse> {
  const open = isOpenData(path);
  if (method !== "GET" && method !== "HEAD") return open ? methodRefused(path) : READ_ONLY;
  const render = open ? answerOpenData : renderSite;
  const origin = originOf(headers["x-forwarded-host"]);
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
  const { status, headers, body } = await answerOf(request, request.method);
  response
    .status(status)
    .set(headers)
    .send(typeof body === "string" ? body : Buffer.from(body));
});

import process from "node:process";
import { logger } from "firebase-functions/v2";
import { onRequest } from "firebase-functions/v2/https";
import { IN_EMULATOR } from "./config.ts";
import { publicationsOf } from "./site/publications.ts";
import { renderSite, unavailable } from "./site/site.ts";

/**
 * Where readers find this site: PUBLIC_ORIGIN, else what Hosting gives every project. Never what a request says, which
 * pages kept for good would repeat to everyone; but in the emulator, whose port is chosen anew.
 */
const originOf = (forwardedHost: string | undefined): string => {
  if (IN_EMULATOR && forwardedHost) return `http://${forwardedHost}`;
  return process.env.PUBLIC_ORIGIN ?? `https://${process.env.GCLOUD_PROJECT}.web.app`;
};

const publications = publicationsOf(process.env.PUBLIC_SCHEME ?? "lai-chau");

/** The public pages and open data, behind Hosting. */
export const publicSite = onRequest(async (request, response) => {
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.set({ Allow: "GET, HEAD", "Cache-Control": "no-store" }).sendStatus(405);
    return;
  }
  const { path, query, headers } = request;
  const origin = originOf(request.get("x-forwarded-host"));
  const answer = await renderSite({ path, origin, query, headers }, publications, new Date()).catch(
    (error: unknown) => {
      logger.error("publicSite", error);
      return unavailable();
    },
  );
  const { status, body } = answer;
  response
    .status(status)
    .set(answer.headers)
    .send(typeof body === "string" ? body : Buffer.from(body));
});

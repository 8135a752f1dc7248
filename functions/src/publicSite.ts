import process from "node:process";
import { logger } from "firebase-functions/v2";
import { onRequest } from "firebase-functions/v2/https";
import { publicationsOf } from "./site/publications.ts";
import { renderSite, unavailable } from "./site/site.ts";

const publications = publicationsOf(process.env.PUBLIC_SCHEME ?? "lai-chau");

/** The public pages and open data, behind Hosting. */
export const publicSite = onRequest(async (request, response) => {
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.set({ Allow: "GET, HEAD", "Cache-Control": "no-store" }).sendStatus(405);
    return;
  }
  const { path, query, headers } = request;
  const answer = await renderSite({ path, query, headers }, publications, new Date()).catch(
    (error: unknown) => {
      logger.error("publicSite", error);
      return unavailable();
    },
  );
  response.status(answer.status).set(answer.headers).send(answer.body);
});

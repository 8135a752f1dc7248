import type { Html } from "./html.ts";
import { html } from "./html.ts";
import { page } from "./layout.ts";
import { links } from "./links.ts";
import { rich, t } from "./text/text.ts";

const message = (title: string, body: Html): Html =>
  page({
    title: t("messageTitle", { title }),
    description: title,
    canonical: null,
    owner: null,
    current: null,
    main: html`<article class="message"><h1>${title}</h1>${body}</article>`,
  });

/** What a path that leads nowhere shows. */
export const notFoundPage = (): Html =>
  message(
    t("notFound"),
    html`<p>${t("notFoundWhy")}</p>
<p><a href="${links.latest}">${t("seeNewest")}</a></p>`,
  );

/** What the front page shows before anything has been published. */
export const nothingPublishedPage = (): Html =>
  message(
    t("nothingPublished"),
    html`<p>${t("nothingPublishedWhy")}</p>
<p>${rich("meanwhile", { method: html`<a href="${links.method}">${t("howDetermined")}</a>` })}</p>`,
  );

/** What readers see while the data can't be reached. */
export const unavailablePage = (errorId: string): Html =>
  message(
    t("unavailable"),
    html`<p>${t("unavailableWhy")}</p>
<p>${t("errorId", { errorId })}</p>`,
  );

/** What somebody sees who asks too often. */
export const tooManyPage = (seconds: number): Html =>
  message(t("tooMany"), html`<p>${t("tooManyWhy", { seconds })}</p>`);

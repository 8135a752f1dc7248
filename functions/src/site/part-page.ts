import { type Content, type Html, html } from "./html.ts";
import { page } from "./layout.ts";
import { links } from "./links.ts";
import { importNotice, type PublishedResult, versionNotices } from "./result.ts";
import { t } from "./text/text.ts";

interface PartContent {
  /** The page's heading before the year in its title, and as the page shows it where that is markup. */
  heading: string;
  shown?: Content;
  description: string;
  /** The way from the result to here, after the result itself. */
  crumbs?: readonly { href: string; text: Content }[];
  sub?: Content;
  main: Content;
}

const ARROW = html` <span aria-hidden="true">›</span> `;

/** A page that shows one side of a result: with what readers must know of its version, and the way back. */
export function partPage(
  result: PublishedResult,
  { heading, shown = heading, description, crumbs = [], sub = null, main }: PartContent,
): Html {
  const { manifest } = result.publication;
  return page({
    title: t("partTitle", { heading, scheme: manifest.schemeName, year: manifest.year }),
    description: t("partAbout", { about: description, year: manifest.year, owner: manifest.owner }),
    owner: manifest.owner,
    current: "result",
    asksSuccessor: true,
    // Of an imported result its source alone: what it states otherwise stands on the ranking and on each unit's page.
    main: html`${versionNotices(result)}${importNotice(result, "")}
<header class="title">
<nav class="crumbs" aria-label="${t("position")}"><a href="${links.result(result.id)}">${t("resultOf", { year: manifest.year })}</a>${crumbs.map(({ href, text }) => html`${ARROW}<a href="${href}">${text}</a>`)}</nav>
<h1>${shown}</h1>
${sub && html`<p class="sub">${sub}</p>`}
</header>
${main}`,
  });
}

import { type Content, type Html, html } from "./html.ts";
import { page } from "./layout.ts";
import { links } from "./links.ts";
import { importNotice, type PublishedResult, versionNotices } from "./result.ts";

interface PartContent {
  /** The page's heading, also before the year in its title. */
  heading: string;
  description: string;
  /** The way from the result to here, after the result itself. */
  crumbs?: readonly { href: string; text: string }[];
  sub?: Content;
  main: Content;
}

const ARROW = html` <span aria-hidden="true">›</span> `;

/** A page that shows one side of a result: with what readers must know of its version, and the way back. */
export function partPage(
  result: PublishedResult,
  { heading, description, crumbs = [], sub = null, main }: PartContent,
): Html {
  const { manifest } = result.publication;
  return page({
    title: `${heading} – ${manifest.schemeName} năm ${manifest.year}`,
    description: `${description} Năm ${manifest.year}, ${manifest.owner} công bố.`,
    owner: manifest.owner,
    current: "result",
    asksSuccessor: true,
    // Of an imported result its source alone: what it states otherwise stands on the ranking and on each unit's page.
    main: html`${versionNotices(result)}${importNotice(result, "")}
<header class="title">
<nav class="crumbs" aria-label="Vị trí"><a href="${links.result(result.id)}">Kết quả năm ${manifest.year}</a>${crumbs.map(({ href, text }) => html`${ARROW}<a href="${href}">${text}</a>`)}</nav>
<h1>${heading}</h1>
${sub && html`<p class="sub">${sub}</p>`}
</header>
${main}`,
  });
}

import type { GroupRanking, RankedUnit } from "@parindex/core";
import { absolute, head } from "./head.ts";
import { type Content, type Html, html } from "./html.ts";
import { links } from "./links.ts";
import { dayOf, decimal } from "./numbers.ts";
import { bar, hidden, tag } from "./parts.ts";
import { reading } from "./reading.ts";
import { groupsInReadingOrder, type PublishedResult, sharesRank, versionNotices } from "./result.ts";
import { given, rich, t } from "./text/text.ts";

const row = (publication: string, group: GroupRanking, unit: RankedUnit): Html =>
  html`<tr role="row">${group.ranked && html`<td role="cell" class="rank">${hidden(t("rankBefore"))}<b>${unit.rank}</b></td>`}<th role="rowheader" scope="row" class="unit"><a href="${links.sheet(publication, unit.unit)}">${unit.name}</a>${
    sharesRank(group, unit) && html` ${tag("tie", t("tie"))}`
  }</th><td role="cell" class="index"><div>${bar(unit)}<b>${decimal(unit.index)}</b></div></td></tr>`;

const table = (publication: string, group: GroupRanking): Html =>
  html`<section class="group" aria-labelledby="nhom-${group.group}"><h2 id="nhom-${group.group}">${given(group.name)}</h2>
<table role="table" class="ranking${!group.ranked && " unranked"}" aria-labelledby="nhom-${group.group}"><thead role="rowgroup"><tr role="row">${
    group.ranked && html`<th role="columnheader" scope="col" class="rank">${t("rankColumn")}</th>`
  }<th role="columnheader" scope="col" class="unit">${t("unitColumn")}</th><th role="columnheader" scope="col" class="index">${t("indexColumn")}</th></tr></thead>
<tbody role="rowgroup">${group.units.map((unit) => row(publication, group, unit))}</tbody></table></section>`;

/** A page without the site's top and bottom, whose links open beside the page that frames it. */
const frame = (
  title: string,
  heading: Content,
  asksSuccessor: boolean,
  main: Content,
): Html => html`<!doctype html>
<html lang="${reading().language}">
${head({ title, description: title, canonical: null, target: "_blank", asksSuccessor })}
<body class="embed">
<main class="wrap">
<h1>${heading}</h1>
${main}
</main>
</body>
</html>`;

/** A result's ranking alone, for other sites to frame. */
export function embedPage(result: PublishedResult, latest: boolean): Html {
  const { id, publication } = result;
  const { schemeName, year, owner } = publication.manifest;
  const source = html`<a href="${latest ? links.latest : links.result(id)}">${t("embedWhole")}</a>`;
  return frame(
    t("schemeYear", { scheme: schemeName, year }),
    rich("schemeYear", { scheme: given(schemeName), year }),
    !latest,
    html`${versionNotices(result, latest)}
${groupsInReadingOrder(publication.manifest).map((group) => table(id, group))}
<p class="foot">${rich("embedSource", { owner: given(owner), day: dayOf(publication.publishedAt), link: source })}</p>`,
  );
}

/** The same before anything has been published. */
export function emptyEmbedPage(): Html {
  const title = t("nothingPublished");
  return frame(title, title, false, null);
}

const snippet = (title: string, path: string): string =>
  `<iframe src="${absolute(path)}" title="${title.replaceAll('"', "&quot;")}" width="100%" height="700" loading="lazy"></iframe>`;

/** What to paste into another site, on a result's page. */
export function embedding({ id, publication }: PublishedResult): Html {
  const { schemeName, year } = publication.manifest;
  return html`<details class="embedding"><summary>${t("embed")}</summary><p>${t("embedHint")}</p>
<p>${t("embedLatest")}</p><pre><code>${snippet(schemeName, links.embedLatest)}</code></pre>
<p>${t("embedThis")}</p><pre><code>${snippet(`${schemeName} ${year}`, links.embed(id))}</code></pre></details>`;
}

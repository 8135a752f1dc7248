import { type About, absolute, head } from "./head.ts";
import { type Content, type Html, html } from "./html.ts";
import { links } from "./links.ts";
import { pathIn, reading } from "./reading.ts";
import { LONGEST_SEARCH } from "./search.ts";
import { given, t } from "./text/text.ts";

export interface PageContent extends About {
  /** Who measures: UBND tỉnh or huyện; null where no publication tells. */
  owner: string | null;
  current: "result" | "years" | "method" | null;
  /** What the page was asked for, which stands in its search field. */
  wanted?: string;
  main: Content;
}

const navLink = (href: string, text: string, current: boolean): Html =>
  html`<li><a href="${href}"${current && html` aria-current="page"`}>${text}</a></li>`;

/** The same page in the other language. */
function languageLink(): Html {
  const { language, path, query } = reading();
  const other = language === "vi" ? "en" : "vi";
  return html`<li><a href="${pathIn(other, path)}${query}" hreflang="${other}" lang="${other}">${t("otherLanguage")}</a></li>`;
}

const searchForm = (wanted: string): Html =>
  html`<form role="search" action="${links.search}"><label class="vh" for="tim">${t("searchLabel")}</label><input id="tim" type="search" name="q" value="${wanted}" maxlength="${LONGEST_SEARCH}" placeholder="${t("searchLabel")}" autocomplete="off"><button>${t("search")}</button></form>`;

/** A whole page: one h1 in `main`, landmarks, a skip link, no inline style or script (the policy forbids both). */
export function page({ owner, current, wanted = "", main, ...about }: PageContent): Html {
  return html`<!doctype html>
<html lang="${reading().language}">
${head(about)}
<body>
<a class="skip" href="#noi-dung">${t("skip")}</a>
<header class="top">
<div class="wrap">
<a class="brand" href="${links.latest}"><svg width="26" height="26" viewBox="0 0 26 26" aria-hidden="true" focusable="false"><rect x="2" y="4" width="22" height="4"/><rect x="2" y="11" width="17" height="4"/><rect x="2" y="18" width="11" height="4"/></svg><span><b>${t("siteName")}</b>${owner && html`<small>${given(owner)}</small>`}</span></a>
<nav aria-label="${t("mainNav")}"><ul>${navLink(links.latest, t("navResult"), current === "result")}${navLink(links.years(), t("navYears"), current === "years")}${navLink(links.method, t("navMethod"), current === "method")}${navLink("/app/", t("signIn"), false)}${languageLink()}</ul></nav>
${searchForm(wanted)}
<p class="address">${absolute(pathIn(reading().language, reading().path))}</p>
</div>
</header>
<main id="noi-dung" class="wrap" tabindex="-1">
${main}
</main>
<footer class="bottom">
<div class="wrap"><p>${owner === null ? t("siteName") : given(owner)} · ${t("noTracking")} · <a href="${links.openData}">${t("navOpenData")}</a></p></div>
</footer>
</body>
</html>`;
}

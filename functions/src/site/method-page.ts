import { type Html, html } from "./html.ts";
import { page } from "./layout.ts";
import { links } from "./links.ts";
import { dayText, decimal } from "./numbers.ts";
import { rich, t } from "./text/text.ts";

/** Counts and totals of the six criteria sets, as the decision states them (section II.1). */
const ANNEXES = [
  { annex: "01", unit: "departments", counts: [8, 50, 46], points: ["77", "23", "100"] },
  { annex: "02", unit: "inspectorate", counts: [8, 46, 37], points: ["68", "23", "91"] },
  { annex: "03", unit: "ethnicCommittee", counts: [8, 37, 30], points: ["50,5", "20", "70,5"] },
  { annex: "04", unit: "committeeOffice", counts: [8, 38, 32], points: ["52,75", "20", "72,75"] },
  { annex: "05", unit: "foreignAffairs", counts: [8, 35, 26], points: ["46,25", "20", "66,25"] },
  { annex: "06", unit: "districtCommittees", counts: [8, 52, 42], points: ["72", "28", "100"] },
] as const;

const FIELDS = [
  ...(["field1", "field2", "field3", "field4"] as const),
  ...(["field5", "field6", "field7", "field8"] as const),
];

const COLUMNS = [
  ...(["fieldsColumn", "criteriaColumn", "subCriteriaColumn"] as const),
  ...(["selfColumn", "surveyColumn", "maxColumn"] as const),
];

function annexRow({ annex, unit, counts, points }: (typeof ANNEXES)[number]): Html {
  const cells = [...counts, ...points.map(decimal)];
  return html`<tr role="row"><th role="rowheader" scope="row"><span class="code">${t("annex", { number: annex })}</span> ${t(unit)}</th>${COLUMNS.map(
    (column, at) => html`<td role="cell" class="num" data-label="${t(column)}">${cells[at] ?? null}</td>`,
  )}</tr>`;
}

const annexTable = (): Html => html`<table role="table" class="annexes" aria-labelledby="bo-tieu-chi">
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">${t("appliesTo")}</th>${COLUMNS.map(
  (column) => html`<th role="columnheader" scope="col" class="num">${t(column)}</th>`,
)}</tr></thead>
<tbody role="rowgroup">${ANNEXES.map(annexRow)}</tbody></table>`;

/** How the index is determined, in plain words, after the decision. Its number and date are blank in the source. */
export const methodPage = (): Html =>
  page({
    title: t("methodTitle"),
    description: t("methodDescription"),
    owner: null,
    current: "method",
    main: html`<article class="prose">
<header class="title"><h1>${t("methodHeading")}</h1>
<p class="lead">${t("methodLead")}</p></header>

<section aria-labelledby="can-cu"><h2 id="can-cu">${t("basis")}</h2>
<p>${rich("basisText", {
      title: html`<cite>${t("decisionTitle")}</cite>`,
      ...{ replacedDay: dayText("2022-12-29"), basisDay: dayText("2024-12-05") },
    })}</p></section>

<section aria-labelledby="doi-tuong"><h2 id="doi-tuong">${t("whoIsAssessed")}</h2>
<ul><li>${rich("rankedTogether", { who: html`<b>${t("departments")}</b>` })}</li>
<li>${rich("rankedTogether", { who: html`<b>${t("districts")}</b>` })}</li>
<li>${rich("specialAssessed", { who: html`<b>${t("specialAgencies")}</b>` })}</li></ul></section>

<section aria-labelledby="bo-tieu-chi"><h2 id="bo-tieu-chi">${t("criteriaSets")}</h2>
<p>${t("criteriaSetsText")}</p>
<ol class="columns">${FIELDS.map((field) => html`<li>${t(field)}</li>`)}</ol>
${annexTable()}
<p class="foot">${t("annexesNote")}</p></section>

<section aria-labelledby="cham-diem"><h2 id="cham-diem">${t("scoring")}</h2>
<ol><li><b>${t("selfLead")}</b> ${t("selfText")}</li>
<li><b>${t("appraisalLead")}</b> ${t("appraisalText")}</li>
<li><b>${t("surveyLead")}</b> ${t("surveyText")}</li></ol></section>

<section aria-labelledby="tinh"><h2 id="tinh">${t("computing")}</h2>
<p class="formula">${t("achievedFormula")}</p>
<p class="formula">${t("indexFormula")}</p>
<p>${t("example")}</p></section>

<section aria-labelledby="xep-hang"><h2 id="xep-hang">${t("rankingHeading")}</h2>
<p>${t("rankingText")}</p>
<p>${t("rankingOwn")}</p>
<ul><li>${t("ruleExact")}</li>
<li>${t("ruleTies")}</li>
<li>${t("ruleExempt")}</li>
<li>${t("ruleMissing")}</li></ul></section>

<section aria-labelledby="cong-bo"><h2 id="cong-bo">${t("publishing")}</h2>
<p>${t("publishingText")}</p>
<p><a href="${links.latest}">${t("seeNewest")}</a> · <a href="${links.latest}#kiem-tra">${t("checkYourself")}</a></p></section>
</article>`,
  });

import { type Html, html } from "./html.ts";
import { links } from "./links.ts";
import { fact, hidden, notice } from "./parts.ts";
import type { PublishedResult } from "./result.ts";
import { rich, t } from "./text/text.ts";

/** A hash in groups of eight, as it is read aloud or compared with paper; copied, it has no blanks. */
export const hash = (hex: string): Html =>
  html`<code class="hash">${(hex.match(/.{1,8}/g) ?? []).map((part) => html`<span>${part}</span>`)}</code>`;

const steps = (): Html => html`<ol class="steps">
<li>${t("checkFiles")}</li>
<li>${rich("checkSheets", { field: html`<code>sha256</code>` })}</li>
<li>${t("checkTree")}</li>
<li>${t("checkSignature")}</li>
</ol>`;

/** How anyone checks a result from its open data alone: the root, the key, the steps, the files. */
export function verification({ id, publication }: PublishedResult): Html {
  const { manifest, root, signature, publicKey, development } = publication;
  return html`<section class="check" aria-labelledby="kiem-tra">
<h2 id="kiem-tra">${t("checkResult")}</h2>
<p>${t("checkIntro")}</p>
<dl class="facts stacked">${fact(t("root"), hash(root))}${fact(t("signature"), html`<code>${signature}</code>`)}${fact(t("publicKey"), html`<code>${publicKey}</code>`)}${
    manifest.previousRoot && fact(t("previousRoot"), hash(manifest.previousRoot))
  }</dl>
${development && notice(t("developmentKey"))}
<p>${rich("verifyHere", { verify: html`<a href="${links.verifyOf(id)}">${t("verifyInBrowser")}</a>` })}</p>
<details><summary>${t("checkSteps")}</summary>${steps()}</details>
<details><summary>${t("download")}</summary>
<ul class="files"><li><a href="${links.resultData(id)}" download="${id}.json">${t("rankingFile")}</a></li><li><a href="${links.attestation(id)}" download="${id}.chu-ky.json">${t("attestationFile")}</a></li>${manifest.ranking.map(
    ({ units }) =>
      units.map(
        ({ unit, name }) =>
          html`<li><a href="${links.sheetData(id, unit)}" download="${id}-${unit}.json">${hidden(t("sheetBefore"))}${name} (JSON)</a></li>`,
      ),
  )}</ul></details>
</section>`;
}

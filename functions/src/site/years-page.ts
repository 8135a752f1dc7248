import { differenceText, type GroupRanking, type RankedUnit, shareOf } from "@parindex/core";
import { signed } from "./change.ts";
import { type Html, html } from "./html.ts";
import { page } from "./layout.ts";
import { links } from "./links.ts";
import { decimal } from "./numbers.ts";
import { fact, hidden, tag } from "./parts.ts";
import { decisionText, findUnit, type PublishedResult, versionText } from "./result.ts";
import { given, rich, t } from "./text/text.ts";
import { hash } from "./verification.ts";
import type { PublishedVersion } from "./years.ts";

/** A version that corrects another, with both rankings. */
export interface Correction {
  corrected: PublishedResult;
  correcting: PublishedResult;
}

/** A unit whose published place or sheet a correction changed; `before` is null where it came in with the correction. */
interface Corrected {
  group: GroupRanking;
  unit: RankedUnit;
  before: RankedUnit | null;
}

function correctedUnits({ corrected, correcting }: Correction): Corrected[] {
  return correcting.publication.manifest.ranking.flatMap((group) =>
    group.units.flatMap((unit): Corrected[] => {
      const before = findUnit(corrected.publication.manifest, unit.unit)?.unit ?? null;
      const same = before && before.sha256 === unit.sha256 && before.rank === unit.rank;
      return same ? [] : [{ group, unit, before }];
    }),
  );
}

const rankText = (rank: number | null): string => (rank === null ? "" : t("rankAfter", { rank }));

function correctedItem(id: string, { unit, before }: Corrected, decimals: number): Html {
  const name = html`<a href="${links.sheet(id, unit.unit)}">${unit.name}</a>`;
  if (!before)
    return html`<li>${rich("cameIn", { unit: name, index: decimal(unit.index), rank: rankText(unit.rank) })}</li>`;
  if (before.sha256 === unit.sha256)
    return html`<li>${rich("onlyRankMoved", { unit: name, from: before.rank, to: unit.rank })}</li>`;
  const [from, to] = [shareOf(before), shareOf(unit)];
  const moved = from && to ? differenceText(from, to, decimals) : null;
  const ranks =
    before.rank !== null &&
    before.rank !== unit.rank &&
    rich("ranksMoved", { from: before.rank, to: unit.rank });
  return html`<li>${name}: ${moved === "0" ? t("sameIndex", { index: decimal(unit.index) }) : html`${decimal(before.index)} → ${decimal(unit.index)} %${moved !== null && html` (${signed(moved)})`}`}${ranks}</li>`;
}

/** What a correction changed, unit by unit, from the two rankings. */
function correctionList(correction: Correction): Html {
  const { correcting, corrected } = correction;
  const { decimals } = correcting.publication.manifest.settings;
  const units = correctedUnits(correction);
  const gone = corrected.publication.manifest.ranking
    .flatMap(({ units: all }) => all)
    .filter(({ unit }) => !findUnit(correcting.publication.manifest, unit));
  if (units.length + gone.length === 0) return html`<p class="sub">${t("sameAsBefore")}</p>`;
  return html`<ul>${units.map((unit) => correctedItem(correcting.id, unit, decimals))}${gone.map(({ name }) => html`<li>${t("takenOut", { unit: name })}</li>`)}</ul>`;
}

function versionItem({ id, publication }: PublishedVersion, correction: Correction | undefined): Html {
  const { manifest, supersededBy, decision, root, imported } = publication;
  const { corrects } = manifest;
  return html`<li class="version"><h3><a href="${links.result(id)}">${t("version")} ${versionText(publication)}</a>${
    supersededBy && html` ${tag("absent", t("wasReplaced"))}`
  }${publication.development && html` ${tag("sample", t("trialTag"))}`}</h3>
<dl class="facts stacked">${fact(t("approval"), rich("decisionOf", { decision: decisionText(decision), owner: given(manifest.owner) }))}${fact(t("root"), hash(root))}${
    imported !== undefined && fact(t("source"), rich("importedOf", { source: given(imported.source) }))
  }${
    corrects &&
    fact(
      t("correctsTerm"),
      html`<a href="${links.result(corrects)}">${t("predecessor")}</a>${correction ? correctionList(correction) : null}`,
    )
  }${supersededBy && fact(t("replacedBy"), html`<a href="${links.result(supersededBy)}">${t("successor")}</a>`)}</dl></li>`;
}

/** Every published year and version of a scheme: its decision, its root, what it corrected. */
export function yearsPage(
  versions: readonly PublishedVersion[],
  corrections: ReadonlyMap<string, Correction>,
): Html {
  const [newest] = versions;
  const { owner = null, schemeName = t("siteName") } = newest?.publication.manifest ?? {};
  const years = [...Map.groupBy(versions, ({ publication }) => publication.manifest.year)];
  return page({
    title: t("yearsTitle", { scheme: schemeName }),
    description: t("yearsAbout", { scheme: schemeName }),
    owner,
    current: "years",
    main: html`<header class="title"><p class="eyebrow">${given(schemeName)}</p><h1>${t("yearsHeading")}</h1>
<p class="sub">${t("yearsHint")}</p></header>
${years.map(
  ([year, ofYear]) =>
    html`<section class="year-of" aria-labelledby="nam-${year}"><h2 id="nam-${year}">${hidden(t("yearBefore"))}${year}</h2><ol class="versions" reversed>${ofYear.map((version) => versionItem(version, corrections.get(version.id)))}</ol></section>`,
)}`,
  });
}

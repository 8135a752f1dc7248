import type {
  Decision,
  GroupRanking,
  ImportDifference,
  Manifest,
  Publication,
  RankedUnit,
} from "@parindex/core";
import { type Content, type Html, html } from "./html.ts";
import { links } from "./links.ts";
import { dayOf, dayText, decimal } from "./numbers.ts";
import { notice } from "./parts.ts";
import { rich, t } from "./text/text.ts";

/** A publication with the id that stands in its URL. */
export interface PublishedResult {
  id: string;
  publication: Publication;
}

/** Whether another unit of the group has the same rank (*đồng hạng*). */
export const sharesRank = (group: GroupRanking, { unit, rank }: RankedUnit): boolean =>
  rank !== null && group.units.some((other) => other.rank === rank && other.unit !== unit);

/** A unit's place in words: "hạng 3/16". */
export const placeText = (group: GroupRanking, { rank }: RankedUnit): string =>
  rank === null ? t("placeUnranked") : t("placeRanked", { rank, of: group.units.length });

/** Where a unit stands in a result, or null. */
export function findUnit(manifest: Manifest, id: string): { group: GroupRanking; unit: RankedUnit } | null {
  for (const group of manifest.ranking) {
    const unit = group.units.find((candidate) => candidate.unit === id);
    if (unit) return { group, unit };
  }
  return null;
}

/** Ranked groups first, each kind in the period's own order: what is not ranked stands apart. */
export const groupsInReadingOrder = ({ ranking }: Manifest): GroupRanking[] => [
  ...ranking.filter(({ ranked }) => ranked),
  ...ranking.filter(({ ranked }) => !ranked),
];

/** The decision that approved the result, with a link where its file is on the web. */
export function decisionText({ number, date, file }: Decision): Html {
  const text = t("decisionText", { number, day: dayText(date) });
  return /^https?:\/\//.test(file) ? html`<a href="${file}">${text}</a>` : html`${text}`;
}

const supersededText = (successor: Content): Html =>
  rich("superseded", { lead: html`<b>${t("supersededLead")}</b>`, successor });

/**
 * What a reader must know of a version before its numbers. A page of a version may be kept for good, so it never
 * claims to be the newest: it says which version it is, and the script adds the note where a later one corrects it.
 */
export function versionNotices({ id, publication }: PublishedResult, newest = false): Html[] {
  const { manifest, supersededBy } = publication;
  const notices: Html[] = [];
  if (supersededBy)
    notices.push(notice(supersededText(html`<a href="${links.result(supersededBy)}">${t("successor")}</a>`)));
  else if (!newest)
    notices.push(
      html`<p class="notice" id="thay-the" data-src="${links.successor(id)}" hidden>${supersededText(html`<a href="${links.latest}">${t("successor")}</a>`)}</p>`,
    );
  if (manifest.corrects)
    notices.push(
      notice(
        rich("corrects", {
          predecessor: html`<a href="${links.result(manifest.corrects)}">${t("predecessor")}</a>`,
        }),
      ),
    );
  if (publication.development) notices.push(notice(html`<b>${t("trialLead")}</b> ${t("trial")}`));
  return notices;
}

const OF_KEY = {
  self: "differsSelf",
  appraised: "differsAppraised",
  survey: "differsSurvey",
  achieved: "differsAchieved",
  index: "differsIndex",
  rank: "differsRank",
} as const;

function differenceItem({ code, of, stated, computed }: ImportDifference, unit: string | null): Html {
  const what = t(OF_KEY[of]);
  const where = code === null ? what : t("ofItem", { what, code });
  const numbers = { stated: decimal(stated), computed: decimal(computed) };
  return html`<li>${unit && `${unit}: `}${t("importDifference", { where, ...numbers })}</li>`;
}

/**
 * That a result was not assessed here but came in from a workbook, and what its source states otherwise: of one unit where
 * one is told, else of all.
 */
export function importNotice({ publication }: PublishedResult, of: string | null = null): Html {
  const { manifest, imported } = publication;
  if (!imported) return html``;
  const differences = imported.differences.filter(({ unit }) => of === null || unit === of);
  const nameOf = (unit: string) => (of === null ? (findUnit(manifest, unit)?.unit.name ?? unit) : null);
  return html`<aside class="notice" aria-label="${t("imported")}"><p><b>${t("imported")}:</b> ${t("importedFrom", { source: imported.source })}</p>${
    differences.length > 0 &&
    html`<details><summary>${t("importDifferences", { count: differences.length })}</summary><ul>${differences.map(
      (difference) => differenceItem(difference, nameOf(difference.unit)),
    )}</ul></details>`
  }</aside>`;
}

/** "Bản công bố lần 2, ngày 20/01/2025". */
export const versionText = ({
  manifest,
  publishedAt,
  imported,
}: Pick<Publication, "publishedAt" | "imported"> & { manifest: Pick<Manifest, "version"> }): string =>
  t(imported ? "versionImported" : "versionPublished", {
    version: manifest.version,
    day: dayOf(publishedAt),
  });

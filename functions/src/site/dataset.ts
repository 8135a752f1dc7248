import type { RankedUnit } from "@parindex/core";
import { absolute } from "./head.ts";
import { links } from "./links.ts";
import { reading } from "./reading.ts";
import type { PublishedResult } from "./result.ts";
import { t } from "./text/text.ts";

const download = (path: string): object => ({
  ...{ "@type": "DataDownload", contentUrl: absolute(path), encodingFormat: "application/json" },
});

function common({ publication }: PublishedResult): object {
  const { manifest, publishedAt } = publication;
  const organization = { "@type": "GovernmentOrganization", name: manifest.owner };
  return {
    ...{ "@context": "https://schema.org", "@type": "Dataset" },
    inLanguage: reading().language,
    isAccessibleForFree: true,
    ...{ creator: organization, publisher: organization },
    datePublished: publishedAt.toISOString(),
    temporalCoverage: String(manifest.year),
    version: String(manifest.version),
    variableMeasured: t("indexMeasured"),
    measurementTechnique: absolute(links.method),
  };
}

/** A result as schema.org's Dataset, with the hash it is checked by as its identifier. */
export function resultDataset(result: PublishedResult): object {
  const { manifest, root } = result.publication;
  const units = manifest.ranking.reduce((sum, group) => sum + group.units.length, 0);
  return {
    ...common(result),
    name: `${manifest.schemeName} ${manifest.year}`,
    description: t("dataDescription", { units, year: manifest.year, owner: manifest.owner }),
    url: absolute(links.result(result.id)),
    identifier: `sha256:${root}`,
    distribution: [download(links.resultData(result.id))],
  };
}

/** A unit's sheet as a part of its result's dataset. */
export function sheetDataset(result: PublishedResult, { unit, name, sha256 }: RankedUnit): object {
  const { year, owner } = result.publication.manifest;
  return {
    ...common(result),
    name: `${name}, ${year}`,
    description: t("sheetDescription", { unit: name, year, owner }),
    url: absolute(links.sheet(result.id, unit)),
    identifier: `sha256:${sha256}`,
    isPartOf: absolute(links.result(result.id)),
    distribution: [download(links.sheetData(result.id, unit))],
  };
}

import type { FrozenSheet } from "@parindex/core";
import { fieldSlug, fieldsOf } from "./group-fields.ts";
import { absolute } from "./head.ts";
import { type Html, html } from "./html.ts";
import { links } from "./links.ts";
import { LANGUAGES, pathIn } from "./reading.ts";
import type { PublishedResult } from "./result.ts";
import type { PublishedVersion } from "./years.ts";

/** What crawlers may read: whatever is published. Not the workspace, the survey or answers to searches. */
export const robots = (): string => `User-agent: *
Disallow: /app
Disallow: /s/
Disallow: /tim
Disallow: /en/tim
Sitemap: ${absolute("/sitemap.xml")}
`;

function entry(path: string, changed: string | null): Html[] {
  const alternates = LANGUAGES.map(
    (language) =>
      html`<xhtml:link rel="alternate" hreflang="${language}" href="${absolute(pathIn(language, path))}"/>`,
  );
  return LANGUAGES.map(
    (language) =>
      html`<url><loc>${absolute(pathIn(language, path))}</loc>${changed !== null && html`<lastmod>${changed}</lastmod>`}${alternates}</url>
`,
  );
}

/** The newest result, a sheet of each of its criteria sets, and all versions of its scheme. */
export interface Mapped {
  result: PublishedResult;
  sheets: readonly FrozenSheet[];
  versions: readonly PublishedVersion[];
}

/** The paths of a result's pages across its units: its fields, and every row below them. */
const partsOf = (id: string, sheets: readonly FrozenSheet[]): string[] => [
  links.fields(id),
  links.compare(id),
  ...new Set(fieldsOf(sheets).map(({ code }) => links.field(id, fieldSlug(code)))),
  ...sheets.flatMap(({ criteriaSet, rows }) =>
    rows.filter(({ level }) => level !== "field").map((row) => links.leaf(id, criteriaSet.id, row.id)),
  ),
];

function ofResult({ result: { id, publication }, sheets, versions }: Mapped): Html[] {
  const { manifest, publishedAt } = publication;
  const changed = publishedAt.toISOString();
  const units = manifest.ranking.flatMap((group) => group.units);
  const newest = [
    links.result(id),
    ...units.map(({ unit }) => links.sheet(id, unit)),
    ...partsOf(id, sheets),
  ];
  const older = versions.filter((version) => version.id !== id);
  return [
    ...newest.flatMap((path) => entry(path, changed)),
    ...entry(links.years(), changed),
    ...older.flatMap((version) =>
      entry(links.result(version.id), version.publication.publishedAt.toISOString()),
    ),
  ];
}

/** Every page that stands in both languages, of the newest result, of those before it and beside them (sitemaps.org 0.9). */
export function sitemap(mapped: Mapped | null): string {
  const changed = mapped?.result.publication.publishedAt.toISOString() ?? null;
  return html`<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
${entry("/", changed)}${entry(links.method, null)}${mapped && ofResult(mapped)}</urlset>
`.source;
}

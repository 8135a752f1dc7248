import { absolute } from "./head.ts";
import { type Html, html } from "./html.ts";
import { LANGUAGES, pathIn } from "./reading.ts";
import type { PublishedResult } from "./result.ts";

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

/** Every page that stands in both languages, of the newest result and beside it (sitemaps.org 0.9). */
export function sitemap(result: PublishedResult | null): string {
  const changed = result?.publication.publishedAt.toISOString() ?? null;
  const units = result?.publication.manifest.ranking.flatMap((group) => group.units) ?? [];
  const version = result && `/cong-bo/${result.id}`;
  return html`<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
${entry("/", changed)}${entry("/phuong-phap", null)}${version && [entry(version, changed), units.map(({ unit }) => entry(`${version}/${unit}`, changed))]}</urlset>
`.source;
}

import { type Catalogued, canonicalJson } from "@parindex/core";
import { links } from "./links.ts";

/**
 * The versions of a scheme, the newest first, as data: each with its root and the root it is chained to, by which whoever
 * verifies finds the one before it.
 */
export const versionsJson = (versions: readonly Catalogued[]): string =>
  canonicalJson({
    versions: versions.map(({ id, publication: { manifest, root, publishedAt } }) => ({
      ...{ id, root, url: links.resultData(id), publishedAt: publishedAt.toISOString() },
      ...{ year: manifest.year, version: manifest.version, title: manifest.periodName },
      ...{ corrects: manifest.corrects, previousRoot: manifest.previousRoot },
    })),
  });

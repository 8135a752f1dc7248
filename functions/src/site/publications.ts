import { Publication, queries } from "@parindex/core";
import { queryAt, readAll } from "../store/firestore.ts";
import { wholePublication } from "../store/publications.ts";
import { refs } from "../store/refs.ts";
import type { PublicationReader } from "./site.ts";
import type { PublishedVersion } from "./years.ts";

/** A publication without its ranking, which lists of versions do not need. */
function versionOf(id: string, { manifest, ...publication }: Publication): PublishedVersion {
  const { ranking: _, ...rest } = manifest;
  return { id, publication: { ...publication, manifest: rest } };
}

async function versionsOf(scheme: string): Promise<PublishedVersion[]> {
  const found = await queryAt(queries.publishedVersions(scheme), Publication).get();
  return found.docs.map((doc) => versionOf(doc.id, doc.data()));
}

/** Reads what has been published from Firestore; `latest` looks at one scheme. */
export const publicationsOf = (scheme: string): PublicationReader => ({
  async latest() {
    const found = await queryAt(queries.latestPublication(scheme), Publication).get();
    const [newest] = found.docs;
    return newest ? { id: newest.id, publication: await wholePublication(newest.id, newest.data()) } : null;
  },
  async publication(id) {
    const stored = (await refs.publication(id).get()).data();
    return stored ? wholePublication(id, stored) : null;
  },
  versions: versionsOf,
  catalogue: () => versionsOf(scheme),
  sheet: async (publication, unit) => (await refs.publicationSheet(publication, unit).get()).data() ?? null,
  async sheets(publication, units) {
    const found = await readAll(units.map((unit) => refs.publicationSheet(publication, unit)));
    return found.flatMap((doc) => doc.data() ?? []);
  },
});

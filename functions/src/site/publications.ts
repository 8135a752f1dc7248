import { Publication, paths } from "@parindex/core";
import { collectionAt } from "../store/firestore.ts";
import { refs } from "../store/refs.ts";
import type { PublicationReader } from "./site.ts";

/** Reads what has been published from Firestore; `latest` looks at one scheme. */
export const publicationsOf = (scheme: string): PublicationReader => ({
  async latest() {
    const found = await collectionAt(paths.publications(), Publication)
      .where("manifest.scheme", "==", scheme)
      .orderBy("manifest.year", "desc")
      .orderBy("manifest.version", "desc")
      .limit(1)
      .get();
    const [newest] = found.docs;
    return newest ? { id: newest.id, publication: newest.data() } : null;
  },
  publication: async (id) => (await refs.publication(id).get()).data() ?? null,
  sheet: async (publication, unit) => (await refs.publicationSheet(publication, unit).get()).data() ?? null,
});

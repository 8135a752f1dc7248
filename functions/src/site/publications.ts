import { Publication, queries } from "@parindex/core";
import { queryAt } from "../store/firestore.ts";
import { wholePublication } from "../store/publications.ts";
import { refs } from "../store/refs.ts";
import type { PublicationReader } from "./site.ts";

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
  sheet: async (publication, unit) => (await refs.publicationSheet(publication, unit).get()).data() ?? null,
  async catalogue() {
    const found = await queryAt(queries.publicationsOf(scheme), Publication).get();
    return found.docs.map((doc) => ({ id: doc.id, publication: doc.data() }));
  },
});

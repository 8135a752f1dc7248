import { collectionOf, paths } from "../../core/src/index.ts";

/** What spells no path, or one that depends on the column it is given. */
const ASIDE = ["publicationId", "column", "score"];

/** Every path that core spells, with ids that nobody uses: what a new collection adds to by itself. */
export const SPELLED: readonly string[] = [
  ...Object.entries(paths)
    .filter(([name]) => !ASIDE.includes(name))
    .map(([, path]) => (path as (...ids: string[]) => string)("x", "x", "x", "x", "1", "1")),
  ...Object.values(collectionOf).map((collection) => paths.column("x", "x", "x", collection)),
];

import { paths } from "../../core/src/index.ts";

/** Every path that core spells, with ids that nobody uses: what a new collection adds to by itself. */
export const SPELLED: readonly string[] = Object.entries(paths)
  .filter(([name]) => name !== "publicationId")
  .map(([, path]) => (path as (...ids: string[]) => string)("x", "x", "x", "x", "1", "1"));

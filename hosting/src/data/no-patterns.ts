/**
 * Stands in for the regular expressions (45 kB) that Firestore brings along for pipeline queries. Nothing here asks
 * such a query; one that did would be answered by Firestore with an error.
 */
export const RE2JS = {
  compile(pattern: string): never {
    throw new Error(`no patterns in queries: ${pattern}`);
  },
};

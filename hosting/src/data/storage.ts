import type { z } from "zod";

/** Where a browser keeps something of this site: for good, or until the tab is closed. */
type Area = "localStorage" | "sessionStorage";

/** What is kept under a name; null where nothing is, and where this browser keeps nothing (switched off). */
export function kept(name: string, area: Area = "localStorage"): string | null {
  try {
    return globalThis[area].getItem(name);
  } catch {
    return null;
  }
}

/** The same by its schema, null too where it does not fit it. */
export function keptAs<T>(name: string, schema: z.ZodType<T>, area: Area = "localStorage"): T | null {
  try {
    return schema.parse(JSON.parse(kept(name, area) ?? ""));
  } catch {
    return null;
  }
}

/** Keeps a text under a name; null forgets it. A browser that keeps nothing (full, switched off) only loses the convenience. */
export function keep(name: string, text: string | null, area: Area = "localStorage"): void {
  try {
    if (text === null) globalThis[area].removeItem(name);
    else globalThis[area].setItem(name, text);
  } catch {
    // Nothing can be kept here.
  }
}

import { AsyncLocalStorage } from "node:async_hooks";
import type { Language } from "@parindex/core";

/** The languages of the pages, the first one's without a prefix. */
export const LANGUAGES: readonly Language[] = ["vi", "en"];

/** What a page depends on beside what it shows. */
export interface Reading {
  language: Language;
  /** Where this site stands, without a slash at its end: "https://par.example.gov.vn". */
  origin: string;
  /** The page's own path, without its language. */
  path: string;
  /** What the page was asked for beside its path: "?q=mot+cua", or "". */
  query: string;
}

const readings = new AsyncLocalStorage<Reading>();

/** The reading that is being answered. Outside of one, a page is Vietnamese and knows nothing of its place. */
export const reading = (): Reading =>
  readings.getStore() ?? { language: "vi", origin: "", path: "/", query: "" };

/** Answers within a reading: every text, number, date and link made meanwhile follows its language. */
export const within = <Answer>(of: Reading, answer: () => Answer): Answer => readings.run(of, answer);

/** A page's path in a language: English stands below `/en`. */
export function pathIn(language: Language, path: string): string {
  if (language === "vi") return path;
  return path === "/" ? "/en" : `/en${path}`;
}

/** The query of a request as a link repeats it. */
export function queryText(query: Readonly<Record<string, unknown>>): string {
  const text = new URLSearchParams();
  for (const [name, values] of Object.entries(query))
    for (const value of [values].flat()) if (typeof value === "string") text.append(name, value);
  return text.size === 0 ? "" : `?${text}`;
}

/** What has a text of its own in each language; open data and lists for machines have not. */
const HAS_NO_LANGUAGE = /\.(json|csv|xlsx|xml|txt)$/;

/** Splits a path into its language and the rest; null where there is no such page in that language. */
export function languageOf(path: string): Pick<Reading, "language" | "path"> | null {
  const [, rest] = /^\/en(\/.*)?$/.exec(path) ?? [];
  if (path !== "/en" && rest === undefined) return { language: "vi", path };
  return HAS_NO_LANGUAGE.test(rest ?? "") ? null : { language: "en", path: rest ?? "/" };
}

import { pathIn, reading } from "./reading.ts";

/** A page's path in the language of the page that links to it. */
const page = (path: string): string => pathIn(reading().language, path);

/** The public URLs, spelled once. Ids are plain (`core` parses them), so that nothing needs encoding. */
export const links = {
  get latest() {
    return page("/");
  },
  get method() {
    return page("/phuong-phap");
  },
  get search() {
    return page("/tim");
  },
  /** The ranking as a page that other sites may frame: of the newest result, or of one that stays. */
  get embedLatest() {
    return page("/nhung");
  },
  embed: (publication: string) => page(`/cong-bo/${publication}/nhung`),
  result: (publication: string) => page(`/cong-bo/${publication}`),
  resultData: (publication: string) => `/cong-bo/${publication}.json`,
  /** Root, signature and key: what the data is checked against. */
  attestation: (publication: string) => `/cong-bo/${publication}.chu-ky.json`,
  /** Which publication corrects this one, if any: the only thing about a version that may change. */
  successor: (publication: string) => `/cong-bo/${publication}.thay-the.json`,
  card: (publication: string) => page(`/cong-bo/${publication}.png`),
  unitCard: (publication: string, unit: string) => page(`/cong-bo/${publication}/${unit}.png`),
  sheet: (publication: string, unit: string) => page(`/cong-bo/${publication}/${unit}`),
  sheetData: (publication: string, unit: string) => `/cong-bo/${publication}/${unit}.json`,
} as const;

/** What stands beside the publications. */
export interface SiteRoute {
  page: "latest" | "method" | "search" | "embedLatest" | "robots" | "sitemap";
}

export interface ResultRoute {
  page: "result" | "card" | "embed" | "resultData" | "attestation" | "successor";
  publication: string;
}

export interface UnitRoute {
  page: "sheet" | "unitCard" | "sheetData";
  publication: string;
  unit: string;
}

/** What a path asks for. */
export type Route = SiteRoute | ResultRoute | UnitRoute;

const PAGE_OF_PATH: ReadonlyMap<string, SiteRoute["page"]> = new Map([
  ["/", "latest"],
  ["/phuong-phap", "method"],
  ["/tim", "search"],
  ["/nhung", "embedLatest"],
  // Hosting leads /robots.txt here: what runs the functions answers that path itself, with 404.
  ["/may-tim.txt", "robots"],
  ["/sitemap.xml", "sitemap"],
]);

const PUBLICATION = "([a-z0-9][a-z0-9-]{0,62}_[a-z0-9][a-z0-9-]{0,62}_v[1-9][0-9]{0,5})";
const UNIT = "([a-z0-9][a-z0-9-]{0,62})";
const OF_PUBLICATION = new RegExp(
  `^/cong-bo/${PUBLICATION}(\\.json|\\.chu-ky\\.json|\\.thay-the\\.json|\\.png|/nhung)?$`,
);
const OF_UNIT = new RegExp(`^/cong-bo/${PUBLICATION}/${UNIT}(\\.json|\\.png)?$`);

const PAGE_OF_ENDING = {
  "": "result",
  ".json": "resultData",
  ".chu-ky.json": "attestation",
  ".thay-the.json": "successor",
  ".png": "card",
  "/nhung": "embed",
} as const;

const UNIT_PAGE_OF_ENDING = { "": "sheet", ".json": "sheetData", ".png": "unitCard" } as const;

const isKey = <Keys extends object>(keys: Keys, key: PropertyKey): key is keyof Keys =>
  Object.hasOwn(keys, key);

function publicationRoute(path: string): Route | null {
  const [, publication, ending = ""] = OF_PUBLICATION.exec(path) ?? [];
  return publication && isKey(PAGE_OF_ENDING, ending) ? { page: PAGE_OF_ENDING[ending], publication } : null;
}

function unitRoute(path: string): Route | null {
  const [, publication, unit, ending = ""] = OF_UNIT.exec(path) ?? [];
  if (!publication || !unit || !isKey(UNIT_PAGE_OF_ENDING, ending)) return null;
  return { page: UNIT_PAGE_OF_ENDING[ending], publication, unit };
}

/** Reads a path without its language, with or without a slash at its end; null where nothing stands there. */
export function routeOf(path: string): Route | null {
  const plain = path.replace(/^(\/[^/].*)\/$/, "$1");
  const page = PAGE_OF_PATH.get(plain);
  return page ? { page } : (publicationRoute(plain) ?? unitRoute(plain));
}

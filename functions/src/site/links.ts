import { pathIn, reading } from "./reading.ts";

/** A page's path in the language of the page that links to it. */
const page = (path: string): string => pathIn(reading().language, path);

const ofGroup = (group?: string): string => (group === undefined ? "" : `?nhom=${group}`);

/** The public URLs, spelled once. Ids are plain (`core` parses them), so that nothing needs encoding. */
export const links = {
  get latest() {
    return page("/");
  },
  get method() {
    return page("/phuong-phap");
  },
  get openData() {
    return page("/du-lieu-mo");
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
  /** All units by all fields; of one group where one is named. */
  fields: (publication: string, group?: string) => page(`/cong-bo/${publication}/linh-vuc${ofGroup(group)}`),
  /** One field by its printed number. */
  field: (publication: string, number: string, group?: string) =>
    page(`/cong-bo/${publication}/linh-vuc/${number}${ofGroup(group)}`),
  leaf: (publication: string, set: string, leaf: string, group?: string) =>
    page(`/cong-bo/${publication}/tieu-chi/${set}/${leaf}${ofGroup(group)}`),
  compare: (publication: string, units: readonly string[] = []) =>
    page(
      `/cong-bo/${publication}/so-sanh${units.length > 0 ? `?${units.map((unit) => `don-vi=${unit}`).join("&")}` : ""}`,
    ),
  /** Every year and version of a scheme; of the scheme that the site shows where none is named. */
  years: (scheme?: string) => page(scheme === undefined ? "/cac-nam" : `/cac-nam/${scheme}`),
  /** That the unit's sheet stands under the root. */
  proof: (publication: string, unit: string) => `/cong-bo/${publication}/${unit}.chung-minh.json`,
  verifyOf: (publication: string, unit?: string) =>
    page(`/kiem-tra?ban=${publication}${unit === undefined ? "" : `&don-vi=${unit}`}`),
  /** Every version that was published, with its root. */
  versions: "/cong-bo.json",
} as const;

/** What stands beside the publications. */
export interface SiteRoute {
  page:
    | "latest"
    | "method"
    | "openData"
    | "search"
    | "embedLatest"
    | "robots"
    | "sitemap"
    | "verify"
    | "versions";
}

export interface ResultRoute {
  page: "result" | "card" | "embed" | "resultData" | "attestation" | "successor";
  publication: string;
}

export interface UnitRoute {
  page: "sheet" | "unitCard" | "sheetData" | "proof";
  publication: string;
  unit: string;
}

/** What looks at a publication across its units. */
export type AnalysisRoute =
  | { page: "fields"; publication: string }
  | { page: "compare"; publication: string }
  | { page: "field"; publication: string; field: string }
  | { page: "leaf"; publication: string; set: string; leaf: string };

/** What a path asks for. */
export type Route =
  | SiteRoute
  | { page: "years"; scheme: string | null }
  | ResultRoute
  | UnitRoute
  | AnalysisRoute;

const PAGE_OF_PATH: ReadonlyMap<string, SiteRoute["page"]> = new Map([
  ["/", "latest"],
  ["/phuong-phap", "method"],
  ["/du-lieu-mo", "openData"],
  ["/tim", "search"],
  ["/nhung", "embedLatest"],
  ["/kiem-tra", "verify"],
  ["/cong-bo.json", "versions"],
  // Hosting leads /robots.txt here: what runs the functions answers that path itself, with 404.
  ["/may-tim.txt", "robots"],
  ["/sitemap.xml", "sitemap"],
]);

const PUBLICATION = "([a-z0-9][a-z0-9-]{0,62}_[a-z0-9][a-z0-9-]{0,62}_v[1-9][0-9]{0,5})";
const UNIT = "([a-z0-9][a-z0-9-]{0,62})";
const OF_PUBLICATION = new RegExp(
  `^/cong-bo/${PUBLICATION}(\\.json|\\.chu-ky\\.json|\\.thay-the\\.json|\\.png|/nhung)?$`,
);
const YEARS = new RegExp(`^/cac-nam(?:/${UNIT})?$`);
/** Names below a publication that are pages of their own, and so no units. */
const FIELDS = new RegExp(`^/cong-bo/${PUBLICATION}/(linh-vuc|so-sanh)$`);
const FIELD = new RegExp(`^/cong-bo/${PUBLICATION}/linh-vuc/${UNIT}$`);
const LEAF = new RegExp(`^/cong-bo/${PUBLICATION}/tieu-chi/${UNIT}/([a-z0-9]{1,24})$`);
const OF_UNIT = new RegExp(`^/cong-bo/${PUBLICATION}/${UNIT}(\\.json|\\.chung-minh\\.json|\\.png)?$`);

const PAGE_OF_ENDING = {
  "": "result",
  ".json": "resultData",
  ".chu-ky.json": "attestation",
  ".thay-the.json": "successor",
  ".png": "card",
  "/nhung": "embed",
} as const;

const UNIT_PAGE_OF_ENDING = {
  "": "sheet",
  ".json": "sheetData",
  ".chung-minh.json": "proof",
  ".png": "unitCard",
} as const;

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

function analysisRoute(path: string): Route | null {
  const [years, scheme = null] = YEARS.exec(path) ?? [];
  if (years) return { page: "years", scheme };
  const [, whole, name] = FIELDS.exec(path) ?? [];
  if (whole)
    return name === "so-sanh"
      ? { page: "compare", publication: whole }
      : { page: "fields", publication: whole };
  const [, ofField, field] = FIELD.exec(path) ?? [];
  if (ofField && field) return { page: "field", publication: ofField, field };
  const [, ofLeaf, set, leaf] = LEAF.exec(path) ?? [];
  return ofLeaf && set && leaf ? { page: "leaf", publication: ofLeaf, set, leaf } : null;
}

/** Reads a path without its language, with or without a slash at its end; null where nothing stands there. */
export function routeOf(path: string): Route | null {
  const plain = path.replace(/^(\/[^/].*)\/$/, "$1");
  const page = PAGE_OF_PATH.get(plain);
  return page ? { page } : (publicationRoute(plain) ?? analysisRoute(plain) ?? unitRoute(plain));
}

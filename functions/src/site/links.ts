const ofGroup = (group?: string): string => (group === undefined ? "" : `?nhom=${group}`);

/** The public URLs, spelled once. Ids are plain (`core` parses them), so that nothing needs encoding. */
export const links = {
  latest: "/",
  method: "/phuong-phap",
  openData: "/du-lieu-mo",
  result: (publication: string) => `/cong-bo/${publication}`,
  resultData: (publication: string) => `/cong-bo/${publication}.json`,
  /** Root, signature and key: what the data is checked against. */
  attestation: (publication: string) => `/cong-bo/${publication}.chu-ky.json`,
  /** Which publication corrects this one, if any: the only thing about a version that may change. */
  successor: (publication: string) => `/cong-bo/${publication}.thay-the.json`,
  sheet: (publication: string, unit: string) => `/cong-bo/${publication}/${unit}`,
  sheetData: (publication: string, unit: string) => `/cong-bo/${publication}/${unit}.json`,
  /** All units by all fields; of one group where one is named. */
  fields: (publication: string, group?: string) => `/cong-bo/${publication}/linh-vuc${ofGroup(group)}`,
  /** One field by its printed number. */
  field: (publication: string, number: string, group?: string) =>
    `/cong-bo/${publication}/linh-vuc/${number}${ofGroup(group)}`,
  leaf: (publication: string, set: string, leaf: string, group?: string) =>
    `/cong-bo/${publication}/tieu-chi/${set}/${leaf}${ofGroup(group)}`,
  compare: (publication: string, units: readonly string[] = []) =>
    `/cong-bo/${publication}/so-sanh${units.length > 0 ? `?${units.map((unit) => `don-vi=${unit}`).join("&")}` : ""}`,
  /** Every year and version of a scheme; of the scheme that the site shows where none is named. */
  years: (scheme?: string) => (scheme === undefined ? "/cac-nam" : `/cac-nam/${scheme}`),
  /** That the unit's sheet stands under the root. */
  proof: (publication: string, unit: string) => `/cong-bo/${publication}/${unit}.chung-minh.json`,
  verify: "/kiem-tra",
  verifyOf: (publication: string, unit?: string) =>
    `/kiem-tra?ban=${publication}${unit === undefined ? "" : `&don-vi=${unit}`}`,
  /** Every version that was published, with its root. */
  versions: "/cong-bo.json",
} as const;

/** What a path asks for. */
export type Route =
  | { page: "latest" }
  | { page: "method" }
  | { page: "openData" }
  | { page: "verify" | "versions" }
  | { page: "result"; publication: string }
  | { page: "resultData" | "attestation" | "successor"; publication: string }
  | { page: "sheet" | "sheetData" | "proof"; publication: string; unit: string }
  | { page: "years"; scheme: string | null }
  | { page: "fields"; publication: string }
  | { page: "compare"; publication: string }
  | { page: "field"; publication: string; field: string }
  | { page: "leaf"; publication: string; set: string; leaf: string };

const PUBLICATION = "([a-z0-9][a-z0-9-]{0,62}_[a-z0-9][a-z0-9-]{0,62}_v[1-9][0-9]{0,5})";
const UNIT = "([a-z0-9][a-z0-9-]{0,62})";
const OF_PUBLICATION = new RegExp(`^/cong-bo/${PUBLICATION}(\\.json|\\.chu-ky\\.json|\\.thay-the\\.json)?$`);
const YEARS = new RegExp(`^/cac-nam(?:/${UNIT})?$`);
/** Names below a publication that are pages of their own, and so no units. */
const FIELDS = new RegExp(`^/cong-bo/${PUBLICATION}/(linh-vuc|so-sanh)$`);
const FIELD = new RegExp(`^/cong-bo/${PUBLICATION}/linh-vuc/${UNIT}$`);
const LEAF = new RegExp(`^/cong-bo/${PUBLICATION}/tieu-chi/${UNIT}/([a-z0-9]{1,24})$`);
const OF_UNIT = new RegExp(`^/cong-bo/${PUBLICATION}/${UNIT}(\\.json|\\.chung-minh\\.json)?$`);

const PAGE_OF_ENDING = {
  "": "result",
  ".json": "resultData",
  ".chu-ky.json": "attestation",
  ".thay-the.json": "successor",
} as const;

function publicationRoute(path: string): Route | null {
  const [, publication, ending = ""] = OF_PUBLICATION.exec(path) ?? [];
  const page = Object.entries(PAGE_OF_ENDING).find(([known]) => known === ending)?.[1];
  return publication && page ? { page, publication } : null;
}

function sheetRoute(path: string): Route | null {
  const [, publication, unit, ending] = OF_UNIT.exec(path) ?? [];
  if (!publication || !unit) return null;
  const page = ending === ".json" ? "sheetData" : ending ? "proof" : "sheet";
  return { page, publication, unit };
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

/** Reads a path, with or without a slash at its end; null where nothing stands there. */
export function routeOf(path: string): Route | null {
  const plain = path.replace(/^(\/[^/].*)\/$/, "$1");
  if (plain === links.latest) return { page: "latest" };
  if (plain === links.method) return { page: "method" };
  if (plain === links.verify) return { page: "verify" };
  if (plain === links.versions) return { page: "versions" };
  if (plain === links.openData) return { page: "openData" };
  return publicationRoute(plain) ?? analysisRoute(plain) ?? sheetRoute(plain);
}

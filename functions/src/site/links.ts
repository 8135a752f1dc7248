/** The public URLs, spelled once. Ids are plain (`core` parses them), so that nothing needs encoding. */
export const links = {
  latest: "/",
  method: "/phuong-phap",
  result: (publication: string) => `/cong-bo/${publication}`,
  resultData: (publication: string) => `/cong-bo/${publication}.json`,
  /** Root, signature and key: what the data is checked against. */
  attestation: (publication: string) => `/cong-bo/${publication}.chu-ky.json`,
  /** Which publication corrects this one, if any: the only thing about a version that may change. */
  successor: (publication: string) => `/cong-bo/${publication}.thay-the.json`,
  sheet: (publication: string, unit: string) => `/cong-bo/${publication}/${unit}`,
  sheetData: (publication: string, unit: string) => `/cong-bo/${publication}/${unit}.json`,
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
  | { page: "verify" | "versions" }
  | { page: "result" | "resultData" | "attestation" | "successor"; publication: string }
  | { page: "sheet" | "sheetData" | "proof"; publication: string; unit: string };

const PUBLICATION = "([a-z0-9][a-z0-9-]{0,62}_[a-z0-9][a-z0-9-]{0,62}_v[1-9][0-9]{0,5})";
const UNIT = "([a-z0-9][a-z0-9-]{0,62})";
const OF_PUBLICATION = new RegExp(`^/cong-bo/${PUBLICATION}(\\.json|\\.chu-ky\\.json|\\.thay-the\\.json)?$`);
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

/** Reads a path, with or without a slash at its end; null where nothing stands there. */
export function routeOf(path: string): Route | null {
  const plain = path.replace(/^(\/[^/].*)\/$/, "$1");
  if (plain === links.latest) return { page: "latest" };
  if (plain === links.method) return { page: "method" };
  if (plain === links.verify) return { page: "verify" };
  if (plain === links.versions) return { page: "versions" };
  return publicationRoute(plain) ?? sheetRoute(plain);
}

/** What a file of a published result is; `unit` where it is about one. */
export interface PublishedFile {
  publication: string;
  kind: "manifest" | "attestation" | "successor" | "sheet" | "proof";
  unit: string | null;
}

const PUBLICATION = "([a-z0-9][a-z0-9-]{0,62}_[a-z0-9][a-z0-9-]{0,62}_v[1-9][0-9]{0,5})";
const UNIT = "([a-z0-9][a-z0-9-]{0,62})";
const OF_PUBLICATION = new RegExp(`(?:^|/)${PUBLICATION}(\\.chu-ky|\\.thay-the)?\\.json$`);
const OF_UNIT = new RegExp(`(?:^|/)${PUBLICATION}[/-]${UNIT}(\\.chung-minh)?\\.json$`);

/**
 * What a file is by its path on the site, or by the name under which a browser saves it, where the unit stands behind a
 * hyphen: `…/lai-chau_2024_v1/so-y-te.json` and `lai-chau_2024_v1-so-y-te.json`. null for what is no part of a result.
 */
export function publishedFileOf(path: string): PublishedFile | null {
  const plain = path.replaceAll("\\", "/");
  const [, ofUnit, unit, proof] = OF_UNIT.exec(plain) ?? [];
  if (ofUnit && unit) return { publication: ofUnit, kind: proof ? "proof" : "sheet", unit };
  const [, publication, ending] = OF_PUBLICATION.exec(plain) ?? [];
  if (!publication) return null;
  const kind = ending === ".chu-ky" ? "attestation" : ending === ".thay-the" ? "successor" : "manifest";
  return { publication, kind, unit: null };
}

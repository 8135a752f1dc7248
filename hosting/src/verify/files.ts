import { filesNamed, type ListedFile, type ResultFiles } from "@parindex/core/verify";
import { z } from "zod";

/** A published version as the site lists it. */
const Version = z.object({ id: z.string(), root: z.string() });
const Versions = z.object({ versions: z.array(Version) });

/** What keeps a file from being read, as the reader of the page sees it. */
export class Unreadable extends Error {}

/** Asks for a file anew, whatever the browser keeps; null where the site has none. */
async function download(address: string): Promise<Response | null> {
  const response = await fetch(address, { cache: "no-cache" }).catch(() => null);
  if (!response) throw new Unreadable(`Không tải được ${address}. Hãy kiểm tra mạng rồi thử lại.`);
  if (response.status === 404) return null;
  if (!response.ok) throw new Unreadable(`Không tải được ${address}: máy chủ trả lời ${response.status}.`);
  return response;
}

const ENDINGS = { manifest: ".json", attestation: ".chu-ky.json", successor: ".thay-the.json" } as const;

/** The address of a file of a result on this site. */
function addressOf({ publication, kind, unit }: Pick<ListedFile, "publication" | "kind" | "unit">): string {
  if (kind === "sheet") return `/cong-bo/${publication}/${unit}.json`;
  if (kind === "proof") return `/cong-bo/${publication}/${unit}.chung-minh.json`;
  return `/cong-bo/${publication}${ENDINGS[kind]}`;
}

/** The results on this site, whose list of versions stands at an address. */
export const filesOfSite = (versionsAt: string): ResultFiles => ({
  listed: null,
  async read(file) {
    const name = addressOf(file);
    const response = await download(name);
    return response && { name, bytes: new Uint8Array(await response.arrayBuffer()) };
  },
  async publicationOf(root) {
    const response = await download(versionsAt);
    const found = response ? Versions.safeParse(await response.json().catch(() => null)) : null;
    return found?.data?.versions.find((version) => version.root === root)?.id ?? null;
  },
});

/** Files of the reader's own, each with its path below the folder they chose. */
export interface OwnFile {
  path: string;
  file: File;
}

/** The results among files of the reader's own. */
export function filesOfReader(own: readonly OwnFile[]) {
  const byPath = new Map(own.map(({ path, file }) => [path, file]));
  return filesNamed([...byPath.keys()], async (path) => {
    const bytes = await byPath
      .get(path)
      ?.arrayBuffer()
      .catch(() => null);
    if (!bytes) throw new Unreadable(`Không đọc được tệp ${path}.`);
    return new Uint8Array(bytes);
  });
}

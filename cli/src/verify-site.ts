import { type PublishedFile, publishedFileOf } from "@parindex/core";
import type { ResultFiles } from "@parindex/core/verify";
import { z } from "zod";
import { CommandError } from "./terminal.ts";
import type { Results } from "./verify.ts";

const Versions = z.object({ versions: z.array(z.object({ id: z.string(), root: z.string() })) });

/** How long (ms) a site may take to answer one request. */
const ANSWERS = 30_000;

async function download(address: string): Promise<Uint8Array | null> {
  const failed = (why: string) => new CommandError(`${address}: ${why}.`);
  const response = await fetch(address, { signal: AbortSignal.timeout(ANSWERS) }).catch((error: unknown) => {
    throw failed(
      error instanceof Error
        ? error.cause instanceof Error
          ? error.cause.message
          : error.message
        : "no answer",
    );
  });
  if (response.status === 404) return null;
  if (!response.ok) throw failed(`the site answers ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

function pathOf({ publication, kind, unit }: PublishedFile): string {
  switch (kind) {
    case "manifest":
      return `/cong-bo/${publication}.json`;
    case "attestation":
      return `/cong-bo/${publication}.chu-ky.json`;
    case "successor":
      return `/cong-bo/${publication}.thay-the.json`;
    case "sheet":
      return `/cong-bo/${publication}/${unit}.json`;
    case "proof":
      return `/cong-bo/${publication}/${unit}.chung-minh.json`;
  }
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}

/** What a site says it has published, the newest first. */
async function versionsOf(origin: string): Promise<z.infer<typeof Versions>["versions"]> {
  const address = `${origin}/cong-bo.json`;
  const bytes = await download(address);
  const { data } = Versions.safeParse(bytes && jsonOf(bytes));
  if (!data)
    throw new CommandError(
      `${address}: there is no list of versions. Name one by its address or with --publication.`,
    );
  return data.versions;
}

/** The version that an address names: its page, its data or one of its sheets. */
function publicationIn(path: string): string | undefined {
  const [, id = ""] = /^\/cong-bo\/([^/.]+)/.exec(path) ?? [];
  return publishedFileOf(`${id}.json`)?.publication;
}

/** The results of a site: of the version that its address or `named` names, else of the newest. */
export async function resultsOfSite(address: string, named: string | undefined): Promise<Results> {
  if (!URL.canParse(address)) throw new CommandError(`«${address}» is no address.`);
  const { origin, pathname } = new URL(address);
  const files: ResultFiles = {
    listed: null,
    async read(file) {
      const name = pathOf(file);
      const bytes = await download(origin + name);
      return bytes && { name, bytes };
    },
    publicationOf: async (root) =>
      (await versionsOf(origin)).find((version) => version.root === root)?.id ?? null,
  };
  const first = named ?? publicationIn(pathname) ?? (await versionsOf(origin))[0]?.id;
  if (first === undefined) throw new CommandError(`${origin}: nothing is published there yet.`);
  return { files, first, others: [] };
}

import { Attestation } from "./attestation.ts";
import { Manifest } from "./documents.ts";
import { merkleRoot } from "./merkle.ts";
import { type PublishedFile, publishedFileOf } from "./published-files.ts";
import { rootLeaves } from "./seal.ts";
import { type GivenFile, type Read, readForm } from "./verify-form.ts";

/** A file of a result that is there, by its name. */
export interface ListedFile extends PublishedFile {
  name: string;
}

/** Where the files of results come from: a folder, a site, what was dropped on a page. */
export interface ResultFiles {
  /** The files that are there, by whatever name; null where they can't be listed, so that the manifest names them. */
  listed: readonly ListedFile[] | null;
  /** A file, or null where there is none. What keeps it from being read is thrown. */
  read(file: PublishedFile): Promise<GivenFile | null>;
  /** The publication whose root this is, or null where none is at hand. */
  publicationOf(root: string): Promise<string | null>;
}

/** A file as it was read, or null where there is none. */
export type Reading<T> = Read<T> | null;

/** Reads a file of a result in its form. */
export async function readPart<T>(
  files: Pick<ResultFiles, "read">,
  publication: string,
  kind: PublishedFile["kind"],
  schema: Parameters<typeof readForm<T>>[1],
  unit: string | null = null,
): Promise<Reading<T>> {
  const file = await files.read({ publication, kind, unit });
  return file && readForm(file, schema);
}

/** The root as it follows from the manifest's bytes and the hashes that stand in it; null where it can't be read. */
export const rootOf = (manifest: Reading<Manifest>): string | null =>
  manifest?.value ? merkleRoot(rootLeaves(manifest.value, manifest.sha256)) : null;

/** The results among files that are known by their names, each of which `bytesOf` reads. */
export function filesNamed(
  names: readonly string[],
  bytesOf: (name: string) => Promise<Uint8Array>,
): ResultFiles & { listed: readonly ListedFile[] } {
  const listed = names.flatMap((name): ListedFile[] => {
    const file = publishedFileOf(name);
    return file ? [{ ...file, name }] : [];
  });
  const keyOf = ({ publication, kind, unit }: PublishedFile) => `${publication} ${kind} ${unit}`;
  const byKey = new Map(listed.toReversed().map((file) => [keyOf(file), file.name]));
  const read: ResultFiles["read"] = async (file) => {
    const name = byKey.get(keyOf(file));
    return name === undefined ? null : { name, bytes: await bytesOf(name) };
  };
  return {
    listed,
    read,
    /** By the root that is attested or the one that follows from the manifest: one of them may be altered. */
    async publicationOf(root) {
      for (const publication of new Set(listed.map((file) => file.publication))) {
        const attestation = await readPart({ read }, publication, "attestation", Attestation);
        if (attestation?.value?.root === root) return publication;
        if (rootOf(await readPart({ read }, publication, "manifest", Manifest)) === root) return publication;
      }
      return null;
    },
  };
}

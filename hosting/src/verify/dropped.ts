import type { OwnFile } from "./files.ts";

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));

/** A folder tells of its entries a hundred at a time, until it has none left. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}

async function filesBelow(entry: FileSystemEntry): Promise<OwnFile[]> {
  if (entry.isFile)
    return [{ path: entry.fullPath.replace(/^\//, ""), file: await fileOf(entry as FileSystemFileEntry) }];
  const found: OwnFile[] = [];
  for (const each of await entriesOf(entry as FileSystemDirectoryEntry))
    found.push(...(await filesBelow(each)));
  return found;
}

/** The files that were dropped, those in folders too. Asks before it waits: what was dropped is gone afterwards. */
export async function droppedFiles({ items }: DataTransfer): Promise<OwnFile[]> {
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  return (await Promise.all(entries.map(filesBelow))).flat();
}

/** The files that were chosen in a field, with their paths below a folder where one was chosen. */
export const chosenFiles = ({ files }: HTMLInputElement): OwnFile[] =>
  [...(files ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }));

/** How long a file's name may be where it is kept (core's `FileRef`). */
const NAME_MAX = 200;

/** A file's name as it is kept: one that is too long loses the end of its words, and keeps how it begins and its ending. */
export function keptName(name: string): string {
  const plain = name.normalize("NFC");
  if (plain.length <= NAME_MAX) return plain;
  const ending = /\.\w{1,9}$/.exec(plain)?.[0] ?? "";
  const begin = plain.slice(0, NAME_MAX - ending.length - 1).replace(/[\ud800-\udbff]$/, "");
  return `${begin}…${ending}`;
}

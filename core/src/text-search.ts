/** A text as searches compare it: without tone marks, case or doubled spaces, "đ" as "d". */
export const searchable = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[đĐ]/g, "d")
    .toLowerCase()
    .replace(/\s+/g, " ")
    .trim();

/** Whether every word of what is looked for stands in the text, whatever its tone marks and order. */
export function matchesSearch(text: string, wanted: string): boolean {
  const within = searchable(text);
  return searchable(wanted)
    .split(" ")
    .every((word) => within.includes(word));
}

/** A text as searches compare it: without tone marks, case or doubled spaces, "đ" as "d". */
export const searchable = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[đĐ]/g, "d")
    .toLowerCase()
    .replace(/\s+/g, " ")
    .trim();

/** An id made from a name: "Phòng Nội vụ" is "phong-noi-vu"; "" where no letter or digit is left. */
export const idOfName = (name: string): string =>
  searchable(name)
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-/, "")
    .slice(0, 63)
    .replace(/-$/, "");

/** Whether every word of what is looked for stands in the text, whatever its tone marks and order. */
export function matchesSearch(text: string, wanted: string): boolean {
  const within = searchable(text);
  return searchable(wanted)
    .split(" ")
    .every((word) => within.includes(word));
}

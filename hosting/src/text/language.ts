import type { Language } from "@parindex/core";

const KEPT = "parindex:language";

/** The language of the page: Vietnamese unless it was set to English. */
export const language = (): Language => (document.documentElement.lang === "en" ? "en" : "vi");

/** Shows texts in a language from the next drawing on, and in this browser's later visits. */
export function setLanguage(chosen: Language): void {
  document.documentElement.lang = chosen;
  localStorage.setItem(KEPT, chosen);
}

/** Takes up the language chosen at an earlier visit. */
export function resumeLanguage(): void {
  document.documentElement.lang = localStorage.getItem(KEPT) === "en" ? "en" : "vi";
}

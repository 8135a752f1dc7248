import type { Language } from "@parindex/core";
import { useSyncExternalStore } from "react";
import { keep, kept } from "../data/storage.ts";

const KEPT = "parindex:language";
const CHANGED = "parindex:language";

/** The language of the page: Vietnamese unless it was set to English. */
export const language = (): Language => (document.documentElement.lang === "en" ? "en" : "vi");

function subscribe(listener: () => void): () => void {
  addEventListener(CHANGED, listener);
  return () => removeEventListener(CHANGED, listener);
}

/** The language of the page; draws anew when it is switched. */
export const useLanguage = (): Language => useSyncExternalStore(subscribe, language);

/** Switches the page's language, here and in this browser's later visits. */
export function setLanguage(chosen: Language): void {
  keep(KEPT, chosen);
  document.documentElement.lang = chosen;
  dispatchEvent(new Event(CHANGED));
}

/** Takes up the language of an earlier visit. */
export function resumeLanguage(): void {
  document.documentElement.lang = kept(KEPT) === "en" ? "en" : "vi";
}

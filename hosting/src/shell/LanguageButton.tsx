import { Button } from "@mantine/core";
import type { Language } from "@parindex/core";
import { setLanguage, useLanguage } from "../text/language.ts";

/** Each language in its own words, in full and short. */
const NAMES: Record<Language, [name: string, short: string]> = {
  vi: ["Tiếng Việt", "VI"],
  en: ["English", "EN"],
};

/** Switches to the other language. */
export function LanguageButton() {
  const other = useLanguage() === "vi" ? "en" : "vi";
  const [name, short] = NAMES[other];
  const button = { variant: "subtle", size: "compact-sm", lang: other, onClick: () => setLanguage(other) };
  return (
    <>
      <Button {...button} visibleFrom="sm">
        {name}
      </Button>
      <Button {...button} hiddenFrom="sm" title={name}>
        {short}
      </Button>
    </>
  );
}

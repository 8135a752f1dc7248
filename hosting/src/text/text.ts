import { admin } from "./admin.ts";
import { appraisal } from "./appraisal.ts";
import { council } from "./council.ts";
import { lists } from "./lists.ts";
import { shell } from "./shell.ts";
import { signin } from "./signin.ts";
import { unit } from "./unit.ts";

/** Every string on screen, once: Vietnamese first, English beside it. `{name}` is filled in. */
const dictionary = {
  ...shell,
  ...signin,
  ...lists,
  ...unit,
  ...appraisal,
  ...council,
  ...admin,
} satisfies Record<string, readonly [vi: string, en: string]>;
export type TextKey = keyof typeof dictionary;

/** Vietnamese unless the page's language was set to English. */
const column = () => (document.documentElement.lang === "en" ? 1 : 0);

/** The string of a key in the language of the page, with its gaps filled. */
export function t(key: TextKey, gaps: Record<string, string | number> = {}): string {
  return dictionary[key][column()].replace(/\{(\w+)\}/g, (whole, name: string) =>
    String(gaps[name] ?? whole),
  );
}

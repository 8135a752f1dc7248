import {
  stateName as nameOfState,
  submissionName as nameOfSubmission,
  type PeriodState,
  type Refusal,
  type SubmissionState,
  refusalText as textOfRefusal,
} from "@parindex/core";
import { appraisal } from "./appraisal.ts";
import { council } from "./council.ts";
import { evidence } from "./evidence.ts";
import { home } from "./home.ts";
import { language } from "./language.ts";
import { lists } from "./lists.ts";
import { notices } from "./notices.ts";
import { shared } from "./shared.ts";
import { shell } from "./shell.ts";
import { signin } from "./signin.ts";
import { unit } from "./unit.ts";

type Dictionary<K extends string> = Readonly<Record<K, readonly [vi: string, en: string]>>;

/** What people read, once: Vietnamese first, English beside it. `{name}` is filled in. The standing body's own is apart. */
export const everyone = {
  ...shared,
  ...shell,
  ...signin,
  ...home,
  ...lists,
  ...notices,
  ...unit,
  ...evidence,
  ...appraisal,
  ...council,
} satisfies Dictionary<string>;
export type TextKey = keyof typeof everyone;

const column = () => (language() === "en" ? 1 : 0);

/** A count as people write it, "1.819"; a text as it stands. */
const inWords = (gap: string | number): string => (typeof gap === "number" ? gap.toLocaleString("vi") : gap);

/** Gives the string of a key in the language of the page, with its gaps filled: counts as numbers, years as texts. */
export const reader =
  <K extends string>(dictionary: Dictionary<K>) =>
  (key: K, gaps: Record<string, string | number> = {}): string =>
    dictionary[key][column()].replace(/\{(\w+)\}/g, (whole, name: string) => inWords(gaps[name] ?? whole));

/** The string of a key. */
export const t = reader(everyone);

/** The name of a stage of the year in the language of the page. */
export const stateName = (state: PeriodState): string => nameOfState(state, language());

/** The name of a submission's state in the language of the page. */
export const submissionName = (state: SubmissionState): string => nameOfSubmission(state, language());

/** Why a write is refused, in the language of the page. */
export const refusalText = (refusal: Refusal): string => textOfRefusal(refusal, language());

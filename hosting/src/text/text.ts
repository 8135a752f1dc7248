import {
  stateName as nameOfState,
  submissionName as nameOfSubmission,
  type PeriodState,
  type Refusal,
  type SubmissionState,
  refusalText as textOfRefusal,
} from "@parindex/core";
import { admin } from "./admin.ts";
import { appraisal } from "./appraisal.ts";
import { council } from "./council.ts";
import { evidence } from "./evidence.ts";
import { home } from "./home.ts";
import { language } from "./language.ts";
import { lists } from "./lists.ts";
import { notices } from "./notices.ts";
import { setup } from "./setup.ts";
import { shell } from "./shell.ts";
import { signin } from "./signin.ts";
import { unit } from "./unit.ts";

/** Every string on screen, once: Vietnamese first, English beside it. `{name}` is filled in. */
const dictionary = {
  ...setup,
  ...shell,
  ...signin,
  ...home,
  ...lists,
  ...notices,
  ...unit,
  ...evidence,
  ...appraisal,
  ...council,
  ...admin,
} satisfies Record<string, readonly [vi: string, en: string]>;
export type TextKey = keyof typeof dictionary;

const column = () => (language() === "en" ? 1 : 0);

/** The string of a key in the language of the page, with its gaps filled. */
export function t(key: TextKey, gaps: Record<string, string | number> = {}): string {
  return dictionary[key][column()].replace(/\{(\w+)\}/g, (whole, name: string) =>
    String(gaps[name] ?? whole),
  );
}

/** The name of a stage of the year in the language of the page. */
export const stateName = (state: PeriodState): string => nameOfState(state, language());

/** The name of a submission's state in the language of the page. */
export const submissionName = (state: SubmissionState): string => nameOfSubmission(state, language());

/** Why a write is refused, in the language of the page. */
export const refusalText = (refusal: Refusal): string => textOfRefusal(refusal, language());

import type { SurveyState } from "@parindex/core";
import { type TextKey, t } from "../text/survey-desk.ts";

const STATE_KEYS = {
  draft: "surveyDraft",
  open: "surveyOpen",
  closed: "surveyClosed",
} as const satisfies Record<SurveyState, TextKey>;

/** What a survey's state is called on screen. */
export const stateText = (state: SurveyState): string => t(STATE_KEYS[state]);

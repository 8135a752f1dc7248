import type { TextKey } from "../text/text.ts";
import type { QueueFilter } from "./judged-leaves.ts";

/** What each filter is called. */
export const FILTER_TEXT = {
  all: "filterAll",
  open: "filterOpen",
  differs: "filterDiffers",
  unproven: "filterUnproven",
  asked: "filterAsked",
} as const satisfies Record<QueueFilter, TextKey>;

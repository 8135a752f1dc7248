import type { BatchKind } from "@parindex/core";
import type { TextKey } from "../text/survey-field.ts";

/** How invitations go out, in the order in which they are offered. */
export const KINDS = [
  { kind: "slips", text: "kindSlips", hint: "kindSlipsHint" },
  { kind: "links", text: "kindLinks", hint: "kindLinksHint" },
  { kind: "dealings", text: "kindDealings", hint: "kindDealingsHint" },
  { kind: "open", text: "kindOpen", hint: "kindOpenHint" },
] as const satisfies readonly { kind: BatchKind; text: TextKey; hint: TextKey }[];

/** What a kind is called. */
export const kindText = (kind: BatchKind): TextKey =>
  KINDS.find((one) => one.kind === kind)?.text ?? "kindSlips";

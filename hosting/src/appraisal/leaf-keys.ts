import type { LeafNode } from "@parindex/core";
import type { KeyboardEvent } from "react";
import type { AppraisalFile } from "./useAppraisalFile.ts";

/** What a key does on a leaf that has the focus. */
export type LeafAct = "recognise" | "adjust" | "ask" | "evidence" | "next" | "previous" | "help";

const ACT_OF_KEY: Readonly<Record<string, LeafAct>> = {
  c: "recognise",
  ...{ d: "adjust", đ: "adjust", a: "adjust" },
  g: "ask",
  t: "evidence",
  ...{ arrowdown: "next", j: "next" },
  ...{ arrowup: "previous", k: "previous" },
  "?": "help",
};

/** The act of a key pressed on the leaf itself, not in a field or on a button of it. */
export function actOfKey(event: KeyboardEvent<HTMLElement>): LeafAct | undefined {
  if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey)
    return undefined;
  return ACT_OF_KEY[event.key.toLowerCase()];
}

/** Opens the leaf's first piece of evidence, or the one after that which was opened last. */
export function openEvidence(leaf: Element): void {
  const pieces = [...leaf.querySelectorAll<HTMLElement>("[data-evidence]")];
  const last = pieces.findIndex((piece) => piece.dataset.opened);
  const next = pieces[(last + 1) % Math.max(1, pieces.length)];
  for (const piece of pieces) delete piece.dataset.opened;
  if (!next) return;
  next.dataset.opened = "true";
  next.click();
}

/** Moves the focus to the leaf beside one, where there is any. */
export function focusBeside(leaf: Element, act: "next" | "previous"): void {
  const beside = act === "next" ? leaf.nextElementSibling : leaf.previousElementSibling;
  if (beside instanceof HTMLElement) beside.focus();
}

/** Recognises the claimed points of a leaf, where there are any and the leaf is open; says whether it could. */
export function recognise(file: AppraisalFile, { id }: LeafNode): boolean {
  const points = file.claimed.get(id)?.points ?? null;
  if (points === null || file.lockOn(id)) return false;
  const already = file.decisionOn(id) === "recognised" && file.judgementOn(id).points === points;
  if (!already) file.judge(id, { points, decision: "recognised", reason: "" });
  return true;
}

import { type MissingItem, type Refusal, refusalText } from "@parindex/core";

/** An act that can't be done, with the reason in Vietnamese and its machine-readable cause. */
export class Refused extends Error {
  readonly details: { refusal?: Refusal; missing?: MissingItem[] };

  constructor(message: string, details: { refusal?: Refusal; missing?: MissingItem[] } = {}) {
    super(message);
    this.details = details;
  }
}

/** Refuses where core found a cause. */
export function refuse(refusal: Refusal | null): void {
  if (refusal) throw new Refused(refusalText(refusal), { refusal });
}

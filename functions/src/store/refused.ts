import { type MissingItem, type Refusal, refusalText } from "@parindex/core";

/** What an act that can't be done says beside its reason: its cause, what is missing, which inputs are at fault. */
export interface RefusalDetails {
  refusal?: Refusal;
  missing?: MissingItem[];
  issues?: { path: string; message: string }[];
  /** The evidence that holds the file already. */
  evidence?: string;
}

/** An act that can't be done, with the reason in Vietnamese and its machine-readable cause. */
export class Refused extends Error {
  readonly details: RefusalDetails;

  constructor(message: string, details: RefusalDetails = {}) {
    super(message);
    this.details = details;
  }
}

/** Refuses where core found a cause. */
export function refuse(refusal: Refusal | null): void {
  if (refusal) throw new Refused(refusalText(refusal), { refusal });
}

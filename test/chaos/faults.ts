import type { Prng } from "./prng.ts";

/** What can go wrong, as it is counted. */
export const FAULTS = [
  ...["kill", "stall", "abort", "error", "lostAnswer", "timeout"],
  ...["duplicate", "delay", "drop", "overlap", "doubleClick", "giveUp", "skew"],
] as const;
export type Fault = (typeof FAULTS)[number];

/** How likely each fault is, at each occasion for it. */
export type Rates = Record<Fault, number>;

/** What a shrunk run leaves out, and where it differs from the seed's own. */
export interface Limits {
  /** Takes another schedule of the same seed. */
  salt?: number;
  /** Only so many faults come to pass. */
  faults?: number;
  /** Kinds of faults that never do. */
  without?: readonly Fault[];
  /** The places of acts that are left out. */
  omit?: readonly number[];
  /** The one slice that is played, whatever the seed says. */
  slice?: string;
}

/** What goes wrong in one run: which faults come to pass, drawn at each occasion for them. */
export class Faults {
  readonly counts: Record<Fault, number>;
  /** Whether nothing goes wrong any more. */
  calm = false;
  /** Randomness for what a fault does where it comes to pass. */
  readonly random: Prng;
  readonly #rates: Rates;
  readonly #limits: Limits;
  #count = 0;

  constructor(random: Prng, rates: Rates, limits: Limits) {
    this.random = random;
    this.#rates = rates;
    this.#limits = limits;
    this.counts = Object.fromEntries(FAULTS.map((fault) => [fault, 0])) as Record<Fault, number>;
  }

  /** Whether a fault comes to pass at this occasion. */
  comes(kind: Fault): boolean {
    const rate = this.#rates[kind];
    if (this.calm || rate === 0 || !this.random.chance(rate) || !this.may(kind)) return false;
    this.#count += 1;
    this.counts[kind] += 1;
    return true;
  }

  /** Whether a fault of this kind is not left out of the run. */
  may(kind: Fault): boolean {
    const { faults = Number.POSITIVE_INFINITY, without = [] } = this.#limits;
    return !without.includes(kind) && this.#count < faults;
  }
}

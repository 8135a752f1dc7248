/** Numbers that look random and follow from a seed alone (sfc32). */
export class Prng {
  #a: number;
  #b: number;
  #c: number;
  #d = 1;

  /** `stream` tells apart several that come of one seed. */
  constructor(seed: number, stream: number) {
    this.#a = seed | 0;
    this.#b = Math.floor(seed / 2 ** 32) ^ Math.imul(stream + 1, 0x9e37_79b9);
    this.#c = Math.imul(stream ^ 0x5bf0_3635, 0x85eb_ca6b);
    for (let round = 0; round < 12; round += 1) this.bits();
  }

  /** 32 random bits. */
  bits(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    return sum >>> 0;
  }

  /** A number from 0 up to 1. */
  real(): number {
    return this.bits() / 2 ** 32;
  }

  /** A whole number from 0 up to `limit`, exclusive. */
  below(limit: number): number {
    return Math.floor(this.real() * limit);
  }

  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  chance(probability: number): boolean {
    return this.real() < probability;
  }

  pick<T>(list: readonly T[]): T {
    const one = list[this.below(list.length)];
    if (one === undefined) throw new Error("nothing to pick from");
    return one;
  }

  /** One of some, each as often as the weight before it has it. */
  weighted<T>(list: readonly (readonly [weight: number, one: T])[]): T {
    let left = this.real() * list.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, one] of list) {
      left -= weight;
      if (left < 0) return one;
    }
    throw new Error("nothing to pick from");
  }

  /** A duration between two, as likely to be ten times as long as ten times as short. */
  duration(shortest: number, longest: number): number {
    return Math.round(shortest * (longest / shortest) ** this.real());
  }

  bytes(count: number): Buffer {
    return Buffer.from(Array.from({ length: count }, () => this.below(256)));
  }
}

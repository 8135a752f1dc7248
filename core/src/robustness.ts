/**
 * How firmly a ranking stands: Monte Carlo over the sampling error of survey scores and over criterion weights, after OECD
 * and JRC, Handbook on Constructing Composite Indicators (2008), step 7: uncertainty and sensitivity analysis. Statistics,
 * and so floating point; what the decision ranks by stays exact (`rankGroup`).
 */

/**
 * A ranked group as numbers, units in the order of their ranking. Points in 1/10 000 point, in `units × weights` cells:
 * `certain` sums the scores without error, `maxima` all maxima. Scores with an error stand apart, those of unit i from
 * `starts[i]` to `starts[i + 1]`.
 */
export interface RankModel {
  units: readonly { unit: string; name: string; rank: number }[];
  /** How many weights are drawn: one a field, or one a leaf. */
  weights: number;
  certain: Float64Array;
  maxima: Float64Array;
  /** Bonus less penalty points, which no weight touches. */
  adjustment: Float64Array;
  /** Which of two units of equal index stands first by the tie-breaks: the one with the lower number, neither if equal. */
  tieBreak: Int32Array;
  starts: Int32Array;
  weightOf: Int32Array;
  mean: Float64Array;
  /** The standard error of each of these scores, above 0. */
  error: Float64Array;
  limit: Float64Array;
}

/** `spread`: by how much of itself each weight is varied, evenly both ways; 0.1 is ±10 %. `survey`: whether scores are. */
export interface Uncertainty {
  spread: number;
  survey: boolean;
}

/** How often a unit had a rank. */
export interface RankCount {
  rank: number;
  draws: number;
}

/** What the draws say of one unit. */
export interface UnitRobustness {
  unit: string;
  name: string;
  /** The rank as it is computed, and the shortest run of ranks from the 2.5 % to the 97.5 % quantile of the draws. */
  rank: number;
  low: number;
  high: number;
  median: number;
  counts: RankCount[];
  /** How often the unit stood above the one after it, sharing a rank counted half; null for the last. */
  aboveNext: number | null;
}

export interface Robustness {
  draws: number;
  units: UnitRobustness[];
  /** By how many places a unit's rank moved from its computed one, on average over units and draws (the Handbook's R̄s). */
  shift: number;
}

/** Below this share of the draws, two neighbours are not told apart. */
export const APART = 0.95;

const TAIL = 0.025;

/** xoshiro128** 1.1 of D. Blackman and S. Vigna, seeded through splitmix32. The same seed gives the same numbers anywhere. */
function randomFrom(seed: number): () => number {
  let state = seed | 0;
  const seeded = (): number => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return mixed ^ (mixed >>> 15);
  };
  let [a, b, c, d] = [seeded(), seeded(), seeded(), seeded()];
  return () => {
    const times5 = Math.imul(b, 5);
    const result = Math.imul((times5 << 7) | (times5 >>> 25), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    // In the middle of its 1/2³², so never 0 or 1.
    return ((result >>> 0) + 0.5) / 2 ** 32;
  };
}

/** Draws from the standard normal distribution (G. Marsaglia's polar method), two at a time. */
function normalsFrom(random: () => number): () => number {
  let spare = Number.NaN;
  return () => {
    if (!Number.isNaN(spare)) {
      const kept = spare;
      spare = Number.NaN;
      return kept;
    }
    for (;;) {
      const [x, y] = [2 * random() - 1, 2 * random() - 1];
      const square = x * x + y * y;
      if (square >= 1) continue;
      const scale = Math.sqrt((-2 * Math.log(square)) / square);
      spare = y * scale;
      return x * scale;
    }
  };
}

/** How many of some rising numbers are at most `value`. */
function countUpTo(rising: Float64Array, value: number): number {
  let [low, high] = [0, rising.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rising[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function hasTies(rising: Float64Array): boolean {
  for (let at = 1; at < rising.length; at++) if (rising[at] === rising[at - 1]) return true;
  return false;
}

/** Gives every unit of one draw its rank: 1 + the number of those above it, as the ranking does (1, 2, 2, 4). */
function rankInto(ranks: Int32Array, values: Float64Array, rising: Float64Array, tieBreak: Int32Array): void {
  const units = values.length;
  rising.set(values);
  rising.sort();
  const ties = hasTies(rising);
  for (let at = 0; at < units; at++) {
    const value = values[at] as number;
    let rank = units - countUpTo(rising, value) + 1;
    if (ties)
      for (let other = 0; other < units; other++)
        if (values[other] === value && (tieBreak[other] as number) < (tieBreak[at] as number)) rank += 1;
    ranks[at] = rank;
  }
}

/** A simulation that goes on where it stopped: `draw` as often as one likes, then the `result` of all draws. */
export interface RankSimulation {
  draw(times: number): void;
  result(): Robustness;
}

/**
 * Simulates a ranking. In each draw every weight is multiplied by a number from 1 − spread to 1 + spread and all are scaled
 * so that each unit's maximum stays what it is; every survey score comes from a normal distribution around itself with its
 * standard error, cut off at 0 and its maximum (drawn anew until it is within). Scores are independent of each other. A
 * draw allocates nothing.
 */
export function rankSimulation(
  model: RankModel,
  { spread, survey }: Uncertainty,
  seed: number,
): RankSimulation {
  const { certain, maxima, adjustment, tieBreak, starts, weightOf, mean, error, limit } = model;
  const units = model.units.length;
  const random = randomFrom(seed);
  const normal = normalsFrom(random);
  const weights = new Float64Array(model.weights).fill(1);
  const whole = Float64Array.from({ length: units }, (_, unit) => {
    const cells = maxima.subarray(unit * model.weights, (unit + 1) * model.weights);
    return cells.reduce((sum, max) => sum + max, 0);
  });
  const [values, rising] = [new Float64Array(units), new Float64Array(units)];
  const ranks = new Int32Array(units);
  const counts = new Uint32Array(units * units);
  const above = new Float64Array(units);
  let draws = 0;

  function scoreOf(at: number): number {
    const [centre, spreadOut, max] = [mean[at] as number, error[at] as number, limit[at] as number];
    if (!survey) return centre;
    for (;;) {
      const score = centre + spreadOut * normal();
      if (score >= 0 && score <= max) return score;
    }
  }

  function indexOf(unit: number): number {
    const max = whole[unit] as number;
    if (max === 0) return 0;
    let [achieved, weighted] = [0, 0];
    for (let weight = 0, cell = unit * model.weights; weight < model.weights; weight++, cell++) {
      achieved += (weights[weight] as number) * (certain[cell] as number);
      weighted += (weights[weight] as number) * (maxima[cell] as number);
    }
    for (let at = starts[unit] as number; at < (starts[unit + 1] as number); at++)
      achieved += (weights[weightOf[at] as number] as number) * scoreOf(at);
    // Divided once: equal shares are equal numbers where nothing is drawn.
    const index = (achieved * (max / weighted) + (adjustment[unit] as number)) / max;
    return Math.min(1, Math.max(0, index));
  }

  function drawOnce(): void {
    if (spread > 0)
      for (let weight = 0; weight < weights.length; weight++)
        weights[weight] = 1 + spread * (2 * random() - 1);
    for (let unit = 0; unit < units; unit++) values[unit] = indexOf(unit);
    rankInto(ranks, values, rising, tieBreak);
    for (let unit = 0; unit < units; unit++) {
      const rank = ranks[unit] as number;
      counts[unit * units + rank - 1] = (counts[unit * units + rank - 1] as number) + 1;
      const next = ranks[unit + 1];
      if (next !== undefined)
        above[unit] = (above[unit] as number) + (rank < next ? 1 : rank === next ? 0.5 : 0);
    }
  }

  return {
    draw(times) {
      for (let time = 0; time < times; time++) drawOnce();
      draws += times;
    },
    result: () => resultOf(model, counts, above, draws),
  };
}

/** The first rank up to which at least a share of the draws lies. */
function quantileOf(counts: readonly RankCount[], draws: number, share: number): number {
  let sum = 0;
  for (const { rank, draws: some } of counts) {
    sum += some;
    if (sum >= share * draws) return rank;
  }
  return counts.at(-1)?.rank ?? 0;
}

function resultOf(model: RankModel, counts: Uint32Array, above: Float64Array, draws: number): Robustness {
  const size = model.units.length;
  let moved = 0;
  const units = model.units.map(({ unit, name, rank }, at): UnitRobustness => {
    const own: RankCount[] = [];
    counts.subarray(at * size, (at + 1) * size).forEach((some, place) => {
      if (some > 0) own.push({ rank: place + 1, draws: some });
      moved += some * Math.abs(place + 1 - rank);
    });
    return {
      ...{ unit, name, rank, counts: own },
      low: quantileOf(own, draws, TAIL),
      high: quantileOf(own, draws, 1 - TAIL),
      median: quantileOf(own, draws, 0.5),
      aboveNext: at + 1 < size ? (above[at] as number) / draws : null,
    };
  });
  return { draws, units, shift: size === 0 ? 0 : moved / (draws * size) };
}

/** Simulates a ranking at one go. */
export function simulateRanks(
  model: RankModel,
  uncertainty: Uncertainty,
  { draws, seed }: { draws: number; seed: number },
): Robustness {
  const simulation = rankSimulation(model, uncertainty, seed);
  simulation.draw(draws);
  return simulation.result();
}

/** What one line of the benchmark's output says. */
export type Measurement = { name: string; goal?: string } & Record<string, number | string>;

const sortNumbers = (values: readonly number[]) => values.toSorted((a, b) => a - b);

/** The value below which a share `q` (0 … 1) of the values lies. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = sortNumbers(values);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

/** To three decimals. */
export const rounded = (value: number): number => Math.round(value * 1_000) / 1_000;

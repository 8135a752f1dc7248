import { readFileSync } from "node:fs";
import { z } from "zod";
import { addCost, type Costs } from "../load-survey/costs.ts";

/** What `transact` logs of every committed transaction (functions/src/store/transaction.ts). */
const Cost = z.object({ name: z.string(), reads: z.int(), writes: z.int(), attempts: z.int() });

/** What `reconcilePeriod` logs of a period (functions/src/store/reconcile.ts). */
const Reconciled = z.object({ message: z.literal("reconcile"), differences: z.int(), found: z.unknown() });

function entriesOf<Schema extends z.ZodType>(file: string, schema: Schema): z.infer<Schema>[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line) => {
      const [, json] = /^>\s+(\{.*\})\s*$/.exec(line) ?? [];
      if (!json) return [];
      const parsed = schema.safeParse(JSON.parse(json));
      return parsed.success ? [parsed.data] : [];
    });
}

/** The documents that committed transactions of the functions read and wrote, from the emulators' log. */
export function serverDocuments(file: string): { transactions: number; reads: number; writes: number } {
  const costs = entriesOf(file, Cost);
  return {
    transactions: costs.length,
    reads: costs.reduce((sum, { reads }) => sum + reads, 0),
    writes: costs.reduce((sum, { writes }) => sum + writes, 0),
  };
}

/** What committed transactions of the functions cost by their names, from the emulators' log. */
export function costsByName(file: string): Record<string, Costs> {
  const costs: Record<string, Costs> = {};
  for (const cost of entriesOf(file, Cost)) addCost(costs, cost);
  return costs;
}

/** What the last reconciliation found; null where none has run. */
export const lastReconciliation = (file: string) => entriesOf(file, Reconciled).at(-1) ?? null;

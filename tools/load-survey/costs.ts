/** What one kind of transaction cost, over all that committed. */
export interface Costs {
  transactions: number;
  reads: number;
  writes: number;
  attempts: number;
}

/** What `transact` tells of a committed transaction. */
export interface Cost {
  name: string;
  reads: number;
  writes: number;
  attempts: number;
}

/** Adds a transaction to what those of its name cost. */
export function addCost(costs: Record<string, Costs>, { name, reads, writes, attempts }: Cost): void {
  const before = costs[name] ?? { transactions: 0, reads: 0, writes: 0, attempts: 0 };
  costs[name] = {
    transactions: before.transactions + 1,
    reads: before.reads + reads,
    writes: before.writes + writes,
    attempts: before.attempts + attempts,
  };
}

/** What the door's process says of itself when it is asked. */
export interface DoorReport {
  costs: Record<string, Costs>;
  memory: number;
}

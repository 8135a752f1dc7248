import { z } from "zod";
import type { Keeper, Unsaved } from "./saves.ts";
import { keep, keptAs } from "./storage.ts";

/** What is kept, as it was typed; the server checks it as it checks everything. */
const Kept = z.record(
  z.string(),
  z.object({
    value: z.record(z.string(), z.unknown()),
    base: z.int().min(0),
    sent: z.array(z.record(z.string(), z.unknown())),
  }),
);

const PREFIX = "parindex:queue:";

/** The name under which a queue is kept on this machine. */
export const queueName = (...parts: readonly string[]): string => PREFIX + parts.join(":");

/**
 * Keeps a queue in this browser's storage. A machine that keeps nothing (full, switched off) only loses what a reload
 * would lose.
 */
export function localKeeper<Value extends object>(name: string, schema: z.ZodType<Value>): Keeper<Value> {
  return {
    load() {
      const entries = Object.entries(keptAs(name, Kept) ?? {}).flatMap(
        ([key, { value, base, sent }]): [string, Unsaved<Value>][] => {
          const parsed = schema.safeParse(value);
          if (!parsed.success) return [];
          return [
            [
              key,
              { value: parsed.data, base, sent: sent.flatMap((one) => schema.safeParse(one).data ?? []) },
            ],
          ];
        },
      );
      return new Map(entries);
    },
    keep(unsaved) {
      keep(name, unsaved.size === 0 ? null : JSON.stringify(Object.fromEntries(unsaved)));
    },
  };
}

import "./environment.ts";
import { vi } from "vitest";
import { z } from "zod";

/** Every line that functions write to the logs. Their logger keeps the console it finds when it is loaded, so this comes first. */
const lines = vi.hoisted(() => {
  const written: string[] = [];
  for (const level of ["debug", "info", "log", "warn", "error"] as const)
    console[level] = (...parts: unknown[]) => {
      written.push(parts.map(String).join(" "));
    };
  return written;
});

/** A line of a log, decoded. */
const Line = z.looseObject({ severity: z.string(), message: z.string(), event: z.string().optional() });
export type Line = z.infer<typeof Line>;

/** Everything written so far, as it was written. */
export const allLines = (): readonly string[] => lines;

/** The lines that `work` writes. */
export async function linesOf(work: () => Promise<unknown>): Promise<Line[]> {
  const from = lines.length;
  await work();
  return lines.slice(from).map((line) => Line.parse(JSON.parse(line)));
}

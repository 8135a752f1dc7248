import { z } from "zod";

const Entry = z.looseObject({ severity: z.string(), message: z.string() });

const SERIOUS = new Set(["ERROR", "CRITICAL", "ALERT", "EMERGENCY"]);

/** The message of an error in the emulators' output, which a person should see; null for any other line. */
export function loggedError(line: string): string | null {
  if (line.startsWith("⚠  functions: ")) return line.slice("⚠  functions: ".length);
  const from = line.indexOf("{");
  if (from < 0 || !line.includes('"severity"')) return null;
  try {
    const { severity, message } = Entry.parse(JSON.parse(line.slice(from)));
    return SERIOUS.has(severity) ? message : null;
  } catch {
    return null;
  }
}

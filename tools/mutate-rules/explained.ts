import { join } from "node:path";
import { z } from "zod";
import { ROOT } from "../emulators.ts";

export const SURVIVORS = join(ROOT, "test", "rules", "mutation-survivors.json");

/** Which change of which line of the rules no request can tell, and why. */
export const Explained = z.array(
  z.strictObject({ text: z.string(), from: z.string(), to: z.string(), why: z.string().min(20) }),
);

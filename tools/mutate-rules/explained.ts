import { join } from "node:path";
import { z } from "zod";
import { ROOT } from "../emulators.ts";

export const SURVIVORS = join(ROOT, "test", "rules", "mutation-survivors.json");

/** Where a mutant differs: the text of its line, the collections that lead to its block, and the change. */
export const Place = z.strictObject({
  text: z.string(),
  block: z.string(),
  from: z.string(),
  to: z.string(),
});
export type Place = z.infer<typeof Place>;

export const isSame = (a: Place, b: Place): boolean =>
  a.text === b.text && a.block === b.block && a.from === b.from && a.to === b.to;

/** Which changes no request can tell, and why. */
export const Explained = z.array(Place.extend({ why: z.string().min(20) }));

import { rehearsePublication as perform } from "../site/rehearsal.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The standing body rehearses publication day: everything is checked, ranking and sheets are rendered, nothing is written. */
export const rehearsePublication = validatedOnCall("rehearsePublication", perform, {
  ...{ timeoutSeconds: 540, memory: "1GiB" },
});

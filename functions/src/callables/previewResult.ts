import { previewResult as perform } from "../site/preview.ts";
import { validatedOnCall, WHOLE_PERIOD } from "./validated-on-call.ts";

/** The standing body looks at a page of a result that is not out. */
export const previewResult = validatedOnCall("previewResult", perform, WHOLE_PERIOD);

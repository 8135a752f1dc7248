import { recogniseRest as recogniseTheRest } from "../store/appraising.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** An appraiser or the council recognises all that is not appraised yet, of one unit and field. */
export const recogniseRest = validatedOnCall("recogniseRest", recogniseTheRest);

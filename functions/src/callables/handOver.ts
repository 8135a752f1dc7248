import { handOver as perform } from "../store/handover.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** A role of a unit goes from one person to another. */
export const handOver = validatedOnCall("handOver", perform);

import { mySchemes as perform } from "../store/schemes.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** A person asks which schemes they belong to, to choose among them. */
export const mySchemes = validatedOnCall("mySchemes", async (_, uid) => ({ schemes: await perform(uid) }));

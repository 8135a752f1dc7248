import { delegate as nameDeputy } from "../store/unit-work.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** The head of a unit lets a deputy submit in their place until an instant. */
export const delegate = validatedOnCall("delegate", async (input, uid) => {
  await nameDeputy(input, uid);
  return {};
});

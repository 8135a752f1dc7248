import { grantAdmin } from "../../functions/src/store/admin-grant.ts";
import { refs } from "../../functions/src/store/refs.ts";
import type { Given } from "./given.ts";
import { CommandError, EXIT, type Exit, type Terminal } from "./terminal.ts";

const WAS = {
  absent: "is no member yet: becomes one",
  disabled: "is locked out: is let in again",
  member: "is a member: becomes an administrator",
  admin: "is an administrator already: gets a new link",
} as const;

/** `admin grant`. */
export async function grant(given: Given, terminal: Terminal): Promise<Exit> {
  const scheme = given.need("scheme");
  if (!(await refs.scheme({ scheme }).get()).exists)
    throw new CommandError(`There is no scheme «${scheme}» here.`);
  const write = given.flag("write");
  const found = await grantAdmin(
    {
      ...{ scheme, who: given.file, name: given.text("name"), title: given.text("title") ?? "" },
      ...{ by: given.need("by"), reason: given.need("reason") },
    },
    write,
  );
  terminal.out(`${found.name} <${found.email}> ${WAS[found.was]}.`);
  if (!write) {
    terminal.out("Dry run: nothing was written. --write does it, makes a one-time link and an audit entry.");
    return EXIT.ok;
  }
  terminal.out("Written.");
  if (!found.link) {
    terminal.out(
      "The account belongs to another scheme too: its password is reset by e-mail, from the sign-in page.",
    );
    return EXIT.ok;
  }
  const site = given.text("site")?.replace(/\/$/, "") ?? "";
  terminal.out(`One-time link, good until ${found.link.expiresAt}; hand it over in person:`);
  terminal.out(`${site}/app/mat-khau?ma=${found.link.code}`);
  return EXIT.ok;
}

import {
  decodeRequest,
  Id,
  type Period,
  type RequestName,
  type RequestOf,
  requestIssuesText,
  sameEmail,
} from "@parindex/core";
import type { Input } from "../../functions/src/store/act.ts";
import { type PeriodKey, refs } from "../../functions/src/store/refs.ts";
import { type PlannedWrite, rehearse } from "../../functions/src/store/transaction.ts";
import type { Given } from "./given.ts";
import { CommandError, count, type Terminal } from "./terminal.ts";

/** A period that was named, as it stands. */
export async function namedPeriod(
  given: Given,
  option = "period",
): Promise<{ key: PeriodKey; period: Period }> {
  const key = { scheme: given.need("scheme"), period: given.need(option) };
  for (const [name, id] of [
    ["scheme", key.scheme],
    [option, key.period],
  ] as const)
    if (!Id.safeParse(id).success) throw new CommandError(`--${name} «${id}» is no id.`);
  const period = (await refs.period(key).get()).data();
  if (period) return { key, period };
  const scheme = (await refs.scheme(key).get()).exists;
  throw new CommandError(
    scheme
      ? `Scheme «${key.scheme}» has no period «${key.period}».`
      : `There is no scheme «${key.scheme}» here.`,
  );
}

/** The account that acts: the member of the scheme with the address of `--as`. */
export async function actor(given: Given): Promise<{ uid: string; says: string }> {
  const [scheme, email] = [given.need("scheme"), sameEmail(given.need("as"))];
  const { docs } = await refs.members(scheme).get();
  const [member, other] = docs.filter((doc) => sameEmail(doc.data().email) === email);
  if (!member || other) throw new CommandError(`Scheme «${scheme}» has no member ${email} (--as).`);
  const { name } = member.data();
  return { uid: member.id, says: `as ${name} <${email}>` };
}

/** A request of a callable, checked as a callable checks it. */
export function request<Name extends RequestName>(name: Name, data: RequestOf<Name>): Input<Name> {
  const { input, issues } = decodeRequest(name, data);
  if (input === null) throw new CommandError(`${requestIssuesText(issues)}.`);
  return input;
}

/** What stands in the collection of a document: `schemes/a/periods/b` → `periods`. */
const collectionOf = ({ path }: PlannedWrite) => path.split("/").at(-2) ?? path;

const plannedText = (planned: readonly PlannedWrite[]) =>
  [...Map.groupBy(planned, collectionOf)].map(([name, writes]) => `${name} ${writes.length}`).join(", ");

/**
 * Performs an act where `--write` was given; otherwise lets it run with all its guards, stores nothing, and says how many
 * documents of each collection it would write.
 */
export async function performOrRehearse<T>(
  given: Given,
  terminal: Terminal,
  act: () => Promise<T>,
): Promise<T> {
  if (given.flag("write")) {
    const result = await act();
    terminal.out("Written.");
    return result;
  }
  const { result, planned } = await rehearse(act);
  terminal.out(
    planned.length === 0
      ? "Dry run: nothing was written, and --write would change nothing."
      : `Dry run: nothing was written. --write would write ${count(planned.length, "document")}: ${plannedText(planned)}.`,
  );
  return result;
}

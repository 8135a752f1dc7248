import { go, routes } from "../shell/route.ts";
import { QUEUE_FILTERS, type QueueFilter } from "./judged-leaves.ts";

/** What the address of the appraiser's desk says: the unit, the field and what it is narrowed to. */
export const UNIT = "don-vi";
export const FIELD = "linh-vuc";
const FILTER = "loc";

/** The filter an address names; all where it names none. */
export const filterOf = (address: URL): QueueFilter =>
  QUEUE_FILTERS.find((one) => one === address.searchParams.get(FILTER)) ?? "all";

/** Opens a unit's field, narrowed. */
export function openField(unit: string, field: string, filter: QueueFilter = "all"): void {
  const narrowed = filter === "all" ? {} : { [FILTER]: filter };
  go(`${routes.appraisal}?${new URLSearchParams({ [UNIT]: unit, [FIELD]: field, ...narrowed })}`);
}

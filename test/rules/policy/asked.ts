import type { z } from "zod";
import { type Condition, CriteriaSet, type Member, Period, Unit } from "../../../core/src/index.ts";
import type { Content, World } from "./request.ts";

/** One document or collection that is asked for, by whom, and what stands around it. */

export interface Asked {
  world: World;
  /** Null where nobody is signed in, or since too long ago. */
  uid: string | null;
  /** The asking person as a member of the path's scheme; null for whoever is none, or is locked out. */
  me: Member | null;
  /** The ids in the path, by the collections they stand in. */
  at: Readonly<Record<string, string>>;
  /** The document's own id; "" where a whole collection is asked for. */
  id: string;
  before: Content | undefined;
  after: Content | undefined;
  /** What a query narrows its answer to. */
  where: readonly Condition[];
}
export type Says = (asked: Asked) => boolean;
export const both =
  (...all: readonly Says[]): Says =>
  (asked) =>
    all.every((says) => says(asked));
export const either =
  (...some: readonly Says[]): Says =>
  (asked) =>
    some.some((says) => says(asked));

export const only =
  (id: string, says: Says): Says =>
  (asked) =>
    asked.id === id && says(asked);

/** Reads documents of a world by their schema, each once; one that does not fit it is as good as none. */
function readerOf<T>(schema: z.ZodType<T>): (content: Content | undefined) => T | undefined {
  const known = new WeakMap<Content, T | undefined>();
  return (content) => {
    if (!content) return undefined;
    if (!known.has(content)) known.set(content, schema.safeParse(content).data);
    return known.get(content);
  };
}
const periodIn = readerOf(Period);
const unitIn = readerOf(Unit);
const setIn = readerOf(CriteriaSet);

const periodPath = ({ at }: Asked) => `schemes/${at.schemes}/periods/${at.periods}`;
const unitPath = (asked: Asked) => `${periodPath(asked)}/units/${asked.at.units}`;
export function periodOf(asked: Asked): Period {
  const period = periodIn(asked.world.get(periodPath(asked)));
  if (!period) throw new Error(`${periodPath(asked)} is not there`);
  return period;
}
export const unitOf = (asked: Asked) => unitIn(asked.world.get(unitPath(asked)));
export const below = (asked: Asked, rest: string) => asked.world.get(`${unitPath(asked)}/${rest}`);
export const leafOf = (asked: Asked, leaf: string) => {
  const path = `${periodPath(asked)}/criteriaSets/${unitOf(asked)?.criteriaSet}`;
  const set = setIn(asked.world.get(path));
  return set && Object.hasOwn(set.leaves, leaf) ? set.leaves[leaf] : undefined;
};

import type { Condition, CriteriaSet, Member, Period, Unit } from "../../../core/src/index.ts";
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
export const periodOf = ({ world, at }: Asked) =>
  world.get(`schemes/${at.schemes}/periods/${at.periods}`) as unknown as Period;
export const unitOf = ({ world, at }: Asked) =>
  world.get(`schemes/${at.schemes}/periods/${at.periods}/units/${at.units}`) as unknown as Unit | undefined;
export const below = ({ world, at }: Asked, rest: string) =>
  world.get(`schemes/${at.schemes}/periods/${at.periods}/units/${at.units}/${rest}`);
export const leafOf = (asked: Asked, leaf: string) => {
  const { world, at } = asked;
  const set = world.get(
    `schemes/${at.schemes}/periods/${at.periods}/criteriaSets/${unitOf(asked)?.criteriaSet}`,
  ) as unknown as CriteriaSet | undefined;
  return set && Object.hasOwn(set.leaves, leaf) ? set.leaves[leaf] : undefined;
};

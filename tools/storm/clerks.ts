import { FirebaseError } from "firebase/app";
import { serverTimestamp } from "firebase/firestore";
import {
  Appraisal,
  type Column,
  type CriteriaSet,
  collectionOf,
  Explanation,
  type LeafNode,
  paths,
  SelfScore,
} from "../../core/src/index.ts";
import { inventClaim, pointsOfShare } from "../demo/claims.ts";
import type { Session } from "../demo/doors.ts";
import type { Random } from "../demo/random.ts";
import { SCHEME } from "../seed.ts";

/** The columns that people type in. */
export type TypedColumn = Exclude<Column, "survey">;

/** A version that the database has acknowledged, with what its writer gave. */
export interface Ack {
  period: string;
  unit: string;
  column: TypedColumn;
  leaf: string;
  rev: number;
  by: string;
  content: Readonly<Record<string, unknown>>;
}

/** What became of all that was typed. */
export class Acknowledged {
  readonly all: Ack[] = [];
  /** Writes that were refused because somebody else had written meanwhile. */
  overtaken = 0;
  /** Writes that a lock refused. */
  locked = 0;

  /** The last acknowledged version of every place, by its path. */
  latest(): Map<string, Ack> {
    const latest = new Map<string, Ack>();
    for (const ack of this.all) {
      const path = pathOf(ack);
      if ((latest.get(path)?.rev ?? 0) < ack.rev) latest.set(path, ack);
    }
    return latest;
  }
}

/** Where an acknowledged version stands. */
export const pathOf = ({ period, unit, column, leaf }: Omit<Ack, "rev" | "by" | "content">): string =>
  paths.score(SCHEME, period, unit, collectionOf[column], leaf);

const SCHEMAS = { self: SelfScore, appraisal: Appraisal, explanation: Explanation } as const;

/** Somebody who types: keeps which version they saw last, as their screen does. */
export class Clerk {
  readonly #session: Session;
  readonly #acks: Acknowledged;
  readonly #seen = new Map<string, number>();

  constructor(session: Session, acks: Acknowledged) {
    this.#session = session;
    this.#acks = acks;
  }

  get session(): Session {
    return this.#session;
  }

  /**
   * Writes the version after the one last seen. As the workspace does, looks where that was refused: typed over by somebody
   * else, it is written once more over theirs. False where a lock refused it.
   */
  async type(
    place: { period: string; unit: string; column: TypedColumn; leaf: string; field: string },
    content: Record<string, unknown>,
  ): Promise<boolean> {
    const { field, ...at } = place;
    const path = pathOf(at);
    for (;;) {
      const rev = (this.#seen.get(path) ?? 0) + 1;
      const { period, unit, leaf } = at;
      const data = {
        ...{ scheme: SCHEME, period, unit, leaf, field, rev, by: this.#session.uid },
        ...{ at: serverTimestamp(), ...content },
      };
      try {
        await this.#session.write({ path, data });
        this.#seen.set(path, rev);
        this.#acks.all.push({ ...at, rev, by: this.#session.uid, content });
        return true;
      } catch (error) {
        if (!(error instanceof FirebaseError)) throw error;
        const found = await this.#session.get(path, SCHEMAS[at.column]).catch(() => null);
        if ((found?.rev ?? 0) < rev) {
          this.#acks.locked += 1;
          return false;
        }
        this.#acks.overtaken += 1;
        this.#seen.set(path, found?.rev ?? 0);
      }
    }
  }

  /** Scores a leaf of a unit, as well as the unit does. */
  score(period: string, unit: string, set: CriteriaSet, leaf: LeafNode, chance: Random): Promise<boolean> {
    const field = set.leaves[leaf.id]?.field ?? "";
    const claim = inventClaim(leaf, 0.9, chance, Number(period));
    return this.type({ period, unit, column: "self", leaf: leaf.id, field }, { ...claim });
  }

  /** Judges a leaf of a unit: gives a part of its points, with a reason. */
  judge(period: string, unit: string, set: CriteriaSet, leaf: LeafNode, chance: Random): Promise<boolean> {
    const field = set.leaves[leaf.id]?.field ?? "";
    const points = pointsOfShare(leaf, chance.between(0.3, 1));
    const content = {
      ...{ points, decision: "adjusted", reason: `Thẩm định lần ${chance.below(1_000)} (minh họa).` },
      ...{ ask: "", minutes: "" },
    };
    return this.type({ period, unit, column: "appraisal", leaf: leaf.id, field }, content);
  }
}

import type { Condition } from "../../../core/src/index.ts";

/** What clients may ask of a world of documents, as the policy, the SDK and REST understand it. */

/** What a server's time stamp leaves: the time of the request itself, which no client can know before. */
export const NOW = { serverTime: true } as const;

/** A number that goes over the wire as a double, whole or not; Firebase's SDK for the web sends whole ones as integers. */
export class Double {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

export type Content = Readonly<Record<string, unknown>>;
/** Every stored document by its path. */
export type World = ReadonlyMap<string, Content>;

/** Who asks; the claims in a token, whoever put them there, give no right. */
export interface Account {
  uid: string;
  claims?: Content;
  /** How many hours ago they signed in; just now where it is not said. */
  hoursAgo?: number;
}

export type Write =
  /** The whole document, whether there was one or not. */
  | { verb: "set"; path: string; content: Content }
  /** Some fields of a document that is there. */
  | { verb: "change"; path: string; content: Content }
  | { verb: "delete"; path: string };
export type Read =
  | { verb: "get"; path: string }
  | {
      verb: "list" | "count";
      from: { path: string } | { group: string };
      where: readonly Condition[];
      limit: number | null;
    };
/** Writes of one batch pass together or not at all. */
export type Request = Read | Write | { verb: "batch"; writes: readonly Write[] };

/** The collections that lead to a path, without the ids. */
export const collectionsOf = (path: string): string =>
  path
    .split("/")
    .filter((_, at) => at % 2 === 0)
    .join("/");

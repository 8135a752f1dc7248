import fc from "fast-check";
import type { Condition } from "../../core/src/index.ts";
import { type Aim, draftOf, KINDS, type Kind, twistsOf } from "./drafts.ts";
import { type Account, collectionsOf, type Request, type World, type Write } from "./policy/request.ts";
import { permits } from "./policy.ts";
import { ACCOUNTS, LEAVES, mostly, PERIOD_ID } from "./scenes.ts";
import { UNITS } from "./world.ts";

/** A request as it is drawn: by numbers that choose among what its scene holds, so that it can shrink. */
type Drawn = DrawnRead | DrawnWrite;
interface DrawnRead {
  of: "read";
  verb: "get" | "list" | "count";
  collection: number;
  document: number;
  account: number;
  /** Whether to look for someone who may. */
  fitting: boolean;
  filters: readonly number[];
  limit: number | null;
  group: boolean;
}
interface DrawnWrite {
  of: "write";
  kind: number;
  unit: string;
  leaf: string;
  account: number;
  fitting: boolean;
  twists: readonly number[];
  how: "set" | "change" | "partly" | "elsewhere";
  /** Another write in the same batch, of a kind of its own. */
  beside: number | null;
}

const nat = fc.nat({ max: 9_999 });
const drawnRead: fc.Arbitrary<DrawnRead> = fc.record({
  of: fc.constant("read" as const),
  verb: fc.constantFrom("get", "get", "list", "count"),
  ...{ collection: nat, document: nat, account: nat },
  fitting: mostly(true, fc.constant(false), 2),
  filters: fc.array(nat, { maxLength: 2 }),
  limit: fc.option(fc.constantFrom(1, 10)),
  group: mostly(false, fc.constant(true), 12),
});
const drawnWrite: fc.Arbitrary<DrawnWrite> = fc.record({
  of: fc.constant("write" as const),
  kind: nat,
  unit: fc.constantFrom(...UNITS),
  leaf: mostly("b1", fc.constantFrom(...LEAVES), 1),
  account: nat,
  fitting: mostly(true, fc.constant(false), 4),
  twists: fc.oneof(
    { arbitrary: fc.constant([]), weight: 4 },
    { arbitrary: fc.array(nat, { minLength: 1, maxLength: 1 }), weight: 5 },
    { arbitrary: fc.array(nat, { minLength: 2, maxLength: 2 }), weight: 1 },
  ),
  how: fc.constantFrom("set", "set", "set", "set", "change", "partly", "elsewhere"),
  beside: mostly<number | null>(null, nat, 6),
});
export const drawn: fc.Arbitrary<Drawn> = fc.oneof(
  { arbitrary: drawnRead, weight: 4 },
  { arbitrary: drawnWrite, weight: 6 },
);

export interface Asking {
  account: Account | null;
  request: Request;
}

const at = <T>(list: readonly T[], number: number): T => list[number % list.length] as T;
const parentOf = (path: string) => path.slice(0, path.lastIndexOf("/"));

/** What queries narrow their answers by. */
const FILTERS: readonly Condition[] = [
  ...[...UNITS, null].map((value) => ({ field: "unit", op: "==" as const, value })),
  ...["self", "appraisal", "survey", "explanation"].map((value) => ({
    ...{ field: "column", op: "==" as const, value },
  })),
  { field: "column", op: "in", value: ["self", "explanation"] },
  { field: "column", op: "in", value: ["self", "appraisal"] },
  { field: "shared", op: "==", value: true },
  { field: "shared", op: "==", value: false },
  { field: "period", op: "==", value: PERIOD_ID },
  { field: "leaf", op: "==", value: "b1" },
  { field: "state", op: "==", value: "dated" },
];
const DECIDED_BY: Readonly<Record<string, readonly string[]>> = {
  "schemes/members": ["unit"],
  "schemes/difficulties": ["unit", "shared", "period"],
  "schemes/periods/units/history": ["column", "leaf"],
};
/** The filters that decide who may ask for a collection; none where nothing in its documents does. */
export const filtersFor = (collections: string): readonly Condition[] =>
  FILTERS.filter(({ field }) => DECIDED_BY[collections]?.includes(field));
const filtersOf = (collections: string) => (DECIDED_BY[collections] ? filtersFor(collections) : FILTERS);

/** The documents of a world, by the collections they stand in. */
function shelvesOf(world: World): Map<string, string[]> {
  const shelves = new Map<string, string[]>();
  for (const path of world.keys()) {
    const shelf = shelves.get(collectionsOf(path));
    shelf ? shelf.push(path) : shelves.set(collectionsOf(path), [path]);
  }
  return shelves;
}
const shelved = new WeakMap<World, Map<string, string[]>>();
function shelvesIn(world: World): Map<string, string[]> {
  const known = shelved.get(world) ?? shelvesOf(world);
  shelved.set(world, known);
  return known;
}

/** Someone who may make this request, if anyone may and `fitting` asks for them; else just anyone. */
function accountFor(
  { account, fitting }: Pick<Drawn, "account" | "fitting">,
  may: (account: Account | null) => boolean,
): Account | null {
  const able = fitting ? ACCOUNTS.filter(may) : [];
  return at(able.length > 0 ? able : ACCOUNTS, account);
}

function readOf(draw: DrawnRead, world: World): Asking {
  const shelves = [...shelvesIn(world)];
  const [collections, documents] = at(shelves, draw.collection);
  const path = at(documents, draw.document);
  const missing = draw.document % 11 === 0;
  const filters = draw.filters.map((number) => at(filtersOf(collections), number));
  const where = filters.filter(
    (one, index) => filters.findIndex(({ field }) => field === one.field) === index,
  );
  const from = draw.group
    ? { group: collections.slice(collections.lastIndexOf("/") + 1) }
    : { path: parentOf(path) };
  const request: Request =
    draw.verb === "get"
      ? { verb: "get", path: missing ? `${parentOf(path)}/zz` : path }
      : { verb: draw.verb, from, where, limit: draw.limit };
  return { account: accountFor(draw, (one) => permits(world, one, request)), request };
}

/** In a unit's file, and whatever the state of the year. */
const OF_UNITS = KINDS.slice(0, 8);
const ALWAYS = KINDS.slice(8);
/** The kind of write that someone may make here, the first from a number on; one of them where there is none. */
function openKind(draw: DrawnWrite, aim: Omit<Aim, "account">): Kind {
  const first = draw.kind % 6 === 0 ? ALWAYS : OF_UNITS;
  const kinds = [...first.map((_, index) => at(first, draw.kind + index)), at(ALWAYS, draw.kind)];
  const open = (kind: Kind) =>
    ACCOUNTS.some((account) => permits(aim.world, account, draftOf(kind, { ...aim, account })));
  return (draw.fitting ? kinds.find(open) : undefined) ?? at(first, draw.kind);
}

/** The write as it is sent: whole, or by the fields that differ, or to another place. */
function sent(how: DrawnWrite["how"], write: Write, world: World, number: number): Write {
  const before = world.get(write.path);
  if (write.verb !== "set") return write;
  if (how === "elsewhere") {
    const paths = at([...shelvesIn(world).values()], number);
    return { ...write, path: number % 3 === 0 ? `${parentOf(at(paths, number))}/zz` : at(paths, number) };
  }
  if (how === "set" || !before) return write;
  if (how === "change") return { ...write, verb: "change" };
  const changed = Object.entries(write.content).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name]),
  );
  return { ...write, verb: "change", content: Object.fromEntries(changed) };
}

function writeOf(draw: DrawnWrite, world: World, scheme: string): Asking {
  const { unit, leaf, twists, how, beside } = draw;
  const aim = { world, scheme, unit, leaf };
  const kind = openKind(draw, aim);
  const account = accountFor(draw, (one) => permits(world, one, draftOf(kind, { ...aim, account: one })));
  const draft = draftOf(kind, { ...aim, account });
  const twisted = twists.reduce<Write>(
    (write, number) => (write.verb === "set" ? at(twistsOf(write), number)(write) : write),
    draft,
  );
  const write = sent(how, twisted, world, draw.kind);
  if (beside === null) return { account, request: write };
  const second = { ...aim, account, leaf: at(LEAVES, beside) };
  const pair = draftOf(beside % 2 === 0 ? kind : at(KINDS, beside), second);
  if (pair.path === write.path) return { account, request: write };
  return { account, request: { verb: "batch", writes: beside % 3 === 0 ? [pair, write] : [write, pair] } };
}

/** The request that was drawn, as it is in a world. */
export const askingOf = (draw: Drawn, world: World, scheme: string): Asking =>
  draw.of === "read" ? readOf(draw, world) : writeOf(draw, world, scheme);

/** The documents that a request would change. */
export function touched(request: Request): string[] {
  if (request.verb === "batch") return request.writes.map(({ path }) => path);
  return "path" in request && request.verb !== "get" ? [request.path] : [];
}

/** Under which heads a request is counted: its verb and the collections it goes to; each write of a batch for itself. */
export function headsOf(request: Request, world: World): string[] {
  switch (request.verb) {
    case "batch":
      return request.writes.flatMap((write) => headsOf(write, world)).map((head) => `batched ${head}`);
    case "list":
    case "count":
      return [
        `${request.verb} ${"group" in request.from ? `all ${request.from.group}` : collectionsOf(request.from.path)}`,
      ];
    case "get":
    case "delete":
      return [`${request.verb} ${collectionsOf(request.path)}`];
    default:
      return [`${world.has(request.path) ? "update" : "create"} ${collectionsOf(request.path)}`];
  }
}

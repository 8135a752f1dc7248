import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import type { Condition, CriteriaSet, Member, Period, Unit } from "../../core/src/index.ts";

/**
 * Who may read and write what, said once more: from docs/decisions/0004 and design §5 and §7, in plain TypeScript and
 * without a look at the text of `firestore.rules` or at core's refusals. Random requests compare both.
 */

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

type Role = Member["roles"];

interface Asked {
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
type Says = (asked: Asked) => boolean;
interface Policy {
  get?: Says;
  list?: Says;
  create?: Says;
  update?: Says;
}

// ---- People ----

const is =
  (flag: "admin" | "council" | "viewer" | "surveyor"): Says =>
  (asked) =>
    asked.me?.roles[flag] === true;
const both =
  (...all: readonly Says[]): Says =>
  (asked) =>
    all.every((says) => says(asked));
const either =
  (...some: readonly Says[]): Says =>
  (asked) =>
    some.some((says) => says(asked));

const everyone: Says = () => true;
const members: Says = ({ me }) => me !== null;
const worksOn = (roles: Role, unit: unknown) => [roles.unitEditor, roles.unitHead].includes(unit as string);
const ofNoFile: Says = ({ me }) => !me?.roles.unitEditor && !me?.roles.unitHead;
/** The unit's own people, who work on its file. */
const ownPeople: Says = ({ me, at }) => me !== null && worksOn(me.roles, at.units);
/** The standing body and the council: they need the whole board. */
const runners = either(is("admin"), is("council"));
const appraisers: Says = ({ me }) => me?.roles.appraiser !== undefined;
const unitAsked = ({ at }: Asked) => at.units ?? at.ledgers ?? at.indices ?? "";
const isOf = (me: Member, unit: string) => me.unit === unit || worksOn(me.roles, unit);
const ofAnotherUnit: Says = (asked) => asked.me !== null && !isOf(asked.me, unitAsked(asked));
/** Whoever may see what is made of a unit's file before it is released: never the unit. */
const judges = either(runners, both(appraisers, ofAnotherUnit));
const lookers = both(is("viewer"), ({ me }) => me?.unit === null, ofNoFile);
const board = either(runners, lookers);
const surveyPeople = either(runners, is("surveyor"));
const formKeyers = both(is("surveyor"), ofNoFile);
const seesEveryUnit = either(runners, appraisers, lookers, formKeyers);
const unitOrJudges = either(ownPeople, judges);
const oneself: Says = ({ uid, at }) => uid !== null && uid === at.members;
const oneselfHere = both(oneself, members);

/** The values to which a query, or the document that is asked for, binds a field; null where they may be any. */
function boundTo({ where, before, id }: Asked, field: string): readonly unknown[] | null {
  if (id !== "") return before ? [before[field]] : null;
  const condition = where.find((one) => one.field === field);
  if (condition?.op === "==") return [condition.value];
  return condition?.op === "in" ? (condition.value as readonly unknown[]) : null;
}
const always = (values: readonly unknown[] | null, holds: (value: unknown) => boolean) =>
  values?.every(holds) ?? false;

// ---- Locks of the year ----

const periodOf = ({ world, at }: Asked) =>
  world.get(`schemes/${at.schemes}/periods/${at.periods}`) as unknown as Period;
const unitOf = ({ world, at }: Asked) =>
  world.get(`schemes/${at.schemes}/periods/${at.periods}/units/${at.units}`) as unknown as Unit | undefined;
const below = ({ world, at }: Asked, rest: string) =>
  world.get(`schemes/${at.schemes}/periods/${at.periods}/units/${at.units}/${rest}`);
const leafOf = (asked: Asked, leaf: string) => {
  const { world, at } = asked;
  const set = world.get(
    `schemes/${at.schemes}/periods/${at.periods}/criteriaSets/${unitOf(asked)?.criteriaSet}`,
  ) as unknown as CriteriaSet | undefined;
  return set && Object.hasOwn(set.leaves, leaf) ? set.leaves[leaf] : undefined;
};
const ahead = (instant: Date) => instant.getTime() > Date.now();

const fileOpen: Says = (asked) => {
  const unit = unitOf(asked);
  if (!unit || !["draft", "returned"].includes(unit.submission.state)) return false;
  const { state, dates } = periodOf(asked);
  const excepted = unit.lockException !== null && ahead(unit.lockException.until);
  if (state === "appraisal") return excepted;
  return state === "selfAssessment" && (excepted || ahead(dates.selfAssessmentDue));
};
const explaining: Says = (asked) => {
  const { state, dates } = periodOf(asked);
  return state === "explanation" && ahead(dates.explanationDue);
};
const appraisalOpen: Says = (asked) => {
  const { state, dates, adoption } = periodOf(asked);
  if (state === "appraisal") return ahead(dates.appraisalDue);
  if (state === "reappraisal") return ahead(dates.reappraisalDue);
  return state === "adoption" && is("council")(asked) && adoption === null;
};

// ---- What a document must look like ----

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value) && !Object.is(value, -0);
const isTextOf = (longest: number, value: unknown) => typeof value === "string" && value.length <= longest;
const isMap = (value: unknown): value is Content =>
  value !== null &&
  typeof value === "object" &&
  !Array.isArray(value) &&
  !(value instanceof Date) &&
  !(value instanceof Uint8Array) &&
  !(value instanceof Double) &&
  value !== NOW;
const hasFields = (content: Content, names: readonly string[]) =>
  Object.keys(content).toSorted().join() === names.toSorted().join();
const PLACED = ["scheme", "period", "unit", "leaf", "field", "rev", "by", "at"];

/** That a score states its place, its author, the time of writing, and the version that follows. */
const isNextVersion = ({ at, id, uid, before, after }: Asked) =>
  after?.scheme === at.schemes &&
  after?.period === at.periods &&
  after?.unit === at.units &&
  after?.leaf === id &&
  after?.by === uid &&
  after?.at === NOW &&
  isWhole(after?.rev) &&
  after.rev === (before ? Number(before.rev) + 1 : 1);

const arePoints = (points: unknown, { max, step }: { max: number; step: number }) =>
  points === null || (isWhole(points) && points >= 0 && points <= max && points % step === 0);

const COUNTS = ["option", "planned", "done", "late", "value", "items"];
const isFact = (name: string, value: unknown) => {
  if (COUNTS.includes(name)) return isWhole(value) && value >= 0 && value <= 1_000_000_000;
  if (name === "yes") return typeof value === "boolean";
  if (name === "issued") return value === null || isTextOf(10, value);
  if (name !== "parts" || !Array.isArray(value)) return false;
  return value.length <= 100 && value.every((part) => typeof part === "boolean");
};
const areFacts = (facts: unknown) =>
  facts === null || (isMap(facts) && Object.entries(facts).every(([name, value]) => isFact(name, value)));

/** The leaf, where units score it themselves and this one is not exempt from it. */
const scoredLeaf = (asked: Asked) => {
  const leaf = leafOf(asked, asked.id);
  const exempt = unitOf(asked)?.exempt ?? {};
  if (leaf?.source !== "self" || Object.hasOwn(exempt, asked.id)) return undefined;
  return asked.after?.field === leaf.field ? leaf : undefined;
};

const selfScore: Says = (asked) => {
  const { after = {} } = asked;
  const leaf = scoredLeaf(asked);
  return (
    leaf !== undefined &&
    hasFields(after, [...PLACED, "facts", "points", "note"]) &&
    isNextVersion(asked) &&
    arePoints(after.points, leaf) &&
    areFacts(after.facts) &&
    isTextOf(5_000, after.note)
  );
};

/** Whether it falls to this person to judge the leaf: the council any, a department its own; nobody their own unit's. */
const fallsToMe = (asked: Asked, lead: string, field: string) => {
  const { me, at, id } = asked;
  if (!me || isOf(me, at.units ?? "")) return false;
  if (me.roles.council === true) return true;
  const { standingBody, standingBodyOwn } = periodOf(asked);
  const inItsPlace = at.units === standingBody ? standingBodyOwn : standingBody;
  const nodes = me.roles.appraiser?.nodes;
  if (!nodes || me.unit !== (lead === at.units ? inItsPlace : lead)) return false;
  return nodes.length === 0 || nodes.includes(field) || nodes.includes(id);
};

const judgement: Says = (asked) => {
  const { after = {}, id } = asked;
  const leaf = scoredLeaf(asked);
  if (!leaf || !hasFields(after, [...PLACED, "points", "decision", "reason", "ask", "minutes"])) return false;
  if (!isNextVersion(asked) || !arePoints(after.points, leaf)) return false;
  if (!fallsToMe(asked, leaf.lead, leaf.field)) return false;
  if (!isTextOf(5_000, after.reason) || !isTextOf(5_000, after.ask)) return false;
  if (!isTextOf(200, after.minutes) || (after.minutes !== "" && !is("council")(asked))) return false;
  if (after.decision === null) return after.points === null;
  if (after.points === null) return false;
  if (after.decision === "recognised") return below(asked, `selfScores/${id}`)?.points === after.points;
  return after.decision === "adjusted" && String(after.reason).trim() !== "";
};

const explanation: Says = (asked) => {
  const { after = {}, id } = asked;
  const round = periodOf(asked).releaseRound;
  const released = below(asked, `releases/${round}`)?.leaves;
  return (
    hasFields(after, [...PLACED, "round", "text"]) &&
    isNextVersion(asked) &&
    after.round === round &&
    isMap(released) &&
    Object.hasOwn(released, id) &&
    after.field === leafOf(asked, id)?.field &&
    isTextOf(5_000, after.text)
  );
};

const CHUNK = 900 * 1024;
const isHash = (value: unknown) => typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
const newFile: Says = ({ after = {}, id, uid }) =>
  hasFields(after, ["sha256", "size", "chunks", "type", "state", "by", "at"]) &&
  isHash(id) &&
  after.sha256 === id &&
  isWhole(after.size) &&
  after.size >= 1 &&
  after.size <= 10 * 1024 * 1024 &&
  Array.isArray(after.chunks) &&
  after.chunks.length === Math.ceil(after.size / CHUNK) &&
  after.chunks.every(isHash) &&
  after.type === null &&
  after.state === "uploading" &&
  after.by === uid &&
  after.at === NOW;
const chunkOf =
  (fileOf: (asked: Asked) => Content | undefined): Says =>
  (asked) => {
    const { after = {}, id } = asked;
    const file = fileOf(asked);
    const hashes = file?.chunks;
    if (file?.state !== "uploading" || !Array.isArray(hashes) || !hasFields(after, ["bytes"])) return false;
    const bytes = after.bytes;
    if (!(bytes instanceof Uint8Array) || bytes.length > CHUNK || String(Number(id)) !== id) return false;
    return hashes[Number(id)] === createHash("sha256").update(bytes).digest("hex");
  };

const sameValue = (a: unknown, b: unknown): boolean => plain(a) === plain(b);
const plain = (value: unknown) =>
  JSON.stringify(value, (_, one) => (one instanceof Uint8Array ? Buffer.from(one).toString("hex") : one));
const readNow: Says = ({ before = {}, after = {} }) =>
  after.readAt === NOW &&
  [...Object.keys(before), ...Object.keys(after)].every(
    (name) => name === "readAt" || sameValue(before[name], after[name]),
  );
const reasons: Says = ({ after = {}, id }) =>
  id === "reasons" &&
  hasFields(after, ["reasons"]) &&
  Array.isArray(after.reasons) &&
  after.reasons.length <= 50 &&
  after.reasons.every((one) => typeof one === "string") &&
  after.reasons.join("").length <= 100_000;

// ---- Collections ----

const reads = (says: Says): Policy => ({ get: says, list: says });
const writes = (says: Says): Policy => ({ create: says, update: says });
const only =
  (id: string, says: Says): Says =>
  (asked) =>
    asked.id === id && says(asked);
const isOut: Says = ({ world, at }) => world.has(`publications/${at.publications}`);
const ofMyUnit: Says = (asked) =>
  typeof asked.me?.unit === "string" && always(boundTo(asked, "unit"), (unit) => unit === asked.me?.unit);
const sharedWithAll: Says = (asked) => always(boundTo(asked, "shared"), (shared) => shared === true);
const askedByMyUnit: Says = (asked) =>
  always(boundTo(asked, "unit"), (unit) => asked.me !== null && worksOn(asked.me.roles, unit));
const writtenByTheUnit: Says = (asked) =>
  always(boundTo(asked, "column"), (column) => column === "self" || column === "explanation");

const UNIT = "schemes/periods/units";
const SURVEY = "schemes/periods/surveys";
/** By the collections that lead to a document. What does not stand here, or not under a verb, is closed to every client. */
const POLICIES: Readonly<Record<string, Policy>> = {
  schemes: { get: members },
  "schemes/members": { get: either(oneself, members), list: either(runners, ofMyUnit) },
  "schemes/members/notices": { ...reads(oneselfHere), update: both(oneselfHere, readNow) },
  "schemes/members/own": { get: only("reasons", oneselfHere), ...writes(both(oneselfHere, reasons)) },
  "schemes/announcements": reads(members),
  "schemes/files": { get: members, create: both(is("admin"), newFile) },
  "schemes/files/chunks": {
    ...reads(members),
    create: both(
      is("admin"),
      chunkOf(({ world, at }) => world.get(`schemes/${at.schemes}/files/${at.files}`)),
    ),
  },
  "schemes/difficulties": reads(either(runners, both(members, sharedWithAll), askedByMyUnit)),
  "schemes/rollups": reads(board),
  "schemes/audit": reads(runners),
  "schemes/health": reads(is("admin")),
  "schemes/operations": { get: is("admin") },
  "schemes/periods": reads(members),
  "schemes/periods/plans": { get: either(only("cost", board), only("survey", surveyPeople)) },
  "schemes/periods/criteriaSets": reads(members),
  "schemes/periods/criteriaSets/guidance": reads(members),
  [SURVEY]: reads(surveyPeople),
  [`${SURVEY}/plans`]: { get: only("sample", surveyPeople) },
  [`${SURVEY}/console`]: { get: either(only("progress", surveyPeople), only("review", runners)) },
  [`${SURVEY}/batches`]: reads(runners),
  [`${SURVEY}/imports`]: reads(runners),
  [`${SURVEY}/results`]: reads(runners),
  [UNIT]: { get: either(ownPeople, seesEveryUnit), list: seesEveryUnit },
  [`${UNIT}/selfScores`]: { ...reads(unitOrJudges), ...writes(both(ownPeople, fileOpen, selfScore)) },
  [`${UNIT}/appraisals`]: { ...reads(judges), ...writes(both(appraisalOpen, judgement)) },
  [`${UNIT}/surveyScores`]: reads(judges),
  [`${UNIT}/adjustments`]: reads(judges),
  [`${UNIT}/explanations`]: { ...reads(unitOrJudges), ...writes(both(ownPeople, explaining, explanation)) },
  [`${UNIT}/evidence`]: reads(unitOrJudges),
  [`${UNIT}/evidence/versions`]: reads(unitOrJudges),
  [`${UNIT}/submissions`]: reads(unitOrJudges),
  [`${UNIT}/files`]: {
    get: unitOrJudges,
    create: both(ownPeople, either(fileOpen, explaining), newFile),
  },
  [`${UNIT}/files/chunks`]: {
    ...reads(unitOrJudges),
    create: both(
      ownPeople,
      either(fileOpen, explaining),
      chunkOf((asked) => below(asked, `files/${asked.at.files}`)),
    ),
  },
  [`${UNIT}/comments`]: reads(ownPeople),
  [`${UNIT}/releases`]: reads(unitOrJudges),
  [`${UNIT}/history`]: reads(either(judges, both(ownPeople, writtenByTheUnit))),
  "schemes/periods/ledgers": { get: either(judges, board), list: board },
  "schemes/periods/indices": { get: either(judges, board), list: board },
  "schemes/periods/seals": { get: runners },
  "schemes/periods/seals/parts": reads(runners),
  publications: reads(everyone),
  "publications/parts": reads(isOut),
  "publications/sheets": reads(isOut),
};

/** The collections that lead to a path, without the ids. */
export const collectionsOf = (path: string): string =>
  path
    .split("/")
    .filter((_, at) => at % 2 === 0)
    .join("/");

/** What some client may do somewhere, as `verb collections`. */
export const OPEN: readonly string[] = Object.entries(POLICIES).flatMap(([collections, policy]) =>
  Object.keys(policy).map((verb) => `${verb} ${collections}`),
);

/** How long a sign-in counts (docs/security.md). */
const SESSION_HOURS = 12;

function askedOf(world: World, account: Account | null, path: string): Asked {
  const parts = path.split("/");
  const at: Record<string, string> = {};
  for (let i = 0; i + 1 < parts.length; i += 2) at[parts[i] ?? ""] = parts[i + 1] ?? "";
  const uid = account && (account.hoursAgo ?? 0) < SESSION_HOURS ? account.uid : null;
  const membership = uid === null ? undefined : world.get(`schemes/${at.schemes}/members/${uid}`);
  return {
    world,
    uid,
    at,
    me: membership?.disabled === false ? (membership as unknown as Member) : null,
    id: parts.length % 2 === 0 ? (parts.at(-1) ?? "") : "",
    before: world.get(path),
    after: undefined,
    where: [],
  };
}

/** What a document is after a write. */
const contentAfter = (write: Exclude<Write, { verb: "delete" }>, before: Content | undefined): Content =>
  write.verb === "set" ? write.content : { ...before, ...write.content };

function permitsWrite(world: World, account: Account | null, write: Write): boolean {
  if (write.verb === "delete") return false;
  const asked = askedOf(world, account, write.path);
  const policy = POLICIES[collectionsOf(write.path)];
  const says = asked.before ? policy?.update : policy?.create;
  return says?.({ ...asked, after: contentAfter(write, asked.before) }) ?? false;
}

/** Whether the policy lets this account make this request. */
export function permits(world: World, account: Account | null, request: Request): boolean {
  switch (request.verb) {
    case "get": {
      const policy = POLICIES[collectionsOf(request.path)];
      return policy?.get?.(askedOf(world, account, request.path)) ?? false;
    }
    case "list":
    case "count": {
      // Collections of one name over all units and schemes are for functions alone.
      if ("group" in request.from) return false;
      const policy = POLICIES[collectionsOf(request.from.path)];
      const asked = askedOf(world, account, request.from.path);
      return policy?.list?.({ ...asked, where: request.where }) ?? false;
    }
    case "batch":
      return request.writes.every((write) => permitsWrite(world, account, write));
    default:
      return permitsWrite(world, account, request);
  }
}

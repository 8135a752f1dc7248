import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { type Asked, below, leafOf, periodOf, type Says, unitOf } from "./asked.ts";
import { is, isOf } from "./people.ts";
import { type Content, Double, NOW } from "./request.ts";

/** What a document must look like, and whose judgement it may hold. */

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

export const selfScore: Says = (asked) => {
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

export const judgement: Says = (asked) => {
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

export const explanation: Says = (asked) => {
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
export const newFile: Says = ({ after = {}, id, uid }) =>
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
export const chunkOf =
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
export const readNow: Says = ({ before = {}, after = {} }) =>
  after.readAt === NOW &&
  [...Object.keys(before), ...Object.keys(after)].every(
    (name) => name === "readAt" || sameValue(before[name], after[name]),
  );
export const reasons: Says = ({ after = {}, id }) =>
  id === "reasons" &&
  hasFields(after, ["reasons"]) &&
  Array.isArray(after.reasons) &&
  after.reasons.length <= 50 &&
  after.reasons.every((one) => typeof one === "string") &&
  after.reasons.join("").length <= 100_000;

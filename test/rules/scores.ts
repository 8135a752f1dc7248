import { doc, serverTimestamp, setDoc } from "firebase/firestore";
import { collectionOf, paths } from "../../core/src/index.ts";
import { as, owner, PERIOD, SCHEME, SET } from "./world.ts";

/** The columns that clients write. */
export type TypedColumn = "self" | "appraisal" | "explanation";
type Change = Record<string, unknown>;

/** What stands in a score as an honest client writes it, beside its place and version. */
export const CONTENT = {
  self: { facts: null, points: 2_500, note: "" },
  appraisal: { points: 2_500, decision: "adjusted", reason: "Thiếu minh chứng", ask: "", minutes: "" },
  explanation: { round: 1, text: "Đơn vị đã ban hành đúng hạn" },
} as const;

/** A score document as an honest client writes its first version; `change` says what is different. */
export function scoreOf(
  column: TypedColumn,
  by: string,
  unit: string,
  leaf: string,
  change: Change = {},
): Change {
  const place = { scheme: SCHEME, period: PERIOD, unit, leaf, field: SET.leaves[leaf]?.field ?? "f1" };
  return { ...place, rev: 1, by, at: serverTimestamp(), ...CONTENT[column], ...change };
}

/** Writes a score as a person; `change` replaces or (undefined) removes fields. */
export function write(
  person: string,
  column: TypedColumn,
  unit: string,
  leaf: string,
  change: Change = {},
): Promise<void> {
  const score = scoreOf(column, person, unit, leaf, change);
  const kept = Object.fromEntries(Object.entries(score).filter(([, value]) => value !== undefined));
  return setDoc(doc(as(person), paths.score(SCHEME, PERIOD, unit, collectionOf[column], leaf)), kept);
}

/** Stores a score past the rules. */
export async function stored(
  column: TypedColumn,
  unit: string,
  leaf: string,
  change: Change = {},
): Promise<void> {
  const score = { ...scoreOf(column, "someone", unit, leaf, change), at: new Date() };
  await owner.doc(paths.score(SCHEME, PERIOD, unit, collectionOf[column], leaf)).set(score);
}

export async function gone(column: TypedColumn, unit: string, leaf: string): Promise<void> {
  await owner.doc(paths.score(SCHEME, PERIOD, unit, collectionOf[column], leaf)).delete();
}

import { type CompiledSet, type CriteriaSet, compileSet } from "@parindex/core";
import { type PeriodKey, refs } from "./refs.ts";
import { MissingDocument, type Step } from "./transaction.ts";

/** A criteria set with its flattened form. */
export interface LoadedSet {
  set: CriteriaSet;
  compiled: CompiledSet;
}

/** Sets this instance has read. A set never changes once its period is open, and folds only run then. */
const loaded = new Map<string, LoadedSet>();

/** The criteria set of an open period: read once per instance, through the caller's step. */
export async function criteriaSet(step: Step, key: PeriodKey, id: string): Promise<LoadedSet> {
  const ref = refs.criteriaSet(key, id);
  const known = loaded.get(ref.path);
  if (known) return known;
  const set = (await step.get(ref)).data();
  if (!set) throw new MissingDocument(ref.path);
  const fresh = { set, compiled: compileSet(set) };
  loaded.set(ref.path, fresh);
  return fresh;
}

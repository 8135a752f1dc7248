import { type Appraisal, appraises, belongsTo, refusalOfAppraisalTime, type SelfScore } from "@parindex/core";
import { act, type Input, unitKey } from "./act.ts";
import { criteriaSet } from "./criteria-sets.ts";
import { readLedger } from "./fold.ts";
import { refs, type UnitKey } from "./refs.ts";
import { refuse } from "./refused.ts";
import { type ScoreWrite, writeScores } from "./scores.ts";

function recognised(
  key: UnitKey,
  self: SelfScore,
  before: Appraisal | undefined,
  by: string,
  at: Date,
): ScoreWrite<"appraisal"> {
  const { leaf, field, points } = self;
  const after: Appraisal = {
    ...{ ...key, leaf, field, points, by, at },
    decision: "recognised",
    reason: "",
    ask: before?.ask ?? "",
    minutes: "",
    rev: (before?.rev ?? 0) + 1,
  };
  return { ref: refs.appraisal(key, leaf), before, after };
}

/**
 * Recognises every self score of a unit that nobody has appraised yet, among the leaves the caller may appraise and,
 * where given, of one field. Returns how many. What is appraised already stays; running it again finds nothing.
 */
export async function recogniseRest(
  input: Input<"recogniseRest">,
  uid: string,
): Promise<{ recognised: number }> {
  const key = unitKey(input);
  let count = 0;
  await act("recogniseRest", key, uid, null, async ({ tx, member, period, now }) => {
    count = 0;
    if (!member.roles.appraiser && !member.roles.council) refuse({ code: "missingRole", role: "appraiser" });
    if (belongsTo(member, key.unit)) refuse({ code: "ownUnit", unit: key.unit });
    refuse(refusalOfAppraisalTime(member, period, now));
    const unit = await tx.must(refs.unit(key));
    const { set } = await criteriaSet(tx, key, unit.criteriaSet);
    const self = (await tx.query(refs.selfScores(key))).docs.map((doc) => doc.data());
    const appraised = (await tx.query(refs.appraisals(key))).docs.map((doc) => doc.data());
    const byLeaf = new Map(appraised.map((appraisal) => [appraisal.leaf, appraisal]));
    const ledger = await readLedger(tx, key);
    const open = self.filter(({ leaf, field, points }) => {
      const entry = set.leaves[leaf];
      if (!entry || points === null || unit.exempt[leaf] !== undefined) return false;
      if (input.field !== null && input.field !== field) return false;
      return (byLeaf.get(leaf)?.points ?? null) === null && appraises(member, key.unit, leaf, entry, period);
    });
    count = open.length;
    if (count === 0) return null;
    const writes = open.map((score) => recognised(key, score, byLeaf.get(score.leaf), uid, now));
    await writeScores(tx, key, "appraisal", writes, ledger);
    return { unit: key.unit, detail: { field: input.field, leaves: open.map(({ leaf }) => leaf) } };
  });
  return { recognised: count };
}

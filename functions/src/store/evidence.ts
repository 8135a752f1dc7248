import { isDeepStrictEqual } from "node:util";
import {
  type CriteriaSet,
  Evidence,
  type Ledger,
  type Period,
  queries,
  refusalOfEvidence,
  refusalOfOwnPeople,
  type Unit,
} from "@parindex/core";
import { act, type Input, unitKey } from "./act.ts";
import { criteriaSet } from "./criteria-sets.ts";
import { keptFile } from "./files.ts";
import { queryAt } from "./firestore.ts";
import { readLedger, writeLedger } from "./fold.ts";
import { refs, type UnitKey } from "./refs.ts";
import { Refused, refuse } from "./refused.ts";
import type { Tx } from "./transaction.ts";

/** How many pieces of evidence a unit may have in a period, and how many leaves one may serve. */
const EVIDENCE_MAX = 2_000;
const LEAVES_MAX = 100;

type Leaves = Evidence["leaves"];
type Source = Evidence["source"];
type Asked = Input<"saveEvidence">;

/** Refuses a leaf that takes no evidence. A leaf that the stored version serves already may stay. */
function requireLeaves(asked: Leaves, stored: Leaves, unit: Unit, set: CriteriaSet): void {
  if (Object.keys(asked).length > LEAVES_MAX)
    throw new Refused(`Một tài liệu gắn được vào nhiều nhất ${LEAVES_MAX} tiêu chí.`);
  for (const leaf of Object.keys(asked).filter((id) => !Object.hasOwn(stored, id))) {
    const entry = Object.hasOwn(set.leaves, leaf) ? set.leaves[leaf] : undefined;
    if (!entry) refuse({ code: "unknownLeaf", leaf });
    if (entry?.source === "survey") refuse({ code: "surveyLeaf", leaf });
    const exempt = unit.exempt[leaf];
    if (exempt !== undefined) refuse({ code: "exemptLeaf", leaf, reason: exempt });
  }
}

/** What was submitted is pinned: once the explanation round has begun, only what came in it may be changed. */
const isPinned = ({ stage }: Pick<Evidence, "stage">, { state }: Period): boolean =>
  state === "explanation" && stage !== "explanation";

async function releasedLeaves(tx: Tx, key: UnitKey, { state, releaseRound }: Period) {
  if (state !== "explanation") return null;
  return (await tx.get(refs.release(key, releaseRound))).data()?.leaves ?? null;
}

/** The same file is kept once in a unit: what has it already is to be given to the further leaf, where it can be. */
async function requireFirst(tx: Tx, key: UnitKey, id: string, file: string, period: Period): Promise<void> {
  const { scheme, period: year, unit } = key;
  const { docs } = await tx.query(queryAt(queries.evidenceWithFile(scheme, year, unit, file), Evidence));
  const other = docs.find((doc) => {
    const evidence = doc.data();
    return doc.id !== id && Object.keys(evidence.leaves).length > 0 && !isPinned(evidence, period);
  });
  if (other)
    throw new Refused(
      `Tệp này đã có trong tài liệu «${other.data().title}»; hãy gắn tài liệu đó vào tiêu chí.`,
      { evidence: other.id },
    );
}

/** What the caller says evidence is, with what the store knows of its file. */
async function sourceOf(tx: Tx, key: UnitKey, { source }: Asked): Promise<Source> {
  return source.kind === "file" ? { ...source, ...(await keptFile(tx, key, source)) } : source;
}

/** Whether this version is the very one asked for: a retry after a lost answer, or a double click. */
function isRepeated(stored: Evidence, { rev, title, source, leaves }: Asked): boolean {
  const { kind, ...said } = source;
  const kept = Object.fromEntries(
    Object.entries(stored.source).filter(([name]) => Object.hasOwn(said, name)),
  );
  return (
    stored.rev === rev &&
    stored.title === title &&
    stored.source.kind === kind &&
    isDeepStrictEqual(kept, said) &&
    isDeepStrictEqual(stored.leaves, leaves)
  );
}

/** Refuses a version that does not follow the stored one: somebody changed it meanwhile. */
function requireNext(stored: Evidence | undefined, sent: number): void {
  const current = stored?.rev ?? 0;
  if (sent === current + 1) return;
  throw new Refused(
    `Có người vừa sửa tài liệu này (bản ${current}); bản bạn gửi là ${sent}. Hãy xem lại rồi lưu lại.`,
    { refusal: { code: "staleVersion", current, sent } },
  );
}

/** A ledger that counts evidence which served some leaves and now serves others. */
function countedAgain(ledger: Ledger, before: Leaves, after: Leaves): Ledger {
  const change = new Map(Object.keys(before).map((leaf) => [leaf, -1]));
  for (const leaf of Object.keys(after)) change.set(leaf, (change.get(leaf) ?? 0) + 1);
  if ([...change.values()].every((by) => by === 0)) return ledger;
  const counts = new Map(Object.entries(ledger.evidence));
  for (const [leaf, by] of change) counts.set(leaf, (counts.get(leaf) ?? 0) + by);
  const evidence = Object.fromEntries([...counts].filter(([, count]) => count > 0));
  return { ...ledger, evidence };
}

const fieldsOf = (leaves: Leaves, set: CriteriaSet): string[] => [
  ...new Set(Object.keys(leaves).flatMap((leaf) => set.leaves[leaf]?.field ?? [])),
];

/** Refuses one piece of evidence more than a unit may have. Counted beside the transaction: one more or less is no harm. */
async function requireRoom(key: UnitKey): Promise<void> {
  const { count } = (await refs.evidence(key).count().get()).data();
  if (count >= EVIDENCE_MAX)
    throw new Refused(`Đơn vị đã có ${EVIDENCE_MAX} tài liệu, nhiều nhất có thể trong một kỳ.`);
}

/**
 * Creates evidence of a unit, or changes it; the version before stays below it. The ledger counts it in the same
 * transaction. The same request twice makes one version; evidence that serves no leaf any more is withdrawn.
 */
export async function saveEvidence(input: Asked, uid: string): Promise<void> {
  const { evidence: id, rev, title, leaves } = input;
  const key = unitKey(input);
  await act("saveEvidence", key, uid, null, async ({ tx, member, period, now }) => {
    refuse(refusalOfOwnPeople(member, key.unit));
    const ref = refs.evidence(key).doc(id);
    const stored = (await tx.get(ref)).data();
    if (stored && isRepeated(stored, input)) return null;
    const unit = await tx.must(refs.unit(key));
    const released = await releasedLeaves(tx, key, period);
    const subject = { member, period, unitId: key.unit, unit, now };
    refuse(refusalOfEvidence(subject, Object.keys(leaves), released));
    requireNext(stored, rev);
    if (stored && isPinned(stored, period))
      throw new Refused(
        "Tài liệu này đã gửi cùng hồ sơ tự đánh giá nên không sửa được; khi giải trình chỉ thêm tài liệu mới.",
      );
    const { set, compiled } = await criteriaSet(tx, key, unit.criteriaSet);
    requireLeaves(leaves, stored?.leaves ?? {}, unit, set);
    const source = await sourceOf(tx, key, input);
    if (source.kind === "file" && Object.keys(leaves).length > 0)
      await requireFirst(tx, key, id, source.file, period);
    if (!stored) await requireRoom(key);
    const before = await readLedger(tx, key);
    const stage = period.state === "explanation" ? "explanation" : "selfAssessment";
    const fields = fieldsOf(leaves, set);
    const evidence: Evidence = { ...key, title, source, leaves, fields, stage, rev, by: uid, at: now };
    tx.set(ref, evidence);
    tx.create(refs.evidenceVersion(key, id, rev), evidence);
    const counted = countedAgain(before.ledger, stored?.leaves ?? {}, leaves);
    writeLedger(tx, key, before.stored, counted, compiled);
    return null;
  });
}

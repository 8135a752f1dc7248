import {
  Appraisal,
  CriteriaSet,
  canonicalJson,
  collectionOf,
  Explanation,
  formatInstant,
  formatPoints,
  type LeafEntry,
  Member,
  Period,
  paths,
  postAt,
  type Refusal,
  Release,
  refusalOfAppraisal,
  refusalOfExplanation,
  refusalOfSelfScore,
  SelfScore,
  Unit,
} from "@parindex/core";
import { type Auth, onAuthStateChanged } from "firebase/auth";
import { doc, type Firestore, getDoc, serverTimestamp, setDoc } from "firebase/firestore";
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import type { z } from "zod";
import { refusalText, t } from "../text/text.ts";
import { useBackend } from "./backend.tsx";
import { type Entry, withDates } from "./live.ts";
import { localKeeper, queueName } from "./queue-store.ts";
import { Saves, type Writer } from "./saves.ts";
import { type Session, useSession } from "./session.tsx";
import { followQueue } from "./unsaved.ts";

/** What a person types on a leaf, by column; place and version are added when it is written. */
export interface Typed {
  self: Pick<SelfScore, "facts" | "points" | "note">;
  appraisal: Pick<Appraisal, "points" | "decision" | "reason" | "ask" | "minutes">;
  explanation: Pick<Explanation, "text" | "round">;
}
type TypedColumn = keyof Typed;

const schemaOf = { self: SelfScore, appraisal: Appraisal, explanation: Explanation } as const;

/** Reads a document once, parsed; null where it is not there or may not be seen. */
async function readOnce<Schema extends z.ZodObject>(
  db: Firestore,
  path: string,
  schema: Schema,
): Promise<z.infer<Schema> | null> {
  const data = (await getDoc(doc(db, path)).catch(() => null))?.data();
  return data ? (schema.safeParse(withDates(data)).data ?? null) : null;
}

interface Attempt {
  db: Firestore;
  session: Session;
  unitId: string;
  leaf: string;
  rev: number;
}

/** What the rules looked at when they refused a write. */
interface Looked extends Pick<Attempt, "leaf" | "rev"> {
  subject: Parameters<typeof refusalOfSelfScore>[0];
  entry: LeafEntry | undefined;
  /** The version that is stored, null where there is none. */
  current: number | null;
  /** The points that the unit gave itself, and what was released of its leaves in this round. */
  self: () => Promise<number | null>;
  released: () => Promise<Release["leaves"]>;
}

/** Which cause refused what was typed of each column. */
const REFUSAL_OF: { [C in TypedColumn]: (looked: Looked, value: Typed[C]) => Promise<Refusal | null> } = {
  self: async ({ subject, entry, leaf, rev, current }, value) =>
    refusalOfSelfScore(subject, entry, { leaf, rev, ...value }, current),
  appraisal: async ({ subject, entry, leaf, rev, current, self }, value) =>
    refusalOfAppraisal(subject, entry, { leaf, rev, ...value }, current, await self()),
  explanation: async ({ subject, leaf, rev, current, released }) =>
    refusalOfExplanation(subject, leaf, (await released())[leaf] !== undefined, rev, current),
};

/** Reads anew what the rules looked at, and asks core which cause refused the write. */
async function refusalOf<C extends TypedColumn>(
  { db, session, unitId, leaf, rev }: Attempt,
  column: C,
  value: Typed[C],
): Promise<Refusal | null> {
  const { scheme, periodId, member } = session;
  const period = await readOnce(db, paths.period(scheme, periodId), Period);
  const unit = await readOnce(db, paths.unit(scheme, periodId, unitId), Unit);
  if (!period || !unit) return null;
  const set = await readOnce(db, paths.criteriaSet(scheme, periodId, unit.criteriaSet), CriteriaSet);
  const subject = { member, period, unitId, unit, now: new Date() };
  const at = (of: TypedColumn) => paths.score(scheme, periodId, unitId, collectionOf[of], leaf);
  const current = (await readOnce(db, at(column), schemaOf[column]))?.rev ?? null;
  const release = paths.release(scheme, periodId, unitId, period.releaseRound);
  const looked: Looked = {
    ...{ subject, entry: set?.leaves[leaf], leaf, rev, current },
    self: async () => (await readOnce(db, at("self"), SelfScore))?.points ?? null,
    released: async () => (await readOnce(db, release, Release))?.leaves ?? {},
  };
  return REFUSAL_OF[column](looked, value);
}

const isDenied = (error: unknown) =>
  error instanceof Error && "code" in error && error.code === "permission-denied";

/** The stored document of each leaf, with whether it still waits for the server. */
type Stored = readonly Entry<{ rev: number }>[];

/** What stands for a leaf that nobody wrote yet; an explanation is none. */
const BLANK: { [C in TypedColumn]: Typed[C] | null } = {
  self: { facts: null, points: null, note: "" },
  appraisal: { points: null, decision: null, reason: "", ask: "", minutes: "" },
  explanation: null,
};

/** What is typed of each column, as it is kept over a reload. */
const TYPED_OF: { readonly [C in TypedColumn]: z.ZodType<Typed[C]> } = {
  self: SelfScore.pick({ facts: true, points: true, note: true }),
  appraisal: Appraisal.pick({ points: true, decision: true, reason: true, ask: true, minutes: true }),
  explanation: Explanation.pick({ text: true, round: true }),
};

/** Who saved a version and what, in the user's words. */
async function toldOf(db: Firestore, scheme: string, by: string, at: Date, points: unknown): Promise<string> {
  const member = await readOnce(db, paths.member(scheme, by), Member);
  return t("savedMeanwhile", {
    name: member ? postAt(member, at).name : by,
    at: formatInstant(at),
    value: typeof points === "number" ? formatPoints(points) : "—",
  });
}

/** Resolves once this account is the one signed in: until then nothing is sent in its name. */
function signedIn(auth: Auth, uid: string): Promise<void> {
  if (auth.currentUser?.uid === uid) return Promise.resolve();
  return new Promise((resolve) => {
    const stop = onAuthStateChanged(auth, (user) => {
      if (user?.uid !== uid) return;
      stop();
      resolve();
    });
  });
}

/** Lets writes wait until the leaf's field and what is stored are known: a queue may be taken up before they are. */
function useKnownPlace(fieldOf: (leaf: string) => string, storedKnown: boolean) {
  const [waiting] = useState(() => new Set<() => void>());
  const now = useRef({ fieldOf, storedKnown });
  now.current = { fieldOf, storedKnown };
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever waits looks again when one of both changed
  useEffect(() => {
    for (const look of waiting) look();
  }, [waiting, fieldOf, storedKnown]);
  return useMemo(
    () => ({
      known: (leaf: string) =>
        new Promise<void>((resolve) => {
          const look = () => {
            if (!now.current.storedKnown || now.current.fieldOf(leaf) === "") return;
            waiting.delete(look);
            resolve();
          };
          waiting.add(look);
          look();
        }),
    }),
    [waiting],
  );
}

/** What of the page a queue needs, which changes as the page does. */
interface Page {
  db: Firestore;
  auth: Auth;
  session: Session;
  unitId: string;
  fieldOf: (leaf: string) => string;
  stored: Stored | undefined;
  known: (leaf: string) => Promise<void>;
}

/** Writes what is typed of one column of a unit, leaf by leaf under the rules. */
function writerOf<C extends TypedColumn>(
  { db, auth, session, unitId, fieldOf, stored, known }: Page,
  column: C,
): Writer<Typed[C]> {
  const revs = new Map(stored?.filter(({ pending }) => !pending).map(({ id, data }) => [id, data.rev]));
  const { scheme, periodId, uid } = session;
  const pathOf = (leaf: string) => paths.score(scheme, periodId, unitId, collectionOf[column], leaf);
  return {
    ready: async (leaf) => {
      await signedIn(auth, uid);
      await known(leaf);
    },
    storedRev: (leaf) => revs.get(leaf) ?? 0,
    stored: (leaf) => {
      const found = stored?.find(({ id }) => id === leaf);
      return (found && TYPED_OF[column].safeParse(found.data).data) ?? BLANK[column];
    },
    write: (leaf, value, rev) =>
      setDoc(doc(db, pathOf(leaf)), {
        ...{ scheme, period: periodId, unit: unitId, leaf, field: fieldOf(leaf) },
        ...{ rev, by: uid, at: serverTimestamp() },
        ...value,
      }),
    latest: async (leaf, value) => {
      const found = await readOnce(db, pathOf(leaf), schemaOf[column]);
      if (!found) return null;
      const { rev, by, at } = found;
      const same = canonicalJson(TYPED_OF[column].parse(found)) === canonicalJson(value);
      const points = "points" in found ? found.points : null;
      return { rev, same, told: await toldOf(db, scheme, by, at, points) };
    },
    explain: async (leaf, value, rev, error) => {
      if (auth.currentUser?.uid !== uid) return null;
      if (!isDenied(error)) return t("unreachable");
      const refusal = await refusalOf({ db, session, unitId, leaf, rev }, column, value);
      return refusal ? refusalText(refusal) : t("unexpected");
    },
  };
}

/**
 * The save queue of one column of one unit: what is typed goes to the server leaf by leaf under the rules; a refusal
 * is explained by its cause and keeps the value on screen; what somebody else saved meanwhile is shown as a conflict.
 */
export function useScoreSaves<C extends TypedColumn>(
  column: C,
  unitId: string,
  fieldOf: (leaf: string) => string,
  stored: Stored | undefined,
) {
  const { db, auth } = useBackend();
  const session = useSession();
  const place = useKnownPlace(fieldOf, stored !== undefined);
  const writer = useMemo(
    () => writerOf({ db, auth, session, unitId, fieldOf, stored, known: place.known }, column),
    [db, auth, session, unitId, column, fieldOf, stored, place],
  );
  const { scheme, periodId, uid } = session;
  // biome-ignore lint/correctness/useExhaustiveDependencies: one queue a unit and column; the writer follows below
  const saves = useMemo(() => {
    const name = queueName(uid, scheme, periodId, unitId, column);
    return new Saves<Typed[C]>(writer, localKeeper(name, TYPED_OF[column]));
  }, [uid, scheme, periodId, unitId, column]);
  useEffect(() => saves.followWriter(writer), [saves, writer]);
  useEffect(() => followQueue(saves), [saves]);
  const current = useSyncExternalStore(saves.subscribe, saves.current);
  return { saves, current };
}

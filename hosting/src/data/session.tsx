import { Member, Period, paths, type Roles } from "@parindex/core";
import { onAuthStateChanged, signOut, type User } from "firebase/auth";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { PERIOD_KEY, setQuery, useAddress } from "../shell/route.ts";
import { useBackend } from "./backend.tsx";
import { useCollection, useDocument } from "./live.ts";
import { chooseScheme, type SchemeChoice, useMySchemes, useSchemeId } from "./schemes.ts";
import { type Ended, sessionEnd, watchSession } from "./session-end.ts";

/** A period as one chooses it. */
export interface PeriodChoice {
  id: string;
  period: Period;
}

/** Who is signed in, what they may do, and the year they work in. */
export interface Session {
  uid: string;
  member: Member;
  scheme: string;
  periodId: string;
  period: Period;
  /** All schemes this person may work in, as far as they are known by now. */
  schemes: readonly SchemeChoice[];
  /** All periods this person may work in, the newest first. */
  periods: readonly PeriodChoice[];
}

/** Goes to a period of the scheme; everything on screen is of that one from then on. */
export const choosePeriod = (id: string): void => setQuery(PERIOD_KEY, id);

/** The periods a member may work in, the newest first. One that is prepared is its standing body's matter alone. */
function periodsFor(member: Member, entries: readonly { id: string; data: Period }[]): PeriodChoice[] {
  const all = entries
    .map(({ id, data }) => ({ id, period: data }))
    .toSorted((a, b) => b.period.year - a.period.year);
  const begun = all.filter(({ period }) => period.state !== "preparing");
  return member.roles.admin || begun.length === 0 ? all : begun;
}

export type SessionState =
  | { state: "loading" | "stranger" | "noPeriod" | "failed" }
  | { state: "signedOut"; ended: Ended | null }
  | { state: "ready"; session: Session };

/** Who is signed in (undefined until it is known), and why the session before ended, where it did by itself. */
interface Account {
  user: User | null | undefined;
  ended: Ended | null;
}

/**
 * Follows the account. One whose session is over counts as signed out at once, and is signed out a moment later: by then
 * nothing on screen listens any more, so that no refusal of the server wipes off what was being typed.
 */
function useAccount(): Account {
  const { auth } = useBackend();
  const [account, setAccount] = useState<Account>({ user: undefined, ended: null });
  useEffect(() => {
    const look = (user: User | null) => {
      const over = sessionEnd();
      if (user && over) setTimeout(() => signOut(auth));
      setAccount((before) => {
        if (user && !over) return before.user === user ? before : { user, ended: null };
        // Whoever signs out does so before the session is over; another tab may be the first to see that it is.
        if (user || before.user) return { user: null, ended: over };
        return { user: null, ended: before.ended };
      });
    };
    const stops = [
      onAuthStateChanged(auth, look),
      watchSession(() => auth.currentUser && look(auth.currentUser)),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [auth]);
  return account;
}

/** Follows the signed-in account, its membership and the newest period. Who is no member here goes where they are one. */
export function useSessionState(): SessionState {
  const { user, ended } = useAccount();
  const scheme = useSchemeId();
  const schemes = useMySchemes(user?.uid);
  const member = useDocument(user ? paths.member(scheme, user.uid) : null, Member);
  const known = member.state === "ready";
  const periods = useCollection(known ? paths.periods(scheme) : null, Period);
  const chosen = useAddress().searchParams.get(PERIOD_KEY);
  const strange = user != null && (member.state === "missing" || member.state === "denied");
  const other = strange ? schemes?.find(({ id }) => id !== scheme)?.id : undefined;
  useEffect(() => {
    if (other !== undefined) chooseScheme(other);
  }, [other]);
  if (user === undefined) return { state: "loading" };
  if (user === null) return { state: "signedOut", ended };
  if (strange) return { state: schemes === undefined || other !== undefined ? "loading" : "stranger" };
  if (member.state === "failed" || periods.state === "failed") return { state: "failed" };
  if (member.state !== "ready" || periods.state !== "ready") return { state: "loading" };
  const choices = periodsFor(member.data, periods.data);
  const current =
    choices.find(({ id }) => id === chosen) ??
    choices.find(({ period }) => period.state !== "preparing") ??
    choices[0];
  if (!current) return { state: "noPeriod" };
  const { id: periodId, period } = current;
  return {
    state: "ready",
    session: {
      ...{ uid: user.uid, member: member.data, scheme, schemes: schemes ?? [] },
      ...{ periodId, period, periods: choices },
    },
  };
}

const Context = createContext<Session | null>(null);

export const SessionProvider = ({ session, children }: { session: Session; children: ReactNode }) => (
  <Context value={session}>{children}</Context>
);

/** The session of the signed-in member. Only below the signed-in shell. */
export function useSession(): Session {
  const session = useContext(Context);
  if (!session) throw new Error("useSession: nobody is signed in here");
  return session;
}

/** Where the files of the scheme are, of announcements and guidance. */
export function useSchemeFolder(): { scheme: string; period: string; unit: null } {
  const { scheme, periodId } = useSession();
  return { scheme, period: periodId, unit: null };
}

/** The unit a member fills in or answers for, if any. */
export const unitOf = (roles: Roles): string | undefined => roles.unitHead ?? roles.unitEditor;

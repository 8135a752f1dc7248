import { Member, Period, paths, type Roles } from "@parindex/core";
import { onAuthStateChanged, type User } from "firebase/auth";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { useBackend } from "./backend.tsx";
import { useCollection, useDocument } from "./live.ts";

/** The scheme this site serves. */
const SCHEME = "lai-chau";

/** Who is signed in, what they may do, and the year they work in. */
export interface Session {
  uid: string;
  member: Member;
  scheme: string;
  periodId: string;
  period: Period;
}

export type SessionState =
  | { state: "loading" | "signedOut" | "stranger" | "noPeriod" | "failed" }
  | { state: "ready"; session: Session };

function useUser(): User | null | undefined {
  const { auth } = useBackend();
  const [user, setUser] = useState<User | null>();
  useEffect(() => onAuthStateChanged(auth, setUser), [auth]);
  return user;
}

/** Follows the signed-in account, its membership and the newest period. */
export function useSessionState(): SessionState {
  const user = useUser();
  const member = useDocument(user ? paths.member(SCHEME, user.uid) : null, Member);
  const known = member.state === "ready";
  const periods = useCollection(known ? paths.periods(SCHEME) : null, Period);
  if (user === undefined) return { state: "loading" };
  if (user === null) return { state: "signedOut" };
  if (member.state === "missing" || member.state === "denied") return { state: "stranger" };
  if (member.state === "failed" || periods.state === "failed") return { state: "failed" };
  if (member.state !== "ready" || periods.state !== "ready") return { state: "loading" };
  const newest = periods.data.toSorted((a, b) => b.data.year - a.data.year)[0];
  if (!newest) return { state: "noPeriod" };
  return {
    state: "ready",
    session: { uid: user.uid, member: member.data, scheme: SCHEME, periodId: newest.id, period: newest.data },
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

/** The unit a member fills in or answers for, if any. */
export const unitOf = (roles: Roles): string | undefined => roles.unitHead ?? roles.unitEditor;

import { Member, paths, postAt } from "@parindex/core";
import { doc, getDoc } from "firebase/firestore";
import { useEffect, useState } from "react";
import { t } from "../text/text.ts";
import { useBackend } from "./backend.tsx";
import { withDates } from "./live.ts";
import { useSession } from "./session.tsx";

/** Members that were looked up on this page, by path: a history names the same few people many times. */
const known = new Map<string, Promise<Member | null>>();

/** The member of an account, looked up once a page; null where there is none. */
function useMember(uid: string): Member | null | undefined {
  const { db } = useBackend();
  const { scheme } = useSession();
  const [member, setMember] = useState<Member | null>();
  useEffect(() => {
    const path = paths.member(scheme, uid);
    const found =
      known.get(path) ??
      getDoc(doc(db, path)).then(
        (snapshot) => Member.safeParse(withDates(snapshot.data())).data ?? null,
        () => null,
      );
    known.set(path, found);
    let shown = true;
    found.then((entry) => {
      if (shown) setMember(entry);
    });
    return () => {
      shown = false;
    };
  }, [db, scheme, uid]);
  return member;
}

/** Who did something: the name and title of the time (now unless told). */
export function PersonName({ uid, at }: { uid: string; at?: Date }) {
  const member = useMember(uid);
  if (uid === "system") return t("bySystem");
  if (!member) return uid;
  const { name, title } = postAt(member, at ?? new Date());
  return title === "" ? name : `${name} – ${title}`;
}

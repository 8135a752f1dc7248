import { type Dispatch, type SetStateAction, useEffect, useState } from "react";
import { useSession } from "./session.tsx";

/** What is edited as a whole on this page and not stored yet, by whose it is and where it belongs. */
const drafts = new Map<string, unknown>();

addEventListener("beforeunload", (event) => {
  if (drafts.size > 0) event.preventDefault();
});

/**
 * State that outlives a look at another tab or year: an unstored draft, or null. A page that holds one asks before it
 * is left. The part that uses it must be keyed by period and `name`.
 */
export function useDraft<T>(name: string): [T | null, Dispatch<SetStateAction<T | null>>] {
  const { scheme, periodId, uid } = useSession();
  const place = [uid, scheme, periodId, name].join("/");
  const [draft, setDraft] = useState<T | null>(() => (drafts.get(place) as T | undefined) ?? null);
  useEffect(() => {
    if (draft === null) drafts.delete(place);
    else drafts.set(place, draft);
  }, [place, draft]);
  return [draft, setDraft];
}

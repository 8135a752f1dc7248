import { notifications } from "@mantine/notifications";
import { paths, SavedReasons } from "@parindex/core";
import { doc, setDoc } from "firebase/firestore";
import { t } from "../text/text.ts";
import { useBackend } from "./backend.tsx";
import { dataOf, useDocument } from "./live.ts";
import { useSession } from "./session.tsx";

/** As many reasons as are kept for a person. */
const MOST = 50;

/** The reasons a person uses again, the newest first. */
export function useReasons() {
  const { db } = useBackend();
  const { scheme, uid } = useSession();
  const path = paths.savedReasons(scheme, uid);
  const live = useDocument(path, SavedReasons);
  const reasons = dataOf(live)?.reasons ?? [];
  const keep = (kept: readonly string[]) => {
    const refused = () => notifications.show({ message: t("unexpected"), color: "red" });
    setDoc(doc(db, path), { reasons: kept }).catch(refused);
  };
  return {
    reasons,
    /** Whether they are known, so that what is kept does not replace what was not read yet. */
    known: live.state === "ready" || live.state === "missing",
    remember: (reason: string) => keep([reason, ...reasons.filter((one) => one !== reason)].slice(0, MOST)),
    forget: (reason: string) => keep(reasons.filter((one) => one !== reason)),
  };
}

import type { RequestName, RequestOf } from "@parindex/core";
import { useBackend } from "./backend.tsx";
import { call } from "./call.ts";
import { useSession } from "./session.tsx";

/** The system's acts on the session's period: `place` goes into every request. */
export function useAct() {
  const { functions } = useBackend();
  const { scheme, periodId } = useSession();
  return {
    place: { scheme, period: periodId },
    act: <Name extends RequestName>(name: Name, input: RequestOf<Name>) => call(functions, name, input),
  };
}

import { createContext, type ReactNode, useContext } from "react";
import type { Backend } from "./firebase.ts";

const Context = createContext<Backend | null>(null);

export const BackendProvider = ({ backend, children }: { backend: Backend; children: ReactNode }) => (
  <Context value={backend}>{children}</Context>
);

/** The project's services. */
export function useBackend(): Backend {
  const backend = useContext(Context);
  if (!backend) throw new Error("useBackend: there is no BackendProvider above");
  return backend;
}

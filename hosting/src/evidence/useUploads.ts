import { FirebaseError } from "firebase/app";
import { useRef, useState } from "react";
import { useBackend } from "../data/backend.tsx";
import { type KeptFile, refusalOfFile, uploadFile } from "../data/files.ts";
import { newId } from "../data/new-id.ts";
import { useSession } from "../data/session.tsx";
import { t } from "../text/text.ts";

/** An upload on its way, or stopped with its reason. */
export interface Upload {
  id: string;
  file: File;
  progress: number;
  error: string | null;
}

/** Why an upload stopped, in the user's words. */
function whyStopped(error: unknown): string {
  if (error instanceof FirebaseError)
    return t(error.code === "permission-denied" ? "filesLocked" : "uploadWaits");
  return error instanceof Error ? error.message : t("unexpected");
}

/** How many files go up at a time. */
const AT_A_TIME = 2;

/**
 * Uploads several files of a unit at once, each with its progress; what stops stays listed and can be resumed. `onKept`
 * takes each file that is kept, with its upload's id, which stays when it is tried again.
 */
export function useUploads(unit: string, onKept: (file: KeptFile, id: string) => Promise<unknown>) {
  const backend = useBackend();
  const { scheme, periodId, uid } = useSession();
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const stops = useRef(new Map<string, AbortController>());
  const waiting = useRef<Upload[]>([]);
  const running = useRef(0);
  const change = (id: string, next: Partial<Upload>) =>
    setUploads((before) => before.map((upload) => (upload.id === id ? { ...upload, ...next } : upload)));
  const forget = (id: string) => setUploads((before) => before.filter((upload) => upload.id !== id));

  const run = async ({ id, file }: Upload) => {
    const stop = new AbortController();
    stops.current.set(id, stop);
    try {
      const kept = await uploadFile({
        ...{ backend, uid, file, signal: stop.signal },
        folder: { scheme, period: periodId, unit },
        onProgress: (progress) => change(id, { progress }),
      });
      await onKept(kept, id);
      forget(id);
    } catch (error) {
      if (stop.signal.aborted) forget(id);
      else change(id, { error: whyStopped(error) });
    }
    stops.current.delete(id);
  };
  const next = () => {
    while (running.current < AT_A_TIME) {
      const upload = waiting.current.shift();
      if (!upload) return;
      running.current += 1;
      void run(upload).finally(() => {
        running.current -= 1;
        next();
      });
    }
  };
  const begin = (upload: Upload) => {
    if (upload.error === null) waiting.current.push(upload);
    next();
  };
  return {
    uploads,
    add: (files: readonly File[]) => {
      const added = files.map((file) => ({ id: newId(), file, progress: 0, error: refusalOfFile(file) }));
      setUploads((before) => [...before, ...added]);
      for (const upload of added) begin(upload);
    },
    retry: (upload: Upload) => {
      change(upload.id, { error: null });
      begin({ ...upload, error: null });
    },
    cancel: (id: string) => {
      waiting.current = waiting.current.filter((upload) => upload.id !== id);
      const stop = stops.current.get(id);
      if (stop) stop.abort();
      else forget(id);
    },
  };
}

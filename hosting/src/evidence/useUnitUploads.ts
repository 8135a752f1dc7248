import type { Evidence } from "@parindex/core";
import { FirebaseError } from "firebase/app";
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { useBackend } from "../data/backend.tsx";
import { type KeptFile, refusalOfFile, uploadFile } from "../data/files.ts";
import type { Entry } from "../data/live.ts";
import { newId } from "../data/new-id.ts";
import { useSession } from "../data/session.tsx";
import { followQueue } from "../data/unsaved.ts";
import { t } from "../text/text.ts";
import { type Send, UploadQueue, type UploadTarget } from "./upload-queue.ts";
import { type Stated, statedSource, useSaveEvidence } from "./useEvidence.ts";

/** Why an upload stopped, in the user's words. */
function whyStopped(error: unknown): Error {
  if (error instanceof FirebaseError)
    return new Error(t(error.code === "permission-denied" ? "filesLocked" : "uploadWaits"));
  return error instanceof Error ? error : new Error(t("unexpected"));
}

/** A title from a file's name: without its ending, dashes as spaces. */
const titleOf = (name: string): string =>
  name
    .replace(/\.[^.]+$/, "")
    .replace(/[_]+/g, " ")
    .trim()
    .slice(0, 300) || name;

/** How long (ms) a piece of evidence just saved may take to be seen here. */
const SEEN_WITHIN = 5_000;

/** The unit's evidence as it is now, for work that outlives what was on screen when it began. */
function useLatest(evidence: readonly Entry<Evidence>[] | undefined) {
  const latest = useRef(evidence ?? []);
  useEffect(() => {
    latest.current = evidence ?? [];
  });
  return latest;
}

/**
 * The uploads of a unit with what becomes of them: a file that is kept is evidence of its leaf, or the next version of a
 * piece; a content the unit has already serves the leaf too. They go on while one works on other leaves.
 */
export function useUnitUploads(unit: string, evidence: readonly Entry<Evidence>[] | undefined) {
  const backend = useBackend();
  const { scheme, periodId, uid } = useSession();
  const save = useSaveEvidence(unit);
  const latest = useLatest(evidence);
  const [told, setTold] = useState<{ leaf: string; text: string } | null>(null);
  const change = useCallback(
    ({ id, data }: Entry<Evidence>, next: Partial<Stated>) =>
      save(
        { title: data.title, source: statedSource(data.source), leaves: data.leaves, ...next },
        { id, rev: data.rev },
      ),
    [save],
  );
  /** Which evidence was made of a content here: the list on screen learns of it a moment later. */
  const made = useRef(new Map<string, string>());
  const known = useCallback(
    async (sha256: string): Promise<Entry<Evidence> | undefined> => {
      const find = () =>
        latest.current.find(
          ({ data: { source, leaves } }) =>
            source.kind === "file" && source.file === sha256 && Object.keys(leaves).length > 0,
        );
      const until = Date.now() + SEEN_WITHIN;
      while (made.current.has(sha256) && !find() && Date.now() < until)
        await new Promise((resolve) => setTimeout(resolve, 50));
      return find();
    },
    [latest],
  );
  const keep = useCallback(
    async ({ file, name }: KeptFile, leaf: string, id: string) => {
      const same = await known(file);
      if (!same) {
        made.current.set(file, id);
        const source = { kind: "file", file, name } as const;
        await save({ title: titleOf(name), source, leaves: { [leaf]: "" } }, { id, rev: 0 });
        return;
      }
      if (!Object.hasOwn(same.data.leaves, leaf))
        await change(same, { leaves: { ...same.data.leaves, [leaf]: "" } });
      setTold({ leaf, text: t("fileAlready", { title: same.data.title }) });
    },
    [known, save, change],
  );
  const replace = useCallback(
    async ({ file, name }: KeptFile, id: string) => {
      const entry = latest.current.find((one) => one.id === id);
      if (!entry) throw new Error(t("unexpected"));
      await change(entry, { source: { kind: "file", file, name } });
    },
    [change, latest],
  );
  const send = useCallback<Send>(
    async ({ id, file, target }, signal, onProgress) => {
      try {
        const folder = { scheme, period: periodId, unit };
        const kept = await uploadFile({ backend, uid, file, signal, folder, onProgress });
        if ("leaf" in target) await keep(kept, target.leaf, id);
        else await replace(kept, target.evidence);
      } catch (error) {
        throw whyStopped(error);
      }
    },
    [backend, uid, scheme, periodId, unit, keep, replace],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: one queue a unit; how it sends follows below
  const queue = useMemo(() => new UploadQueue(send), [unit]);
  useEffect(() => queue.followSend(send), [queue, send]);
  useEffect(() => followQueue(queue), [queue]);
  const uploads = useSyncExternalStore(queue.subscribe, queue.current);
  const add = (files: readonly File[], target: UploadTarget) =>
    queue.add(files.map((file) => ({ id: newId(), file, target, progress: 0, error: refusalOfFile(file) })));
  return { queue, uploads, add, told, setTold, change };
}

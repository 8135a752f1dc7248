import { useSyncExternalStore } from "react";
import type { Working } from "./idle.ts";

/** What a queue tells of itself. */
interface Queue extends Working {
  whenIdle(): Promise<number>;
}

/** All queues of this page, so that the frame can say what is not saved yet. */
const queues = new Set<Queue>();
const listeners = new Set<() => void>();
let unsaved = { waiting: 0, stuck: 0 };

function tally(): void {
  const counts = [...queues].map((queue) => queue.counts());
  unsaved = {
    waiting: counts.reduce((sum, { waiting }) => sum + waiting, 0),
    stuck: counts.reduce((sum, { stuck }) => sum + stuck, 0),
  };
  for (const listener of listeners) listener();
}

function follow(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Counts a queue among the page's until it is left and empty. */
export function followQueue(queue: Queue): () => void {
  queues.add(queue);
  const stop = queue.subscribe(tally);
  tally();
  return () => {
    void queue.whenIdle().then(() => {
      stop();
      queues.delete(queue);
      tally();
    });
  };
}

/** How many values typed on this page still wait, and how many stand refused or in conflict. */
export const useUnsaved = () => useSyncExternalStore(follow, () => unsaved);

addEventListener("beforeunload", (event) => {
  if (unsaved.waiting > 0) event.preventDefault();
});

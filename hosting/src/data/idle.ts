/** What works through things one after another, and says how many wait and how many stopped. */
export interface Working {
  counts(): { waiting: number; stuck: number };
  subscribe(listener: () => void): () => void;
}

/** Resolves when nothing waits or is under way. Returns how many stopped. */
export async function untilIdle(queue: Working): Promise<number> {
  while (queue.counts().waiting > 0)
    await new Promise<void>((resolve) => {
      const stop = queue.subscribe(() => {
        stop();
        resolve();
      });
    });
  return queue.counts().stuck;
}

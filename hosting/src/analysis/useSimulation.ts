import type { Robustness } from "@parindex/core";
import { useCallback, useEffect, useRef, useState } from "react";
import type { Job, News } from "./robustness.worker.ts";

/** How a simulation stands: not begun, under way, done with what it gave for which job, or failed. */
export type Simulation =
  | { state: "idle" }
  | { state: "running"; done: number; all: number }
  | { state: "done"; job: Job; results: Robustness[][] }
  | { state: "failed" };

/** Runs simulations in a worker, one at a time, so that the page stays quick; leaving the page ends them. */
export function useSimulation(): {
  simulation: Simulation;
  run: (job: Job) => void;
  stop: () => void;
} {
  const [simulation, setSimulation] = useState<Simulation>({ state: "idle" });
  const worker = useRef<Worker | null>(null);
  const end = useCallback(() => {
    worker.current?.terminate();
    worker.current = null;
  }, []);
  useEffect(() => end, [end]);
  const stop = useCallback(() => {
    end();
    setSimulation({ state: "idle" });
  }, [end]);
  const run = useCallback(
    (job: Job) => {
      end();
      const started = new Worker(new URL("./robustness.worker.ts", import.meta.url), { type: "module" });
      worker.current = started;
      setSimulation({ state: "running", done: 0, all: 1 });
      started.onmessage = ({ data: { done, all, results } }: MessageEvent<News>) => {
        if (results) end();
        setSimulation(results ? { state: "done", job, results } : { state: "running", done, all });
      };
      started.onerror = () => {
        end();
        setSimulation({ state: "failed" });
      };
      started.postMessage(job);
    },
    [end],
  );
  return { simulation, run, stop };
}

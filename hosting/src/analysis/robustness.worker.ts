import { type RankModel, type Robustness, rankSimulation, type Uncertainty } from "@parindex/core";

/** What is simulated beside the page: every model under every uncertainty, each from the same seed. */
export interface Job {
  models: readonly RankModel[];
  uncertainties: readonly Uncertainty[];
  draws: number;
  seed: number;
}

/** How far a job has come, in draws; at its end what it gave, by model and uncertainty. */
export type News = { done: number; all: number; results: Robustness[][] | null };

const BATCH = 500;

addEventListener("message", ({ data }: MessageEvent<Job>) => {
  const { models, uncertainties, draws, seed } = data;
  const all = models.length * uncertainties.length * draws;
  let done = 0;
  const results = models.map((model) =>
    uncertainties.map((uncertainty) => {
      const simulation = rankSimulation(model, uncertainty, seed);
      for (let drawn = 0; drawn < draws; drawn += BATCH) {
        const times = Math.min(BATCH, draws - drawn);
        simulation.draw(times);
        done += times;
        postMessage({ done, all, results: null } satisfies News);
      }
      return simulation.result();
    }),
  );
  postMessage({ done, all, results } satisfies News);
});

import type { ScheduleName } from "@parindex/core";
import { type EventFields, faultOf, newErrorId, tellEvent } from "./log.ts";

/** Where something failed: a period, a unit, a survey, a correction by its version. */
type Place = Pick<EventFields<"schedule.itemFailed">, "scheme" | "period" | "unit" | "survey" | "version">;

/** What failed of a run over many things: one's failure is told where it was and does not hold up the others. */
export class Failures {
  readonly all: unknown[] = [];
  readonly #schedule: ScheduleName;

  constructor(schedule: ScheduleName) {
    this.#schedule = schedule;
  }

  /** Does something at a place; null where it failed. What was thrown together was told of already. */
  async at<T>(place: Place, perform: () => Promise<T>): Promise<T | null> {
    try {
      return await perform();
    } catch (error) {
      if (error instanceof AggregateError) {
        this.all.push(...error.errors);
        return null;
      }
      tellEvent("schedule.itemFailed", {
        ...{ schedule: this.#schedule, ...place, errorId: newErrorId(), error: faultOf(error) },
      });
      this.all.push(error);
      return null;
    }
  }

  /** Throws, where anything failed, all of it together. */
  throwAny(): void {
    if (this.all.length > 0) throw new AggregateError(this.all, this.#schedule);
  }
}

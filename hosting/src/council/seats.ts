import type { Seat } from "@parindex/core";
import type { TextKey } from "../text/text.ts";

/** What each seat of the council is called on screen. */
export const SEAT_KEYS = {
  chair: "seatChair",
  deputyChair: "seatDeputyChair",
  member: "seatMember",
  secretary: "seatSecretary",
} as const satisfies Record<Seat, TextKey>;

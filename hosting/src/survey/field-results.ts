import { z } from "zod";

/** What the survey's acts give back, as it is checked here. */
export const IssuedCodes = z.object({ first: z.int(), codes: z.array(z.string()) });

export const InvitationCounts = z.object({
  batches: z.array(z.object({ batch: z.string(), issued: z.int(), redeemed: z.int(), revoked: z.int() })),
});
export type InvitationCounts = z.infer<typeof InvitationCounts>;

export const Revoked = z.object({ revoked: z.int(), redeemed: z.int() });

const Differences = z.array(
  z.object({ question: z.string(), first: z.int().nullable(), second: z.int().nullable() }),
);
export const KeyedForm = z.discriminatedUnion("state", [
  z.object({ state: z.literal("accepted") }),
  z.object({ state: z.literal("waiting") }),
  z.object({ state: z.literal("differs"), unit: z.string().nullable(), differences: Differences }),
]);
export type Differing = Extract<z.infer<typeof KeyedForm>, { state: "differs" }>;

export const Accepted = z.object({ accepted: z.int() });

import { randomBytes } from "node:crypto";
import { RSABSSA } from "@cloudflare/blindrsa-ts";
import {
  type AnswerRequest,
  type BallotAnswer,
  type FilledForm,
  type OpenAnswer,
  shownQuestions,
} from "../../core/src/index.ts";
import type { Random } from "../demo/random.ts";
import { type BlindedBallot, FastKey } from "./blind.ts";
import type { Door } from "./door.ts";

/** What one respondent's browser does: opens the code, buys a ballot for a unit, fills in the form, answers. */

export const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64url");
const fromBase64url = (text: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.from(text, "base64url"));

const suite = RSABSSA.SHA384.PSS.Randomized();

/** Blinds as the browser does, with the library. */
async function blindByLibrary(spki: Uint8Array<ArrayBuffer>): Promise<BlindedBallot> {
  const algorithm = { name: "RSA-PSS", hash: "SHA-384" };
  const key = await crypto.subtle.importKey("spki", spki, algorithm, true, ["verify"]);
  const message = suite.prepare(new Uint8Array(randomBytes(32)));
  const { blindedMsg, inv } = await suite.blind(key, message);
  return {
    message,
    blinded: blindedMsg,
    finalize: (reply) => suite.finalize(key, message, reply, inv),
  };
}

const fastKeys = new Map<string, FastKey>();

/** A new ballot under a unit's public key: by the library as in the browser, or fast. */
export async function newBallot(publicKey: string, byLibrary: boolean): Promise<BlindedBallot> {
  if (byLibrary) return blindByLibrary(fromBase64url(publicKey));
  const key = fastKeys.get(publicKey) ?? new FastKey(fromBase64url(publicKey));
  fastKeys.set(publicKey, key);
  return key.blind(randomBytes(32));
}

/** Fills in a unit's form: keeps to the skip logic, leaves a blank here and there. */
export function fillIn(open: OpenAnswer, unit: OpenAnswer["units"][number], chance: Random): FilledForm {
  const asked = open.questions.filter(({ id }) => unit.questions.includes(id));
  const form: FilledForm = {};
  for (const { id, options } of asked) {
    const isShown = shownQuestions(asked, form).some((one) => one.id === id);
    // The better options more often, and every option now and then.
    if (isShown && !chance.chance(0.05))
      form[id] = Math.min(options.length - 1, Math.floor(options.length * chance.next() ** 1.5));
  }
  return Object.keys(form).length > 0 ? form : fillIn(open, unit, chance);
}

/** Opens a code. */
export const openCode = (door: Door, code: string): Promise<OpenAnswer> =>
  door.expect<OpenAnswer>("open", { code });

/** Buys a ballot with a code and makes the answer that carries it. */
export async function buyAnswer(
  door: Door,
  open: OpenAnswer,
  bought: { code: string; unit: OpenAnswer["units"][number]; ballot: BlindedBallot; form: FilledForm },
): Promise<AnswerRequest> {
  const { code, unit, ballot, form } = bought;
  const request = { code, unit: unit.id, blinded: base64url(ballot.blinded) };
  const { signature } = await door.expect<BallotAnswer>("ballot", request);
  const message = base64url(ballot.message);
  const { scheme, period, survey, channel } = open;
  return {
    ...{ scheme, period, survey, unit: unit.id, channel, form, minutes: 1 },
    ballot: { message, signature: base64url(await ballot.finalize(fromBase64url(signature))) },
  };
}

import { randomBytes } from "node:crypto";
import { type AnswerRequest, codeFrom, type OpenAnswer } from "../../core/src/index.ts";
import type { Random } from "../demo/random.ts";
import { type Door, type Reply, refusalIn } from "./door.ts";
import { base64url, fillIn, newBallot } from "./respondent.ts";

/** What may be tried once an answer has gone through: everything that must not count, and one retry that must succeed. */

interface Scene {
  door: Door;
  code: string;
  open: OpenAnswer;
  unit: OpenAnswer["units"][number];
  answer: AnswerRequest;
  chance: Random;
}

interface Attempt {
  send(scene: Scene): Promise<Reply>;
  status: readonly number[];
  refusal: readonly (string | null)[];
}

const randomText = (bytes: number) => base64url(randomBytes(bytes));
const forgedBallot = () => ({ message: randomText(64), signature: randomText(256) });

/** Bodies that are no requests: some don't come through to the function, which the framework answers for; `answer` is one that is. */
const malformed = (answer: AnswerRequest): string[] => [
  "",
  "{",
  "[]",
  "null",
  JSON.stringify({ ...answer, form: "q1=1" }),
  JSON.stringify({ ...answer, form: { "__proto__ ": 1 } }),
  JSON.stringify({ ...answer, ballot: null }),
  JSON.stringify({ ...answer, unit: "../x" }),
  JSON.stringify({ ...answer, ballot: { message: "@", signature: "@" } }),
  JSON.stringify({ ...answer, ballot: { ...answer.ballot, signature: "A".repeat(5_000) } }),
];

/** Another form than the one that was sent. */
function otherForm({ open, unit, answer, chance }: Scene) {
  for (;;) {
    const form = fillIn(open, unit, chance);
    if (JSON.stringify(form) !== JSON.stringify(answer.form)) return form;
  }
}

/** Everything that is tried, by its name, with what the door must say. */
const ATTEMPTS: Record<string, Attempt> = {
  "replayed answer (succeeds again, counts once)": {
    ...{ status: [200], refusal: [null] },
    send: ({ door, answer }) => door.ask("answer", answer),
  },
  "ballot spent for a second answer": {
    ...{ status: [409], refusal: ["spent"] },
    send: (scene) => scene.door.ask("answer", { ...scene.answer, form: otherForm(scene) }),
  },
  "second ballot for a code's unit": {
    ...{ status: [403], refusal: ["refused"] },
    send: async ({ door, code, unit }) => {
      const { blinded } = await newBallot(unit.publicKey, false);
      return door.ask("ballot", { code, unit: unit.id, blinded: base64url(blinded) });
    },
  },
  "ballot for a unit the code is not for": {
    ...{ status: [403], refusal: ["refused"] },
    send: async ({ door, code, unit }) => {
      const { blinded } = await newBallot(unit.publicKey, false);
      return door.ask("ballot", { code, unit: "so-y-te", blinded: base64url(blinded) });
    },
  },
  "unknown code": {
    ...{ status: [403], refusal: ["refused"] },
    send: ({ door }) => door.ask("open", { code: codeFrom(randomBytes(19)) }),
  },
  "forged ballot": {
    ...{ status: [403], refusal: ["refused"] },
    send: ({ door, answer }) => door.ask("answer", { ...answer, ballot: forgedBallot() }),
  },
  "ballot of another unit": {
    ...{ status: [403], refusal: ["refused"] },
    send: ({ door, open, unit, answer }) => {
      const other = open.units.find(({ id }) => id !== unit.id)?.id ?? "so-y-te";
      return door.ask("answer", { ...answer, unit: other });
    },
  },
  "ballot of the other channel": {
    ...{ status: [403], refusal: ["refused"] },
    send: ({ door, answer }) => door.ask("answer", { ...answer, channel: "link" }),
  },
  "message tampered with": {
    ...{ status: [403], refusal: ["refused"] },
    send: ({ door, answer }) =>
      door.ask("answer", { ...answer, ballot: { ...answer.ballot, message: randomText(64) } }),
  },
  "malformed request": {
    ...{ status: [400], refusal: ["invalid", null] },
    send: ({ door, answer, chance }) => {
      const bodies = malformed(answer);
      return door.send("answer", bodies[chance.below(bodies.length)] ?? "");
    },
  },
};

/** How often each attempt was made, and what came otherwise than it must. */
export class Attempts {
  readonly made: Record<string, number> = Object.fromEntries(Object.keys(ATTEMPTS).map((name) => [name, 0]));
  readonly unexpected: string[] = [];

  /** Makes the attempt of this number. */
  async make(number: number, scene: Scene): Promise<void> {
    const names = Object.keys(ATTEMPTS);
    const name = names[number % names.length] ?? "";
    const attempt = ATTEMPTS[name];
    if (!attempt) return;
    const reply = await attempt.send(scene);
    this.made[name] = (this.made[name] ?? 0) + 1;
    const refusal = refusalIn(reply);
    if (!attempt.status.includes(reply.status) || !attempt.refusal.includes(refusal))
      this.unexpected.push(`${name}: ${reply.status} ${JSON.stringify(reply.body)}`);
  }
}

import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";

/** What the door answers. */
export interface Reply {
  status: number;
  body: unknown;
}

/** A refusal in a reply's body; null where there is none. */
export function refusalIn({ body }: Reply): string | null {
  const parsed = z.object({ error: z.string() }).safeParse(body);
  return parsed.success ? parsed.data.error : null;
}

/** How often a client that is told to come later does. */
const TRIES = 2_000;

/** The survey's door as one client's browser reaches it: over HTTP, from an address of its own. */
export class Door {
  readonly #origin: string;
  readonly #address: string;
  /** How often this process' clients were told to come later. */
  static later = 0;

  constructor(origin: string, address: string) {
    this.#origin = origin;
    this.#address = address;
  }

  /** Sends any text to a door. */
  async send(name: string, text: string): Promise<Reply> {
    const response = await fetch(`${this.#origin}/s/api/${name}`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-forwarded-for": this.#address },
      body: text,
    });
    const said = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json") ?? false;
    return { status: response.status, body: isJson ? JSON.parse(said) : said };
  }

  /** Asks, and as the browser does again where the door says later. */
  async ask(name: string, request: unknown): Promise<Reply> {
    const text = JSON.stringify(request);
    for (let tries = 1; ; tries++) {
      const reply = await this.send(name, text);
      if (![429, 503].includes(reply.status) || tries === TRIES) return reply;
      Door.later += 1;
      await sleep(200 + 800 * Math.random());
    }
  }

  /** Asks for what must be given. */
  async expect<T>(name: string, request: unknown): Promise<T> {
    const reply = await this.ask(name, request);
    if (reply.status !== 200) throw new Error(`${name}: ${reply.status} ${JSON.stringify(reply.body)}`);
    return reply.body as T;
  }
}

import { RateLimiterMemory } from "rate-limiter-flexible";

/**
 * Who asks, as far as the network tells. `hop` is whoever reached Google's own front end, which writes it last into
 * X-Forwarded-For: no client can forge it, but behind Hosting it is one of the few machines that Hosting asks from. `client`
 * is whom Hosting says it asks for; a client that passes by Hosting can claim any.
 */
export interface Caller {
  hop: string;
  client: string;
}

interface Asked {
  get(name: "x-forwarded-for" | "fastly-client-ip"): string | undefined;
  ip?: string | undefined;
}

/** The caller of a request. What a client itself wrote into X-Forwarded-For stands before the last entry and is not read. */
export function callerOf(request: Asked): Caller {
  const hop = request.get("x-forwarded-for")?.split(",").at(-1)?.trim() || request.ip || "";
  return { hop, client: request.get("fastly-client-ip")?.trim() || hop };
}

/** How many clients of one hop may come as often as one may: a whole province comes through a few of Hosting's machines. */
const CLIENTS_OF_HOP = 20;

/** How many seconds until the next try. */
type Wait = number | null;

/**
 * How often callers may come: each client of a hop `points` times in `seconds`, all of a hop together twenty times as
 * often. Whoever claims to be another client neither escapes the hop's limit nor uses up that client's own, which comes by
 * another hop. In this instance's memory alone, and never logged: it costs no read, and N instances allow N times as much.
 */
export class CallerLimit {
  readonly #clients: RateLimiterMemory;
  readonly #hops: RateLimiterMemory;

  constructor(points: number, seconds: number) {
    this.#clients = new RateLimiterMemory({ points, duration: seconds });
    this.#hops = new RateLimiterMemory({ points: points * CLIENTS_OF_HOP, duration: seconds });
  }

  /** Counts a request; in how many seconds the caller may come again, null: now. */
  async wait({ hop, client }: Caller): Promise<Wait> {
    return (await spend(this.#hops, hop)) ?? (await spend(this.#clients, `${hop} ${client}`));
  }
}

/** Counts one of a key and says in how many seconds it may come again; null: now. */
async function spend(limiter: RateLimiterMemory, key: string): Promise<Wait> {
  const { consumedPoints, msBeforeNext } = await limiter.penalty(key);
  return consumedPoints > limiter.points ? Math.max(1, Math.ceil(msBeforeNext / 1_000)) : null;
}

/** How often one account may call: a hand that clicks and a page that saves stay far below. */
export class AccountLimit {
  readonly #accounts: RateLimiterMemory;

  constructor(points: number, seconds: number) {
    this.#accounts = new RateLimiterMemory({ points, duration: seconds });
  }

  /** Counts a call; in how many seconds the account may call again, null: now. */
  wait(uid: string): Promise<Wait> {
    return spend(this.#accounts, uid);
  }
}

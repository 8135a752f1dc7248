import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "../demo/random.ts";
import { HOST, PROJECT } from "../emulators.ts";
import type { Listener, Ready } from "./instance.ts";

/** An instance that runs, and where it serves. */
interface Instance {
  child: ChildProcess;
  origin: string;
}

/** An event as the database told it: for which function, its headers, its data. */
interface StoredEvent {
  listener: string;
  headers: Record<string, string>;
  data: Buffer<ArrayBuffer>;
}

/** How the platform behaves: shares of 1. */
export interface Weather {
  /** Events that are delivered twice, the second time some seconds later. */
  twice: number;
  /** Milliseconds an event may be late, so that later ones overtake it. */
  late: number;
}

/** How long (ms) a request waits for an instance before it is told to come later. */
const PATIENCE = 20_000;

/** The longest (ms) that no instance is started. */
const LONGEST_OUTAGE = 1_500;

/** The longest pause (ms) before an event that was not dealt with comes again. */
const BACK_OFF = 2_000;

/** Where marks are written whose events tell that all before them have come. */
const MARKS = "marks";
const WRITTEN = "google.cloud.firestore.document.v1.written";

/** Events kept for a late second delivery at the end. */
const KEPT = 3_000;

/** Headers that belong to one connection. */
const OWN = new Set(["host", "connection", "content-length", "transfer-encoding", "keep-alive", "expect"]);

const forwarded = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      OWN.has(name) || value === undefined ? [] : [[name, Array.isArray(value) ? value.join(", ") : value]],
    ),
  );

async function bodyOf(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/**
 * Stands for the platform between callers, database and function processes. Requests go to any instance and fail where it
 * dies. Events are delivered at least once, as Eventarc promises with `retry: true`: in no order, some twice, again and
 * again until an instance has dealt with them. Instances that are killed are started anew.
 */
export class Region {
  readonly counts = {
    kills: 0,
    requestsCutOff: 0,
    events: 0,
    deliveries: 0,
    deliveriesCutOff: 0,
    deliveriesRefused: 0,
    deliveredTwice: 0,
    dropped: 0,
  };
  /** While this holds, events are dropped for good, as where retries have run out. */
  dropping = false;
  #instances: (Instance | null)[] = [];
  #listeners: readonly Listener[] = [];
  readonly #underWay = new Set<Promise<void>>();
  readonly #marks = new Map<string, () => void>();
  #stopped = false;
  #outage: Promise<void> = Promise.resolve();
  readonly #kept: StoredEvent[] = [];
  readonly #chance: Random;
  readonly #weather: Weather;
  readonly #server = createServer((request, response) => {
    void this.#answer(request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500);
      response.end(String(error));
    });
  });

  constructor(chance: Random, weather: Weather) {
    this.#chance = chance;
    this.#weather = weather;
  }

  /** Listens; returns host:port, where events and requests go. */
  async listen(): Promise<string> {
    // Idle connections stay: one that is closed just as a caller uses it again would be an error of nobody's.
    this.#server.keepAliveTimeout = 0;
    this.#server.listen(0, HOST);
    await once(this.#server, "listening");
    return `${HOST}:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Starts the instances, and has the database tell them of its changes. */
  async start(count: number, firestore: string): Promise<void> {
    this.#instances = Array.from({ length: count }, () => null);
    await Promise.all(this.#instances.map((_, at) => this.#startInstance(at)));
    const marks = { name: MARKS, eventType: WRITTEN, document: `${MARKS}/{id}` };
    for (const { name, eventType, document } of [...this.#listeners, marks]) {
      const place = `/emulator/v1/projects/${PROJECT}/eventarcTrigger?eventarcTriggerId=${name}`;
      const trigger = {
        ...{ eventType, database: "(default)", namespace: "(default)" },
        document: { value: document, matchType: document.includes("{") ? "PATH_PATTERN" : "EXACT" },
      };
      const answer = await fetch(`http://${firestore}${place}`, {
        method: "POST",
        body: JSON.stringify(trigger),
      });
      if (!answer.ok) throw new Error(`trigger ${name}: ${answer.status} ${await answer.text()}`);
    }
  }

  async #startInstance(at: number): Promise<void> {
    const child = fork(join(import.meta.dirname, "instance.ts"), {
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    const exit = once(child, "exit").then(() => {
      this.#instances[at] = null;
      void this.#outage.then(() => {
        if (!this.#stopped) void this.#startInstance(at);
      });
    });
    const said = (await Promise.race([once(child, "message"), exit.then(() => null)])) as [Ready] | null;
    if (!said) return;
    this.#listeners = said[0].listeners;
    this.#instances[at] = { child, origin: said[0].origin };
  }

  #running(): Instance[] {
    return this.#instances.filter((instance) => instance !== null);
  }

  async #anyInstance(): Promise<Instance | null> {
    for (const end = Date.now() + PATIENCE; Date.now() < end; await sleep(20)) {
      const running = this.#running();
      const instance = running[this.#chance.below(running.length)];
      if (instance) return instance;
    }
    return null;
  }

  #kill({ child }: Instance): Promise<unknown> {
    this.counts.kills += 1;
    const exit = once(child, "exit");
    child.kill("SIGKILL");
    return exit;
  }

  /** Kills one instance without a warning. */
  killOne(): void {
    const [instance] = this.#running();
    if (instance) void this.#kill(instance);
  }

  /** Kills every instance without a warning; none is started again before `meanwhile` has run. */
  async killAll(meanwhile: () => Promise<void>): Promise<void> {
    const outage = (async () => {
      await this.#outage;
      await Promise.all(this.#running().map((instance) => this.#kill(instance)));
      // Transactions of whoever died hold their locks for a while: what waits for them goes on later.
      await Promise.race([meanwhile(), sleep(LONGEST_OUTAGE)]);
    })();
    this.#outage = outage;
    await outage;
  }

  /** Waits until every instance runs. */
  async whole(): Promise<void> {
    while (!this.#stopped && this.#instances.includes(null)) await sleep(50);
  }

  /**
   * Waits until every event of what was written so far has been dealt with. The database tells of its changes in their
   * order, and often late: `write` writes a mark behind them.
   */
  async settled(write: (path: string) => Promise<unknown>): Promise<void> {
    const path = `${MARKS}/${this.#chance.below(2 ** 32)}`;
    const told = new Promise<void>((resolve) => this.#marks.set(path, resolve));
    await write(path);
    await told;
    await Promise.all(this.#underWay);
  }

  /** Delivers the events that were kept once more, in any order, as an upstream that lost its marks would. */
  async deliverAgain(): Promise<number> {
    const again = this.#kept.splice(0);
    await Promise.all(again.map((event) => this.#send(event, this.#chance.below(2_000))));
    return again.length;
  }

  stop(): void {
    this.#stopped = true;
    for (const { child } of this.#running()) child.kill("SIGKILL");
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #send(event: StoredEvent, delay: number): Promise<void> {
    const delivery = this.#deliver(event, delay).finally(() => this.#underWay.delete(delivery));
    this.#underWay.add(delivery);
    return delivery;
  }

  async #deliver(event: StoredEvent, delay: number): Promise<void> {
    await sleep(delay);
    for (let pause = 100; !this.#stopped; pause = Math.min(BACK_OFF, pause * 2)) {
      const instance = await this.#anyInstance();
      const answer =
        instance &&
        (await fetch(`${instance.origin}/${event.listener}`, {
          ...{ method: "POST", headers: event.headers, body: event.data },
        }).catch(() => null));
      this.counts.deliveries += 1;
      if (answer?.ok) break;
      if (answer) this.counts.deliveriesRefused += 1;
      else this.counts.deliveriesCutOff += 1;
      await sleep(pause * (0.5 + this.#chance.next()));
    }
  }

  #take(listener: string, headers: Record<string, string>, data: Buffer<ArrayBuffer>): void {
    if (listener === MARKS) {
      this.#marks.get(headers["ce-document"] ?? "")?.();
      return;
    }
    this.counts.events += 1;
    if (this.dropping) {
      this.counts.dropped += 1;
      return;
    }
    const event = { listener, headers, data };
    if (this.#kept.length < KEPT) this.#kept.push(event);
    else this.#kept[this.#chance.below(KEPT)] = event;
    void this.#send(event, this.#chance.below(this.#weather.late));
    if (!this.#chance.chance(this.#weather.twice)) return;
    this.counts.deliveredTwice += 1;
    void this.#send(event, this.#chance.below(5_000));
  }

  /** Paths are those of the functions emulator, so that its callers find everything where they look for it. */
  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const [path = "/"] = (request.url ?? "/").split("?");
    const headers = forwarded(request.headers);
    const [, triggered] = /^\/functions\/projects\/[^/]+\/triggers\/(.+)$/.exec(path) ?? [];
    if (triggered !== undefined && headers["ce-type"] !== undefined) {
      this.#take(triggered, headers, Buffer.from(body.toString("latin1"), "base64"));
      response.writeHead(200).end();
      return;
    }
    // Schedules are called `<region>-<name>-0`, callables stand at /<project>/<region>/<name>.
    const scheduled = triggered && /^.+-([A-Za-z]+)-0$/.exec(triggered)?.[1];
    const name = scheduled ?? (path.startsWith(`/${PROJECT}/`) ? path.split("/").at(-1) : path.slice(1));
    const instance = await this.#anyInstance();
    const later = (): void => {
      this.counts.requestsCutOff += 1;
      const text = JSON.stringify({ error: { status: "UNAVAILABLE", message: "the instance is gone" } });
      response.writeHead(503, { "content-type": "application/json" }).end(text);
    };
    if (!instance) return later();
    const method = request.method ?? "POST";
    try {
      const answer = await fetch(`${instance.origin}/${name}`, {
        ...{ method, headers },
        ...(method === "GET" ? {} : { body }),
      });
      const content = Buffer.from(await answer.arrayBuffer());
      const type = answer.headers.get("content-type");
      response.writeHead(answer.status, type ? { "content-type": type } : {}).end(content);
    } catch {
      later();
    }
  }
}

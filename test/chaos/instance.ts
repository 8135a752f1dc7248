import { portOf } from "./network.ts";
import type { PooledKey } from "./platform/ballots.ts";
import { dateOf, type Log, modulesFor, type Place } from "./platform/modules.ts";
import type * as Product from "./product.ts";
import type { Instance, World } from "./world.ts";

type Memory = Map<unknown, unknown> | Set<unknown>;

type Factory = (
  require: (name: string) => unknown,
  module: { exports: unknown },
  date: DateConstructor,
  remembering: (memory: Memory) => Memory,
) => void;

/** The functions in the memory of a process that serves one instance after another: each finds it wiped. */
class Process {
  readonly place = {} as Place;
  readonly product: typeof Product;
  readonly #wipes: (() => void)[] = [];

  constructor(factory: Factory, pool: readonly PooledKey[]) {
    const module: { exports: unknown } = { exports: {} };
    factory(modulesFor(this.place, pool), module, dateOf(this.place), (memory) => this.#remember(memory));
    this.product = module.exports as typeof Product;
  }

  #remember(memory: Memory): Memory {
    const first: unknown[] = [...memory];
    this.#wipes.push(() => {
      memory.clear();
      if (memory instanceof Set) for (const one of first) memory.add(one);
      else for (const [key, value] of first as [unknown, unknown][]) memory.set(key, value);
    });
    return memory;
  }

  serve(place: Omit<Place, "port">): void {
    for (const wipe of this.#wipes) wipe();
    Object.assign(this.place, place, { port: portOf(place.world, place.instance) });
  }
}

/** Processes of the bundled functions, each evaluated by itself, so that each has a memory of its own. */
export class Processes {
  readonly #free: Process[] = [];
  readonly #pool: readonly PooledKey[];
  readonly #factory: Factory;
  /** The functions of one process, to be asked what they say of themselves. */
  readonly product: typeof Product;

  constructor(code: string, pool: readonly PooledKey[]) {
    this.#pool = pool;
    this.#factory = new Function("require", "module", "Date", "remembering", code) as Factory;
    const first = new Process(this.#factory, pool);
    this.#free.push(first);
    this.product = first.product;
  }

  /** Serves the instances of one world. `end` gives all processes back. */
  serving(world: World, log: Log): { of(instance: Instance): typeof Product; end(): void } {
    const busy = new Map<Instance, Process>();
    const taken = { keys: 0 };
    const release = (instance: Instance) => {
      const process = busy.get(instance);
      busy.delete(instance);
      if (process) this.#free.push(process);
    };
    world.onKill = release;
    return {
      of: (instance) => {
        const known = busy.get(instance);
        if (known) return known.product;
        const process = this.#free.pop() ?? new Process(this.#factory, this.#pool);
        process.serve({ world, instance, log, taken, database: world.database });
        busy.set(instance, process);
        return process.product;
      },
      end: () => {
        for (const instance of [...busy.keys()]) release(instance);
      },
    };
  }
}

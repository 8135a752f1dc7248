import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Keeper, Saves, type Unsaved, type Writer } from "../../hosting/src/data/saves.ts";

/** One document behind the rule that a version follows the stored one. */
class Server {
  rev = 0;
  by = "";
  value = "";
  /** Every value that was acknowledged, in order. */
  readonly accepted: { by: string; value: string; over: string }[] = [];
  online = true;

  write(by: string, value: string, rev: number): void {
    if (rev !== this.rev + 1) throw new Error("stale");
    if (value === "không hợp lệ") throw new Error("refused");
    this.accepted.push({ by, value, over: this.by });
    Object.assign(this, { rev, by, value });
  }
}

/** A browser's storage. */
const storage = () => {
  let kept: ReadonlyMap<string, Unsaved<string>> = new Map();
  const keeper: Keeper<string> = {
    load: () => kept,
    keep: (unsaved) => {
      kept = new Map(unsaved);
    },
  };
  return { keeper, kept: () => kept };
};

/** A writer of a person; `seen` is what their screen knows of the server. */
function writerOf(
  server: Server,
  by: string,
  seen: { rev: number },
  gate: () => Promise<void>,
): Writer<string> {
  return {
    ready: async () => {},
    storedRev: () => seen.rev,
    stored: () => (server.rev === 0 ? "" : server.value),
    write: async (_key, value, rev) => {
      await gate();
      server.write(by, value, rev);
    },
    latest: async (_key, value) => ({ rev: server.rev, same: server.value === value, told: server.by }),
    explain: async () => "bị từ chối",
  };
}

const soon = async () => {};
const KEY = "f1c1";
const stateOf = (saves: Saves<string>) => saves.current().get(KEY)?.save.state;

describe("the queue of what is typed", () => {
  it("saves version after version of one person", async () => {
    const server = new Server();
    const saves = new Saves(writerOf(server, "lan", { rev: 0 }, soon), storage().keeper);
    for (const value of ["a", "b", "c"]) saves.put(KEY, value);
    expect(await saves.whenIdle()).toBe(0);
    expect(server.value).toBe("c");
    saves.put(KEY, "d");
    await saves.whenIdle();
    expect([server.value, stateOf(saves)]).toEqual(["d", "saved"]);
  });

  it("keeps what the server refuses on screen, with its reason", async () => {
    const saves = new Saves(writerOf(new Server(), "lan", { rev: 0 }, soon), storage().keeper);
    saves.put(KEY, "không hợp lệ");
    expect(await saves.whenIdle()).toBe(1);
    expect(saves.current().get(KEY)).toEqual({
      value: "không hợp lệ",
      save: { state: "refused", reason: "bị từ chối" },
    });
    saves.discard(KEY);
    expect(saves.current().size).toBe(0);
  });

  it("shows a conflict where somebody saved since the typing began, until one of both is chosen", async () => {
    const server = new Server();
    const seen = { rev: 0 };
    const saves = new Saves(writerOf(server, "lan", seen, soon), storage().keeper);
    saves.begin(KEY);
    server.write("hoa", "của Hoa", 1);
    seen.rev = 1;
    saves.put(KEY, "của Lan");
    expect(await saves.whenIdle()).toBe(1);
    expect([stateOf(saves), server.value]).toEqual(["conflict", "của Hoa"]);
    server.write("hoa", "của Hoa, lần hai", 2);
    saves.keepMine(KEY);
    expect(await saves.whenIdle()).toBe(1);
    expect([stateOf(saves), server.value]).toEqual(["conflict", "của Hoa, lần hai"]);
    saves.keepMine(KEY);
    await saves.whenIdle();
    expect([stateOf(saves), server.value]).toEqual(["saved", "của Lan"]);
  });

  it("gives way to a newer version of somebody else once it is saved", async () => {
    const server = new Server();
    const seen = { rev: 0 };
    const writer = writerOf(server, "lan", seen, soon);
    const saves = new Saves(writer, storage().keeper);
    saves.put(KEY, "của Lan");
    await saves.whenIdle();
    seen.rev = 1;
    saves.followWriter(writer);
    expect(stateOf(saves)).toBe("saved");
    server.write("hoa", "của Hoa", 2);
    seen.rev = 2;
    saves.followWriter(writer);
    expect(saves.current().size).toBe(0);
  });

  it("is no conflict with oneself where the typing began during one's own save", async () => {
    const server = new Server();
    const saves = new Saves(writerOf(server, "lan", { rev: 0 }, soon), storage().keeper);
    saves.put(KEY, "a");
    saves.begin(KEY);
    await saves.whenIdle();
    saves.put(KEY, "b");
    expect(await saves.whenIdle()).toBe(0);
    expect(server.value).toBe("b");
  });

  it("keeps what is typed while one chooses one's own value", async () => {
    const server = new Server();
    const saves = new Saves(writerOf(server, "lan", { rev: 0 }, soon), storage().keeper);
    server.write("hoa", "của Hoa", 1);
    saves.put(KEY, "một");
    await saves.whenIdle();
    saves.keepMine(KEY);
    saves.put(KEY, "hai");
    await saves.whenIdle();
    expect(saves.current().get(KEY)?.value).toBe("hai");
  });

  it("is no conflict where both typed the same", async () => {
    const server = new Server();
    const saves = new Saves(writerOf(server, "lan", { rev: 0 }, soon), storage().keeper);
    server.write("hoa", "0,5", 1);
    saves.put(KEY, "0,5");
    expect(await saves.whenIdle()).toBe(0);
    expect([stateOf(saves), server.rev]).toEqual(["saved", 1]);
  });

  it("takes up after a crash what was not saved, and forgets it once it is", async () => {
    const server = new Server();
    const { keeper, kept } = storage();
    const never = () => new Promise<void>(() => {});
    new Saves(writerOf(server, "lan", { rev: 0 }, never), keeper).put(KEY, "gõ trước khi mất điện");
    expect(kept().get(KEY)).toEqual({
      value: "gõ trước khi mất điện",
      base: 0,
      sent: ["gõ trước khi mất điện"],
    });
    const again = new Saves(writerOf(server, "lan", { rev: 0 }, soon), keeper);
    await again.whenIdle();
    expect(server.value).toBe("gõ trước khi mất điện");
    expect(kept().size).toBe(0);
  });

  it("takes edits back one by one, and never what somebody edited since", async () => {
    const server = new Server();
    const seen = { rev: 0 };
    const writer = writerOf(server, "lan", seen, soon);
    const saves = new Saves(writer, storage().keeper);
    expect([saves.undoable(), saves.undo()]).toEqual([null, null]);
    for (const value of ["a", "b"]) {
      saves.put(KEY, value);
      await saves.whenIdle();
    }
    expect(saves.undoable()).toBe(KEY);
    expect(saves.undo()).toEqual({ key: KEY, done: true });
    await saves.whenIdle();
    expect([server.value, server.rev]).toEqual(["a", 3]);
    server.write("hoa", "của Hoa", 4);
    seen.rev = 4;
    saves.followWriter(writer);
    expect(saves.undo()).toEqual({ key: KEY, done: false });
    await saves.whenIdle();
    expect([server.value, saves.undoable()]).toEqual(["của Hoa", null]);
  });

  it("is no conflict with oneself wherever the power goes off", async () => {
    /** Where a write is when the power goes off: not sent yet, saved but not answered, or answered. */
    const fate = fc.constantFrom("lost" as const, "unanswered" as const, "answered" as const);
    const edit = fc.record({ fate, crash: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 10 }), async (edits) => {
        const server = new Server();
        const { keeper } = storage();
        let now = "answered" as "lost" | "unanswered" | "answered";
        const seen = { rev: 0 };
        const never = new Promise<void>(() => {});
        const writer = (): Writer<string> => {
          const real = writerOf(server, "lan", seen, soon);
          const mine = { off: false };
          off = () => {
            mine.off = true;
          };
          return {
            ...real,
            write: async (key, value, rev) => {
              if (mine.off || now === "lost") return never;
              await real.write(key, value, rev);
              if (now === "unanswered") return never;
            },
          };
        };
        let off = () => {};
        let saves = new Saves(writer(), keeper);
        for (const [at, { fate, crash }] of edits.entries()) {
          now = fate;
          saves.put(KEY, `lần ${at}`);
          await new Promise((resolve) => setTimeout(resolve));
          if (crash) {
            off();
            seen.rev = server.rev;
            saves = new Saves(writer(), keeper);
          }
        }
        off();
        now = "answered";
        saves = new Saves(writer(), keeper);
        expect(await saves.whenIdle()).toBe(0);
        expect(server.value).toBe(`lần ${edits.length - 1}`);
      }),
      { numRuns: 200 },
    );
  });

  it("never overwrites another's acknowledged value unasked, and loses nothing that was typed", async () => {
    const step = fc.record({ who: fc.constantFrom(0, 1), sees: fc.boolean(), crash: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const server = new Server();
        const people = ["lan", "hoa"].map((name) => ({ name, seen: { rev: 0 }, store: storage() }));
        const queueOf = ({ name, seen, store }: (typeof people)[number]) =>
          new Saves(writerOf(server, name, seen, soon), store.keeper);
        const queues = people.map(queueOf);
        for (const [at, { who, sees, crash }] of steps.entries()) {
          const person = people[who];
          if (!person) continue;
          if (crash) queues[who] = queueOf(person);
          const queue = queues[who];
          if (sees) person.seen.rev = server.rev;
          const knew = Math.max(person.seen.rev, server.by === person.name ? server.rev : 0);
          const before = { rev: server.rev, by: server.by };
          const stuck = queue?.counts().stuck ?? 0;
          queue?.put(KEY, `${person.name} ${at}`);
          await queue?.whenIdle();
          const overwrote = before.by !== "" && before.by !== person.name && server.by === person.name;
          if (overwrote && stuck === 0) expect(knew).toBe(before.rev);
          const typed = queue?.current().get(KEY);
          const saved = server.value === `${person.name} ${at}`;
          expect(saved || (typed?.value === `${person.name} ${at}` && typed.save.state === "conflict")).toBe(
            true,
          );
        }
      }),
      { numRuns: 300 },
    );
  });
});

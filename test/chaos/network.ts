import type { Port } from "./platform/client.ts";
import { FirestoreError, GrpcStatus } from "./platform/database.ts";
import type { Instance, World } from "./world.ts";

/** What goes wrong with a call before it is carried out. */
function failureBefore(world: World, writes: boolean): FirestoreError | null {
  if (writes && world.fault("abort")) return new FirestoreError(GrpcStatus.ABORTED, "contention elsewhere");
  if (!world.fault("error")) return null;
  const { UNAVAILABLE, INTERNAL, DEADLINE_EXCEEDED } = GrpcStatus;
  const code = world.faults.random.pick([UNAVAILABLE, INTERNAL, DEADLINE_EXCEEDED]);
  return new FirestoreError(code, "the call was lost");
}

/** How a call that was carried out fails nevertheless. */
function answerLost(world: World): FirestoreError | null {
  if (!world.fault("lostAnswer")) return null;
  const code = world.faults.random.pick([GrpcStatus.DEADLINE_EXCEEDED, GrpcStatus.UNAVAILABLE]);
  return new FirestoreError(code, "the answer was lost");
}

const ID_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

/** The network between an instance and the database: a call waits for its turn, is carried out whole, and may be lost. */
export function portOf(world: World, instance: Instance): Port {
  return {
    send: (label, writes, perform) =>
      new Promise((resolve, reject) => {
        const call = () => {
          const failure = failureBefore(world, writes);
          if (failure) return reject(failure);
          let answer: ReturnType<typeof perform>;
          try {
            answer = perform();
          } catch (error) {
            world.note(String(error), `i${instance.id}`);
            return reject(error as Error);
          }
          const lost = writes ? answerLost(world) : null;
          if (lost) return reject(lost);
          resolve(answer);
        };
        world.add(world.now + world.held(), label, call, instance);
      }),
    pause: (millis) => world.sleep(millis, instance, "backoff"),
    now: () => world.clock(),
    newId: () => Array.from({ length: 20 }, () => ID_LETTERS[world.ids.below(ID_LETTERS.length)]).join(""),
  };
}

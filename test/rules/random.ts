import process from "node:process";
import fc from "fast-check";
import {
  Bytes,
  deleteDoc,
  doc,
  getCountFromServer,
  getDoc,
  getDocs,
  serverTimestamp,
  setDoc,
  updateDoc,
  writeBatch,
} from "firebase/firestore";
import { type Account, type Content, NOW, type Request } from "./policy/request.ts";
import { OPEN, permits } from "./policy.ts";
import { askingOf, drawn, headsOf, touched } from "./requests.ts";
import { restOf } from "./rest.ts";
import { anyScene, changesOf, constantsOf, type Scene, worldOf } from "./scenes.ts";
import { as, queryOn } from "./world.ts";

/** Random requests through Firebase's own SDK, each compared with the policy. */

type Db = ReturnType<typeof as>;

function valueForSdk(value: unknown): unknown {
  if (value === NOW) return serverTimestamp();
  if (value instanceof Uint8Array) return Bytes.fromUint8Array(value);
  return value ?? null;
}
/** A document as the SDK takes it. */
const forSdk = (content: Content): Record<string, unknown> =>
  Object.fromEntries(Object.entries(content).map(([name, value]) => [name, valueForSdk(value)]));

function send(db: Db, request: Request): Promise<unknown> {
  switch (request.verb) {
    case "get":
      return getDoc(doc(db, request.path));
    case "list":
      return getDocs(queryOn(db, { ...request, orderBy: [] }));
    case "count":
      return getCountFromServer(queryOn(db, { ...request, orderBy: [] }));
    case "set":
      return setDoc(doc(db, request.path), forSdk(request.content));
    case "change":
      return updateDoc(doc(db, request.path), forSdk(request.content));
    case "delete":
      return deleteDoc(doc(db, request.path));
    case "batch": {
      const batch = writeBatch(db);
      for (const write of request.writes) {
        const ref = doc(db, write.path);
        if (write.verb === "set") batch.set(ref, forSdk(write.content));
        else if (write.verb === "change") batch.update(ref, forSdk(write.content));
        else batch.delete(ref);
      }
      return batch.commit();
    }
  }
}

/** Whether the rules let a request pass. What is neither passed nor refused is an error. */
async function passes(account: Account | null, request: Request): Promise<boolean> {
  const db = account ? as(account.uid, account.claims, account.hoursAgo) : as("anonymous");
  try {
    await send(db, request);
    return true;
  } catch (error) {
    // The SDK's testing build has an error class of its own.
    if (error instanceof Error && "code" in error && error.code === "permission-denied") return false;
    throw error;
  }
}

/** How often each kind of request was allowed and refused. */
export type Counts = Map<string, { allowed: number; refused: number }>;

const shown = (value: unknown): string =>
  JSON.stringify(
    value,
    (_, one) =>
      one instanceof Uint8Array
        ? `${one.length} bytes`
        : typeof one === "string" && one.length > 300
          ? `${one.slice(0, 20)}… (${one.length})`
          : typeof one === "number" && !Number.isFinite(one)
            ? String(one)
            : one,
    2,
  );

/** Requests of one scene at most, so that its documents are stored once for all of them. */
const PER_SCENE = 60;

/** Draws scenes in a scheme of its own, and requests in each. */
function worker(number: number, counts: Counts) {
  const scheme = `random${number}`;
  const rest = restOf(process.env.GCLOUD_PROJECT ?? "demo-parindex");
  const constants = constantsOf(scheme);
  let sent = 0;

  const property = fc.asyncProperty(
    anyScene,
    fc.array(drawn, { minLength: 1, maxLength: PER_SCENE, size: "max" }),
    async (scene: Scene, draws) => {
      const changes = changesOf(scheme, scene);
      const world = worldOf(constants, changes);
      await rest.store(changes);
      for (const draw of draws) {
        const { account, request } = askingOf(draw, world, scheme);
        const expected = permits(world, account, request);
        const allowed = await passes(account, request);
        sent++;
        if (allowed)
          await rest.store(new Map(touched(request).map((path) => [path, world.get(path) ?? null])));
        if (allowed !== expected)
          throw new Error(
            `The policy ${expected ? "allows" : "refuses"} this, the rules ${allowed ? "allow" : "refuse"} it:\n${shown({ account, request, member: account && world.get(`schemes/${scheme}/members/${account.uid}`), scene })}`,
          );
        for (const head of headsOf(request, world)) {
          const count = counts.get(head) ?? { allowed: 0, refused: 0 };
          allowed ? count.allowed++ : count.refused++;
          counts.set(head, count);
        }
      }
    },
  );
  return async (seed: number, requests: number): Promise<void> => {
    await rest.store(constants);
    for (let round = 0; sent < requests; round++) {
      const options = { seed: seed * 1_000_003 + round * 101 + number, numRuns: 10, unbiased: true };
      const found = await fc.check(property, options);
      if (!found.failed) continue;
      const { errorInstance, numShrinks } = found;
      const message = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
      throw new Error(
        `seed ${seed}, worker ${number}, round ${round}, shrunk ${numShrinks} times: ${message}`,
      );
    }
  };
}

/**
 * Sends at least this many random requests, always the same for a seed, and throws at the first that the rules answer
 * otherwise than the policy: with its seed, the request as small as it shrinks, and what both say.
 */
export async function compareRandom(requests: number, seed: number, workers = 6): Promise<Counts> {
  const counts: Counts = new Map();
  await Promise.all(
    Array.from({ length: workers }, (_, number) => worker(number, counts)(seed, requests / workers)),
  );
  return counts;
}

/** What the policy opens to someone, and no request was allowed to do; to count is to list. */
export const neverAllowed = (counts: Counts): string[] =>
  OPEN.filter((head) =>
    [head, `batched ${head}`, head.replace(/^list/, "count")].every((one) => !counts.get(one)?.allowed),
  );

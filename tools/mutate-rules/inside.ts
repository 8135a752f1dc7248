import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { type Chapter, chapters } from "../../test/rules/corpus.ts";
import { collectionsOf } from "../../test/rules/policy/request.ts";
import { type Asking, touched } from "../../test/rules/requests.ts";
import { isAllowed, restOf, tokenOf } from "../../test/rules/rest.ts";
import { ROOT } from "../emulators.ts";
import { Explained, isSame, SURVIVORS } from "./explained.ts";
import { type Mutant, mutantsOf } from "./mutants.ts";

/**
 * The part of `npm run mutate:rules` that runs beside the emulator: puts one mutant after the other in force and sends
 * requests until one is answered otherwise than the policy says. Prints one JSON document a line.
 */
const [from = "0", count = "0"] = process.argv.slice(2);
const SEED = 2024;
const RANDOM_SCENES = 60;
const PROJECT = "demo-mutants";
/** Side by side: few at first, where most mutants are killed, then many. */
const FIRST = { requests: 48, atOnce: 4 };
const AT_ONCE = 24;
/** So many requests that killed mutants of neighbouring text are tried first. */
const NEIGHBOURS = 40;
/** So many requests at most meet a mutant of what decides reads, whoever else it meets; and one that is known to survive. */
const MOST = 6_000;
const KNOWN = 1_000;
/** So many meet the rules as they are, where only some mutants are asked for. */
const FEW = 2_000;

const rest = restOf(PROJECT);
const explained = Explained.parse(JSON.parse(readFileSync(SURVIVORS, "utf8")));
const rules = readFileSync(join(ROOT, "firestore.rules"), "utf8");

interface Case extends Asking {
  chapter: Chapter;
  expected: boolean;
  meets: readonly string[];
}
const tell = (message: object) => console.log(JSON.stringify(message));

/** What a case may meet: `read` or `write`, and the collections it goes to. */
const metBy = ({ request }: Asking): string[] => {
  if (request.verb === "batch") return request.writes.map(({ path }) => `write ${collectionsOf(path)}`);
  if (request.verb === "get") return [`read ${collectionsOf(request.path)}`];
  if ("path" in request) return [`write ${collectionsOf(request.path)}`];
  return "path" in request.from ? [`read ${collectionsOf(request.from.path)}`] : [];
};

/** Always the same order that looks like none, so that any few cases are of all kinds. */
function shuffled<T>(list: readonly T[]): T[] {
  let state = 1;
  const next = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state;
  };
  return list
    .map((item) => ({ item, at: next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** Writes of one chapter wait for each other: each meets the scene as it was stored. */
const turns = new Map<string, Promise<unknown>>();
async function answer({ request, chapter, account }: Case): Promise<boolean> {
  const token = account && tokenOf(PROJECT, account);
  const paths = touched(request);
  if (paths.length === 0) return isAllowed(await rest.ask(token, request));
  const ask = async () => {
    const allowed = isAllowed(await rest.ask(token, request));
    if (allowed) await rest.store(new Map(paths.map((path) => [path, chapter.world.get(path) ?? null])));
    return allowed;
  };
  const turn = (turns.get(chapter.scheme) ?? Promise.resolve()).then(ask);
  turns.set(
    chapter.scheme,
    turn.catch(() => undefined),
  );
  return turn;
}

/** The first of the cases to be answered otherwise than the policy says. */
async function firstDisagreement(cases: readonly Case[], atOnce = AT_ONCE): Promise<Case | null> {
  let asked = 0;
  let found: Case | null = null;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (!found) {
        const next = cases[asked++];
        if (!next) return;
        if ((await answer(next)) !== next.expected) found ??= next;
      }
    }),
  );
  return found;
}

const started = performance.now();
const all = chapters(SEED, RANDOM_SCENES);
const cases = shuffled(
  all.flatMap((chapter) =>
    chapter.askings.map((asking): Case => ({ ...asking, chapter, meets: metBy(asking) })),
  ),
);
for (const { world } of all) await rest.store(world);
const described = ({ request, account, expected }: Case) =>
  JSON.stringify({ account, expected, request }).slice(0, 500);

await rest.load(rules);
const whole = await firstDisagreement(from === "0" ? cases : cases.slice(0, FEW));
if (whole) {
  tell({ type: "wrong", request: described(whole) });
  process.exit(1);
}
const mutants = mutantsOf(rules);
const chosen = mutants.slice(Number(from), Number(count) > 0 ? Number(from) + Number(count) : undefined);
const ready = (performance.now() - started) / 1_000;
tell({ type: "ready", cases: cases.length, mutants: mutants.length, seconds: ready });

/** Which case killed a mutant of which place. */
const killers: { at: number; by: Case }[] = [];
/** The cases that may meet what a mutant changed: first those that killed its neighbours. */
function ordered({ met, start }: Mutant): Case[] {
  const near = killers
    .toSorted((a, b) => Math.abs(a.at - start) - Math.abs(b.at - start))
    .slice(0, NEIGHBOURS)
    .map(({ by }) => by);
  const may = cases.filter(({ meets }) => meets.some((one) => met.has(one)));
  const own = new Set(may);
  return [...new Set([...near.filter((one) => own.has(one)), ...may])];
}

for (const mutant of chosen) {
  const { line, text, block, from: was, to } = mutant;
  const place = { text, block, from: was, to };
  const invalid = await rest.load(mutant.rules);
  if (invalid !== null) {
    tell({ type: "invalid", line, ...place });
    continue;
  }
  const known = explained.some((one) => isSame(one, place));
  const most = [...mutant.met].some((requests) => requests.startsWith("read")) ? MOST : undefined;
  const may = ordered(mutant).slice(0, known ? KNOWN : most);
  const found =
    (await firstDisagreement(may.slice(0, FIRST.requests), FIRST.atOnce)) ??
    (await firstDisagreement(may.slice(FIRST.requests)));
  if (found) killers.push({ at: mutant.start, by: found });
  tell(
    found
      ? { type: "killed", line, ...place, request: described(found) }
      : { type: "survived", line, ...place },
  );
}

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import {
  addTallies,
  answerIncrements,
  answersIn,
  EMPTY_TALLY,
  type Question,
  type Tally,
  tallyOf,
} from "../../core/src/index.ts";
import { refs, type SurveyKey } from "../../functions/src/store/refs.ts";

/** What the stored answers say, counted here: tallies by unit, keys, and answers that stand twice. */
interface Raw {
  tallies: Map<string, Tally>;
  keys: Set<string>;
  doubled: number;
}

const PAGE = 2_000;

/** Counts a survey's answers of its epoch from the documents. */
export async function rawOf(
  key: SurveyKey,
  questions: readonly Question[],
  criteriaSet: string,
): Promise<Raw> {
  const survey = (await refs.survey(key).get()).data();
  const raw: Raw = { tallies: new Map(), keys: new Set(), doubled: 0 };
  const answers = refs.surveyAnswer(key, "x").parent;
  for (let after = ""; ; ) {
    const base = answers.orderBy("__name__").limit(PAGE);
    const { docs } = await (after === "" ? base : base.startAfter(after)).get();
    for (const doc of docs) {
      const { epoch, unit, form, channel, key: own } = doc.data();
      if (epoch !== survey?.epoch) continue;
      if (raw.keys.has(own)) raw.doubled += 1;
      raw.keys.add(own);
      const one = tallyOf(answerIncrements({ form, channel }, questions, criteriaSet));
      raw.tallies.set(unit, addTallies(raw.tallies.get(unit) ?? EMPTY_TALLY, one));
    }
    after = docs.at(-1)?.id ?? "";
    if (docs.length < PAGE) return raw;
  }
}

/** What the totals and the shards say together, by unit. */
export async function talliedOf(key: SurveyKey): Promise<Map<string, Tally>> {
  const tallied = new Map<string, Tally>();
  for (const collection of [refs.tallies(key), refs.tallyTotals(key)])
    for (const doc of (await collection.get()).docs) {
      const { unit, ballots, channels, questions, leaves } = doc.data();
      tallied.set(
        unit,
        addTallies(tallied.get(unit) ?? EMPTY_TALLY, { ballots, channels, questions, leaves }),
      );
    }
  return tallied;
}

/** A tally without what its answers don't give, and without zeros, so that it can be compared. */
export function answered({ channels, questions, leaves }: Tally): unknown {
  const bare = (value: unknown): unknown =>
    value !== null && typeof value === "object"
      ? Object.fromEntries(
          Object.entries(value)
            .map(([name, inner]) => [name, bare(inner)] as const)
            .filter(([, inner]) => inner !== 0 && !isDeepStrictEqual(inner, {})),
        )
      : value;
  return bare({ channels, questions, leaves });
}

/** How many answers these tallies count. */
export const totalOf = (tallies: Iterable<Tally>): number =>
  [...tallies].reduce((sum, tally) => sum + answersIn(tally), 0);

/** A survey's exported answers and what says what is in them. */
export interface Exported {
  survey: string;
  csv: string;
  dictionary: string;
}

/** What the independent script counts; scores by `unit/leaf`. */
const Recount = z.object({
  surveys: z.record(z.string(), z.object({ answers: z.int(), units: z.record(z.string(), z.int()) })),
  scores: z.record(
    z.string(),
    z.object({
      points: z.number().nullable(),
      n: z.int(),
      interval: z.tuple([z.number(), z.number()]).nullable(),
      missing: z.array(z.string()),
    }),
  ),
});
export type Recount = z.infer<typeof Recount>;

/** Has the script that shares no code with the system count the exported files. */
export function recountExported(exported: readonly Exported[]): Recount {
  const folder = mkdtempSync(join(tmpdir(), "parindex-recount-"));
  try {
    for (const { survey, csv, dictionary } of exported) {
      writeFileSync(join(folder, `${survey}.csv`), csv);
      writeFileSync(join(folder, `${survey}.dictionary.csv`), dictionary);
    }
    const script = join(import.meta.dirname, "recount.mjs");
    const { status, stderr } = spawnSync(process.execPath, [script, folder], { encoding: "utf8" });
    if (status !== 0) throw new Error(`recount.mjs: ${stderr}`);
    return Recount.parse(JSON.parse(readFileSync(join(folder, "recount.json"), "utf8")));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

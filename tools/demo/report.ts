import { writeSync } from "node:fs";
import process from "node:process";
import { z } from "zod";
import { formatPoints, GroupRanking } from "../../core/src/index.ts";

const Stage = z.object({ type: z.literal("stage"), name: z.string(), seconds: z.number(), text: z.string() });
const Result = z.object({
  type: z.literal("result"),
  root: z.string(),
  ranking: z.array(GroupRanking),
  client: z.object({ reads: z.int(), writes: z.int() }),
  server: z.object({ transactions: z.int(), reads: z.int(), writes: z.int() }),
});
const Failure = z.object({ type: z.literal("failure"), message: z.string() });

/** What the play tells whoever started it, one JSON document a line. */
export const Message = z.discriminatedUnion("type", [Stage, Result, Failure]);
export type Message = z.infer<typeof Message>;
export type Stage = z.infer<typeof Stage>;
export type Result = z.infer<typeof Result>;

/** Tells the starter, at once: the play may end by `process.exit` right after. */
export function emit(message: Message): void {
  writeSync(1, `${JSON.stringify(message)}\n`);
}

/** Plays one stage and tells how long it took and what came of it. */
export async function stage<T>(
  name: string,
  play: () => Promise<T>,
  text: (played: T) => string,
): Promise<T> {
  const start = performance.now();
  const played = await play();
  emit({ type: "stage", name, seconds: (performance.now() - start) / 1000, text: text(played) });
  return played;
}

/** Tells what was not as expected, and ends the play. */
export function fail(error: unknown): never {
  emit({ type: "failure", message: error instanceof Error ? error.message : String(error) });
  if (error instanceof Error) console.error(error.stack);
  process.exit(1);
}

/** A stage whose play tells itself what came of it. */
export const told = (text: string): string => text;

/** One line of a stage as people read it. */
export const stageLine = ({ name, seconds, text }: Stage): string =>
  `${seconds.toFixed(1).padStart(6)} s  ${name.padEnd(16)} ${text}`;

const HEADINGS = ["Hạng", "Đơn vị", "Điểm đạt được", "Điểm tối đa", "Chỉ số (%)"];
const LEFT = 1;

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === LEFT ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd(),
  );
}

/** A group's units as a table; a unit that did not assess itself says so. */
function groupTable({ name, ranked, units }: GroupRanking): string[] {
  const rows = units.map((unit) => [
    unit.rank === null ? "—" : String(unit.rank),
    unit.selfAssessed ? unit.name : `${unit.name} (không tự đánh giá)`,
    formatPoints(unit.achieved),
    formatPoints(unit.max),
    unit.index,
  ]);
  return ["", ranked ? `${name}: xếp hạng` : `${name}: không xếp hạng`, ...table([HEADINGS, ...rows])];
}

/** The result as people read it: the rankings, the special agencies apart, the root, the documents. */
export function resultLines({ root, ranking, client, server }: Result): string[] {
  const ordered = [...ranking.filter(({ ranked }) => ranked), ...ranking.filter(({ ranked }) => !ranked)];
  return [
    ...ordered.flatMap(groupTable),
    "",
    `Merkle root          ${root}`,
    `Clients              ${client.reads} documents read, ${client.writes} written`,
    `Functions            ${server.reads} documents read, ${server.writes} written in ${server.transactions} transactions`,
  ];
}

const entry = ({ unit, name, rank, achieved, max, index, selfAssessed }: GroupRanking["units"][number]) => ({
  ...{ rank, unit, name, achieved, max, index, selfAssessed },
});

/** The result as one JSON document. Points are in 1/10 000 point. */
export function resultJson(seed: number, stages: readonly Stage[], result: Result) {
  const { root, ranking, client, server } = result;
  const groups = (wanted: boolean) =>
    ranking
      .filter(({ ranked }) => ranked === wanted)
      .map(({ group, name, units }) => ({ group, name, units: units.map(entry) }));
  return {
    seed,
    root,
    rankings: groups(true),
    specialAgencies: groups(false).flatMap(({ units }) => units),
    documents: {
      clientReads: client.reads,
      clientWrites: client.writes,
      serverReads: server.reads,
      serverWrites: server.writes,
    },
    stages: stages.map(({ name, seconds, text }) => ({ name, seconds, text })),
  };
}

import type { DemoAccount } from "./seed.ts";

/** The part before @, with the account's own unit as a placeholder. */
const patternOf = ({ email, unit }: DemoAccount): string =>
  unit && email.includes(`.${unit}@`) ? email.replace(`.${unit}@`, ".<unit>@") : email;

const WRAP = 100;

/** Words after a label, over as many lines as they need. */
function wrapped(label: string, words: readonly string[]): string[] {
  const lines: string[] = [];
  let line = label;
  for (const [at, word] of words.entries()) {
    const next = at < words.length - 1 ? ` ${word},` : ` ${word}`;
    if (line.length + next.length > WRAP) {
      lines.push(line);
      line = " ".repeat(label.length);
    }
    line += next;
  }
  return [...lines, line];
}

/** The demonstration accounts in few lines: those that every unit has as a pattern, with the units that have them. */
export function accountLines(accounts: readonly DemoAccount[]): string[] {
  const patterns = Map.groupBy(accounts, patternOf);
  const width = Math.max(...[...patterns.keys()].map((pattern) => pattern.length));
  const units = [...new Set(accounts.flatMap(({ unit }) => unit ?? []))];
  const passwords = [...new Set(accounts.map(({ password }) => password))];
  const lines = [`Accounts       password ${passwords.join(", ")}`];
  for (const [pattern, members] of patterns) {
    const [first] = members;
    if (!first) continue;
    lines.push(`  ${pattern.padEnd(width)}   ${first.role}`);
    if (members.length > 1 && members.length < units.length)
      lines.push(
        ...wrapped(
          "      <unit>:",
          members.flatMap(({ unit }) => unit ?? []),
        ),
      );
  }
  return [...lines, ...wrapped("  <unit>:", units)];
}

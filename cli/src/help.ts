import { COMMANDS } from "./commands.ts";
import { type Command, fileWord } from "./given.ts";

const COMMON = `Nothing is written to a project unless --write is given: without it a command runs all its checks, shows what it would
change, and stops. Whatever writes is refused to whom the workspace refuses it, leaves the same audit entry, and names
who acts (--as).

Project: --project ID, with application default credentials (gcloud auth application-default login). Where
FIRESTORE_EMULATOR_HOST is set, that emulator is used instead, real projects are not touched, and --project only names
the project inside it (else GCLOUD_PROJECT, else demo-parindex, the project of \`npm start\`). The first line of output says
which it is.

Ends with 0 where all is well, 1 on an error or a refusal, 2 where there are findings.`;

const widest = (words: readonly string[]) => Math.max(...words.map((word) => word.length));

/** What `parindex --help` says. */
export function generalHelp(): string {
  const width = widest(COMMANDS.map(({ name }) => name));
  return [
    "parindex: the command line for administrators of a scheme, and for whoever verifies its results.",
    "",
    "Usage: parindex COMMAND [options] [FILE.xlsx|FOLDER|URL]",
    "       parindex COMMAND --help",
    "",
    ...COMMANDS.map(({ name, purpose }) => `  ${name.padEnd(width)}  ${purpose}`),
    "",
    COMMON,
  ].join("\n");
}

/** What `parindex COMMAND --help` says. */
export function helpOf({ name, file, purpose, options, text, examples }: Command): string {
  const words = Object.entries(options).map(([option, { value, says, needed }]) => ({
    word: `--${option}${value === null ? "" : ` ${value}`}`,
    ...{ says, needed: needed === true },
  }));
  const needed = words.filter((one) => one.needed).map(({ word }) => ` ${word}`);
  const width = widest(words.map(({ word }) => word));
  return [
    `parindex ${name}: ${purpose}.`,
    "",
    `Usage: parindex ${name}${needed.join("")} [options]${file ? ` ${fileWord({ file })}` : ""}`,
    "",
    text,
    "",
    ...words.map(({ word, says }) => `  ${word.padEnd(width)}  ${says}`.trimEnd()),
    "",
    examples.length === 1 ? "Example:" : "Examples:",
    ...examples.map((example) => `  npx ${example}`),
    "",
    "Exit codes: 0 ok, 1 error or refusal, 2 findings. More: parindex --help",
  ].join("\n");
}

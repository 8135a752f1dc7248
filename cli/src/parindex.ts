import { Refused } from "../../functions/src/store/refused.ts";
import { COMMANDS } from "./commands.ts";
import { type Command, givenTo } from "./given.ts";
import { generalHelp, helpOf } from "./help.ts";
import { CommandError, EXIT, type Exit, type Terminal } from "./terminal.ts";

const wordsOf = ({ name }: Command) => name.split(" ");

/** The command whose words the line begins with. */
const commandOf = (args: readonly string[]) =>
  COMMANDS.find((command) => wordsOf(command).every((word, at) => args[at] === word));

/** Why there is no such command, and which there are. */
function unknown(args: readonly string[]): string {
  const [first = ""] = args;
  const group = COMMANDS.filter((command) => wordsOf(command)[0] === first);
  const names = (group.length > 0 ? group : COMMANDS).map(({ name }) => name);
  return `There is no command «${args.slice(0, 2).join(" ")}». There are: ${names.join(", ")}.`;
}

const isHelp = (word: string | undefined) => word === "--help" || word === "-h";

/** A failure in words, without where in the program it arose. */
function failureText(error: unknown): string {
  if (error instanceof CommandError) return error.message;
  if (error instanceof Refused) return `Refused: ${error.message}`;
  if (error instanceof AggregateError) return [...new Set(error.errors.map(failureText))].join("\n");
  return error instanceof Error ? error.message : String(error);
}

/** Carries out one command line. */
export async function parindex(args: readonly string[], terminal: Terminal): Promise<Exit> {
  const [first] = args;
  if (first === undefined || isHelp(first) || first === "help") {
    terminal.out(generalHelp());
    return first === undefined ? EXIT.error : EXIT.ok;
  }
  const command = commandOf(args);
  const rest = args.slice(command ? wordsOf(command).length : 0);
  if (command && rest.some(isHelp)) {
    terminal.out(helpOf(command));
    return EXIT.ok;
  }
  try {
    if (!command) throw new CommandError(`${unknown(args)} More: parindex --help`);
    return await command.perform(givenTo(command, rest), terminal);
  } catch (error) {
    terminal.err(failureText(error));
    return EXIT.error;
  }
}

/** Parses a command line so that wrong use is a sentence on stderr and exit code 2, and help is on stdout. */
import { type Command, CommanderError } from "commander";

/**
 * Parses `args` into `command`.
 *
 * @returns the exit code to stop with (0 after `--help`, 2 after wrong use), or undefined to go on
 */
export function parseOrExit(command: Command, args: readonly string[]): number | undefined {
  command.exitOverride().showSuggestionAfterError(true).allowExcessArguments(false);
  try {
    command.parse([...args], { from: "user" });
    return undefined;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
}

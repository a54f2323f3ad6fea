/** `npm run refresh`: the operator's commands, on AWS or on a local one. */
import { Command, InvalidArgumentError, Option } from "commander";
import { EnvironmentName, RunId } from "../../handlers/shared/names.ts";
import { parseOrExit } from "./options/parse-or-exit.ts";

/** Where the environment is. */
interface Where {
  readonly environment: string;
  readonly endpointUrl?: string;
  readonly profile?: string;
  readonly region?: string;
  readonly json?: true;
}

/** What the command was asked for. */
export type RefreshCommand = Where &
  (
    | { readonly command: "start"; readonly plan?: true; readonly yes: boolean; readonly wait: boolean }
    | { readonly command: "status"; readonly watch?: true }
    | {
        readonly command: "resume" | "rollback";
        readonly run?: string;
        readonly dryRun: boolean;
        readonly yes: boolean;
        readonly wait: boolean;
      }
    | { readonly command: "unlock"; readonly yes: boolean }
  );

const examples = `
Examples:
  npm run refresh -- status --environment test
  npm run refresh -- status --environment test --watch
  npm run refresh -- start --environment test --plan
  npm run refresh -- start --environment test --wait
  npm run refresh -- rollback --environment test --dry-run
  npm run refresh -- unlock --environment test --yes
On a local AWS (npm run local -- --keep prints the line that exports its credentials):
  npm run refresh -- status --environment test --endpoint-url http://127.0.0.1:4566

Exit codes: 0 good, 1 it failed or was refused, 2 wrong use. terraform/README.md is the runbook.`;

const environmentName = (text: string): string => {
  if (EnvironmentName.safeParse(text).success) return text;
  throw new InvalidArgumentError("It is small letters, digits and hyphens, a letter first, 16 at most.");
};
const runId = (text: string): string => {
  if (RunId.safeParse(text).success) return text;
  throw new InvalidArgumentError("A run is named like 20261124t0200-1a2b.");
};
const endpointUrl = (text: string): string => {
  if (/^https?:\/\/[^/?#\s]+\/?$/.test(text) && URL.canParse(text)) return text;
  throw new InvalidArgumentError("It must be an address such as http://127.0.0.1:4566.");
};

/** A subcommand with the options that all have; it refuses what it does not know without ending the process. */
function subcommand(root: Command, name: string, description: string, done: (options: object, argument?: string) => void): Command {
  return root
    .command(name)
    .description(description)
    .exitOverride()
    .showSuggestionAfterError(true)
    .allowExcessArguments(false)
    .addOption(
      new Option("--environment <name>", "the environment, as in the names of its resources")
        .argParser(environmentName)
        .makeOptionMandatory(),
    )
    .option("--endpoint-url <url>", "call this endpoint instead of AWS, such as the local AWS's", endpointUrl)
    .option("--profile <name>", "the profile whose credentials are used; found as the AWS SDK finds them when absent")
    .option("--region <region>", "the region; found as the AWS SDK finds it when absent")
    .option("--json", "print the report as JSON (local/operator/README.md says what is in it)")
    .action((...given: unknown[]) => {
      const [first, second] = given;
      if (typeof first === "string" || first === undefined) done(second as object, first);
      else done(first as object);
    });
}

const changing = (command: Command): Command =>
  command.option("--yes", "agree without being asked; needed where there is no terminal", false);
const followed = (command: Command): Command => changing(command).option("--wait", "follow it to its end", false);
const repairing = (command: Command): Command => followed(command).option("--dry-run", "only say what would change", false);

/** Runs the command; gives its exit code. */
export async function main(args: readonly string[]): Promise<number> {
  let asked: RefreshCommand | undefined;
  const take =
    (command: RefreshCommand["command"]) =>
    (options: object, run?: string): void => {
      asked = { ...options, command, ...(run === undefined ? {} : { run }) } as RefreshCommand;
    };
  const root = new Command("npm run refresh --")
    .description("Starts, watches and mends the nightly refresh of a test environment.")
    .addHelpText("after", examples);
  followed(subcommand(root, "start", "start a refresh", take("start"))).option("--plan", "only say what it would do, and start nothing");
  subcommand(root, "status", "what runs, what it waits on, and how the last ten runs went", take("status")).option(
    "--watch",
    "look again every five seconds, on a terminal, until Ctrl-C",
  );
  repairing(subcommand(root, "resume", "finish a run that stopped inside the switch", take("resume"))).argument(
    "[run]",
    "which run",
    runId,
  );
  repairing(subcommand(root, "rollback", "go back to the data from before a run", take("rollback"))).argument("[run]", "which run", runId);
  changing(subcommand(root, "unlock", "free the lock of a run whose execution has ended", take("unlock")));
  const stop = parseOrExit(root, args);
  if (stop !== undefined) return stop;
  if (asked === undefined) return 2;
  // Help and wrong use are answered before the AWS SDK is loaded.
  const { runRefresh } = await import("./run-refresh.ts");
  return await runRefresh(asked);
}

/** `npm run parity`: the validator on a local account, clean or broken. */
import { Command, Option } from "commander";
import { parseOrExit } from "./options/parse-or-exit.ts";
import { wholeNumber } from "./options/whole-number.ts";

/** What the command was asked for. */
export interface ParityCommand {
  readonly services: number;
  /** How many drifts are made first: true for all. */
  readonly break?: number | true;
  readonly remediation: "off" | "report" | "repair";
  readonly threshold: number;
  readonly fail: "critical" | "high" | "medium" | "low";
  readonly json?: string;
  readonly html?: string;
}

/** Runs the command; gives its exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const command = new Command("npm run parity --")
    .description("Makes a local account as Terraform leaves it, compares it with the expectations, and prints the drift report.")
    .option("--services <number>", "how many services the account has", wholeNumber(1, 500, "The number of services"), 3)
    .option("--break [number]", "make so many drifts first, all when no number is given", wholeNumber(1, 1_000, "The number of drifts"))
    .addOption(new Option("--remediation <mode>", "what becomes of harmless drift").choices(["off", "report", "repair"]).default("report"))
    .option("--threshold <number>", "repair nothing when there are so many findings", wholeNumber(1, 100_000, "The threshold"), 20)
    .addOption(
      new Option("--fail <severity>", "exit with 1 when a finding as bad as this is left")
        .choices(["critical", "high", "medium", "low"])
        .default("low"),
    )
    .option("--json <file>", "write the report as JSON; - for stdout, instead of the text")
    .option("--html <file>", "write the report's page")
    .addHelpText(
      "after",
      "\nExamples:\n  npm run parity\n  npm run parity -- --break 10 --remediation repair\n  npm run parity -- --break --json -",
    );
  const stop = parseOrExit(command, args);
  if (stop !== undefined) return stop;
  const options = command.opts<ParityCommand>();
  // The drifts are of the first three services.
  if (options.break !== undefined && options.services < 3) {
    process.stderr.write("--break needs the services billing, ledger and auth: give --services 3 or more, or leave it out.\n");
    return 2;
  }
  // Help and wrong use are answered before the AWS SDK is loaded.
  const { parity } = await import("./run-parity.ts");
  return await parity(options);
}

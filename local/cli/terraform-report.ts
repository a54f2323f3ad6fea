/** `npm run terraform:report`: what plans take of AWS's quotas, and what they cost. */
import { readFileSync } from "node:fs";
import process from "node:process";
import { Command } from "commander";
import { costLines, costTable, night, type Plan, parsePlan, prices, quotaTable, quotaUses, totalOf } from "../terraform/report/index.ts";
import { parseOrExit } from "./options/parse-or-exit.ts";

interface Options {
  readonly plan: readonly string[];
  readonly json?: boolean;
}

/** Runs the command; gives its exit code: 0 good, 1 a file is no plan, 2 wrong use. */
export async function main(args: readonly string[]): Promise<number> {
  const command = new Command("npm run terraform:report --")
    .description("Prints what plans of the stack take of AWS's default quotas, and their list prices in us-west-2, as Markdown.")
    .requiredOption("--plan <file...>", "plans as `terraform show -json` writes them; a column each")
    .option("--json", "as JSON, with the source and the day of each quota and price")
    .addHelpText(
      "after",
      "\nExample:\n  terraform -chdir=terraform show -json my.tfplan > plan.json\n  npm run terraform:report -- --plan plan.json",
    );
  const stop = parseOrExit(command, args);
  if (stop !== undefined) return stop;
  const { plan: files, json } = command.opts<Options>();
  const plans: Plan[] = [];
  for (const file of files) {
    try {
      plans.push(parsePlan(readFileSync(file, "utf8")));
    } catch (error) {
      process.stderr.write(`${file}: ${(error as Error).message}\n`);
      return 1;
    }
  }
  process.stdout.write(json === true ? `${JSON.stringify(data(plans), undefined, 2)}\n` : `${quotaTable(plans)}\n\n${costTable(plans)}\n`);
  return 0;
}

function data(plans: readonly Plan[]): object {
  const costs = plans.map((plan) => {
    const lines = costLines(plan);
    return { services: plan.services, resources: plan.resources.length, lines, total: totalOf(lines) };
  });
  return { quotas: quotaUses(plans), costs, prices, assumedOfANight: night };
}

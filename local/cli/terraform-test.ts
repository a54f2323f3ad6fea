/** `npm run terraform:test`: what Terraform says of the stack, without an AWS account. */
import process from "node:process";
import { Command } from "commander";
import { createProgress } from "../refresh/progress/index.ts";
import { createWorkspace, findProvider, manyServices, scan, steps } from "../terraform/index.ts";
import { parseOrExit } from "./options/parse-or-exit.ts";

const say = (line: string): void => void process.stderr.write(`${line}\n`);

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** Runs the command; gives its exit code: 0 good or skipped, 1 something failed, 2 wrong use. */
export async function main(args: readonly string[]): Promise<number> {
  const command = new Command("npm run terraform:test --")
    .description(
      "Formats, initializes, validates, plans and tests the stack with Terraform. It reaches no AWS account and creates nothing.",
    )
    .option("--scan", "look for insecure settings too, by checkov: of .cache/checkov, or on the PATH")
    .addHelpText("after", "\nThe provider is AWS's own where `terraform init` gets it, else the stand-in in ../shared/terraform.");
  const stop = parseOrExit(command, args);
  if (stop !== undefined) return stop;
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  await runSteps(counts);
  if (command.opts<{ scan?: boolean }>().scan) await runScan(counts);
  const { passed, failed, skipped } = counts;
  process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}\n`);
  return failed > 0 ? 1 : 0;
}

const all = [...steps, manyServices];

async function runSteps(counts: Counts): Promise<void> {
  const provider = findProvider();
  if (typeof provider === "string") {
    say(`Skipped: ${provider}.`);
    counts.skipped += all.length;
    return;
  }
  const progress = createProgress(process.stderr, process.env);
  progress.note(`On the ${provider.name}.`);
  const workspace = await createWorkspace(provider);
  const problems: string[] = [];
  try {
    for (const { name, title, run } of all) {
      const shown = progress.step(`${title} (${name})`);
      const problem = await run(workspace);
      if (problem === undefined) {
        counts.passed++;
        shown.done();
      } else {
        counts.failed++;
        shown.failed("");
        problems.push(problem);
      }
    }
  } finally {
    progress.stop();
    await workspace.remove();
  }
  for (const problem of problems) say(problem.trim());
}

async function runScan(counts: Counts): Promise<void> {
  const { clean, text } = await scan();
  if (clean === undefined) {
    say("Skipped: checkov is neither in .cache/checkov nor on the PATH; terraform/README.md says how it comes there.");
    counts.skipped++;
  } else if (clean) counts.passed++;
  else {
    counts.failed++;
    say(text.trim());
  }
}

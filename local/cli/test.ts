/** `npm test`: everything that judges the project; the last line counts it. */
import process from "node:process";
import { Command } from "commander";
import { createProgress } from "../refresh/progress/index.ts";
import { type CheckResult, checks } from "./checks/index.ts";
import { parseOrExit } from "./options/parse-or-exit.ts";

/** Runs the command; gives its exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const command = new Command("npm test --")
    .description("Runs all checks and tests.")
    .option("--only <names>", `only these, with commas: ${checks.map(({ name }) => name).join(", ")}`);
  const stop = parseOrExit(command, args);
  if (stop !== undefined) return stop;
  const only = command.opts<{ only?: string }>().only?.split(",");
  const unknown = only?.find((name) => !checks.some((check) => check.name === name));
  if (unknown !== undefined) {
    process.stderr.write(`There is no check "${unknown}". The checks are: ${checks.map(({ name }) => name).join(", ")}.\n`);
    return 2;
  }
  const progress = createProgress(process.stderr, process.env);
  const results: CheckResult[] = [];
  for (const check of checks.filter(({ name }) => only?.includes(name) ?? true)) {
    const step = progress.step(check.title);
    const result = await check.run((text) => step.detail(text));
    results.push(result);
    if (result.failed > 0) step.failed(`${result.failed} failed`);
    else step.done(result.skipped > 0 ? `${result.passed} passed, ${result.skipped} skipped` : `${result.passed} passed`);
  }
  progress.stop();
  for (const { output, failed } of results) if (failed > 0 && output) process.stdout.write(`${output.trimEnd()}\n\n`);
  const sum = (pick: (result: CheckResult) => number): number => results.reduce((total, result) => total + pick(result), 0);
  const [passed, failed, skipped] = [sum((result) => result.passed), sum((result) => result.failed), sum((result) => result.skipped)];
  process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}\n`);
  return failed > 0 ? 1 : 0;
}

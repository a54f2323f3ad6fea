/** `npm run conformance`: the engine against recordings of AWS, counted by level. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { figuresTable, lostLevels, playCases, readBaseline, toBaseline, writeBaseline } from "../stepfunctions/conformance/index.ts";
import { parseOrExit } from "./options/parse-or-exit.ts";
import { wholeNumber } from "./options/whole-number.ts";

const project = fileURLToPath(new URL("../../", import.meta.url));

interface Options {
  readonly filter?: string;
  readonly workers: number;
  readonly failures?: boolean;
  readonly baseline?: boolean;
  readonly save?: boolean;
}

/**
 * Runs the command; gives its exit code: 0 good or skipped, 1 a level of the baseline is lost (with `--baseline`), 2 wrong use.
 *
 * @param root - the project's folder
 */
export async function main(args: readonly string[], root: string = project): Promise<number> {
  const command = new Command("npm run conformance --")
    .description("Plays the recordings in ../shared/conformance against the built-in Step Functions server.")
    .option("--filter <expression>", "only cases whose group:id fits this regular expression")
    .option("--workers <n>", "cases played at once", wholeNumber(1, 16), 2)
    .option("--failures", "say what is otherwise than recorded, case by case")
    .option("--baseline", "fail when a level that the baseline has no longer passes")
    .option("--save", "write the baseline anew, from a run of all cases");
  const stop = parseOrExit(command, args);
  if (stop !== undefined) return stop;
  const { filter, workers, failures, baseline, save } = command.opts<Options>();
  if (save && filter !== undefined) return refuse("error: a baseline is made of all cases; leave --filter out.");
  if (filter !== undefined && !isExpression(filter)) return refuse(`error: ${filter} is no regular expression.`);

  const folder = resolve(root, "../shared/conformance");
  if (!existsSync(join(folder, "run.py"))) {
    say(`Skipped: the recordings are not in ${folder}.`);
    return 0;
  }
  const python = process.env.KIT_PYTHON ?? "python3";
  const results = await playCases({ folder, python, workers, ...(filter === undefined ? {} : { filter }) });
  process.stdout.write(`${figuresTable(results)}\n`);
  if (failures) {
    for (const { group, id, diff } of results)
      for (const [level, text] of Object.entries(diff)) say(`${group}:${id}, level ${level}: ${text}`);
  }
  const file = join(root, "test/stepfunctions/conformance-baseline.json");
  const lost = baseline ? lostLevels(results, readBaseline(file)) : [];
  for (const line of lost) say(`Lost: ${line}`);
  if (save) writeBaseline(file, toBaseline(results));
  return lost.length > 0 ? 1 : 0;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function refuse(sentence: string): number {
  say(sentence);
  return 2;
}

function isExpression(text: string): boolean {
  try {
    return new RegExp(text) !== undefined;
  } catch {
    return false;
  }
}

/** `npm run bench:aurora`: what masking a table in Aurora costs beside a bare UPDATE, how many calls it takes, and a restart. */
import process from "node:process";
import { Command } from "commander";
import { AuroraBench, type AuroraFigures, type Taken } from "../bench/index.ts";
import { onInterrupt } from "./options/interrupt.ts";
import { parseOrExit } from "./options/parse-or-exit.ts";

const wanted = { ratio: 1.35, dataApiRatio: 1.15 } as const;

const print = (line: string): void => void process.stdout.write(`${line}\n`);

function printTable({ rows, update, masked, byDataApi, ratio, dataApiRatio, calls, restart }: AuroraFigures): void {
  const head = ["CPU".padStart(10), "wall".padStart(10), "ratio".padStart(8)];
  print(`${`${rows} rows`.padEnd(52)}${head.join("")}  at most`);
  const line = (name: string, { cpuSeconds, wallSeconds }: Taken, compared?: number, atMost?: number): void => {
    const cells = [cpuSeconds === undefined ? "" : `${cpuSeconds.toFixed(2)} s`, `${wallSeconds.toFixed(2)} s`].map((cell) =>
      cell.padStart(10),
    );
    print(
      `${name.padEnd(52)}${cells.join("")}${(compared?.toFixed(2) ?? "").padStart(8)}${atMost === undefined ? "" : `  ${atMost.toFixed(2)}`}`,
    );
  };
  line("UPDATE of one column", update);
  line("4 columns masked by the planned statements ÷ UPDATE", masked, ratio, wanted.ratio);
  line("the same through the Data API ÷ directly", byDataApi, dataApiRatio, wanted.dataApiRatio);
  print("");
  for (const { tables, rows: each, plan, mask } of calls) print(`${tables} tables of ${each} rows: ${plan} calls to plan, ${mask} to mask`);
  print(
    `restart: session ended at statement ${restart.doneBefore + 1} of ${restart.statements}; ${restart.differing} of ${restart.rows} rows differ from the engine`,
  );
  print("greenmask is not measured: its program has to be built by hand. ../shared/bench-masking has the script for it, and figures.");
  print("These are ratios on community PostgreSQL; Aurora's storage differs, so confirm them there.");
}

/** Runs the command; gives its exit code: 0 good, 1 slower than wanted or rows that differ, 2 wrong use, 130 stopped by Ctrl-C. */
export async function main(args: readonly string[]): Promise<number> {
  const command = new Command("npm run bench:aurora --")
    .description(
      "Masks a generated table by the planner's own statements beside a bare UPDATE, directly and through the local Data API, in some minutes.",
    )
    .option("--rows <n>", "rows of the table", "1000000")
    .option("--rounds <n>", "rounds, of which the best counts", "3")
    .option("--json", "print the figures as JSON");
  const stop = parseOrExit(command, args);
  if (stop !== undefined) return stop;
  const options = command.opts<{ rows: string; rounds: string; json?: boolean }>();
  const [rows = 0, rounds = 0] = [options.rows, options.rounds].map(Number);
  if (!(Number.isInteger(rows) && rows >= 100 && rows <= 2_000_000_000 && Number.isInteger(rounds) && rounds > 0)) {
    process.stderr.write("--rows is a whole number from 100, --rounds one from 1.\n");
    return 2;
  }
  const interrupt = onInterrupt();
  const bench = await AuroraBench.start();
  try {
    const figures = await interrupt.race(bench.measure(rows, rounds, (line) => process.stderr.write(`${line}\n`)));
    if (options.json === true)
      print(JSON.stringify({ schemaVersion: 1, node: process.version, wanted, rounds, greenmask: null, ...figures }, undefined, 2));
    else printTable(figures);
    const constant = new Set(figures.calls.filter(({ tables }) => tables === 1).map(({ plan, mask }) => `${plan}/${mask}`)).size === 1;
    return figures.ratio <= wanted.ratio && figures.dataApiRatio <= wanted.dataApiRatio && figures.restart.differing === 0 && constant
      ? 0
      : 1;
  } catch (error) {
    if (interrupt.exitCode !== undefined) return interrupt.exitCode;
    throw error;
  } finally {
    await bench.close();
    interrupt.dispose();
  }
}

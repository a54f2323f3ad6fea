/** `npm run bench:mask`: what masking costs beside bare parsing, in one run, and how much memory a large object takes. */
import process from "node:process";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { MaskBench, type MaskFigure, type MemoryFigure, type ProofFigure } from "../bench/index.ts";
import { onInterrupt } from "./options/interrupt.ts";
import { parseOrExit } from "./options/parse-or-exit.ts";

const project = fileURLToPath(new URL("../../", import.meta.url));
const mostMemory = 200;
const mostProof = 1.5;

const print = (line: string): void => void process.stdout.write(`${line}\n`);

function printTable(figures: readonly MaskFigure[], memory: readonly MemoryFigure[]): void {
  print(`${"".padEnd(38)}${"CPU".padStart(9)}${"MiB/s".padStart(8)}${"peak MiB".padStart(10)}${"ratio".padStart(8)}  wanted`);
  for (const { name, cpuMs, mibPerSecond, peakMiB, ratio, wanted } of figures) {
    const cells = [`${cpuMs} ms`.padStart(9), String(mibPerSecond ?? "").padStart(8), String(peakMiB).padStart(10)];
    print(
      `${name.padEnd(38)}${cells.join("")}${(ratio?.toFixed(2) ?? "").padStart(8)}${wanted === undefined ? "" : `  ${wanted.toFixed(2)}`}`,
    );
  }
  print("");
  print("A ratio is the CPU time of the bare parser on the same data through that of the line; 1 is as fast.");
  for (const { data, mebibytes, peakMiB } of memory)
    print(`${mebibytes} MiB of one ${data}: peak ${peakMiB} MiB, at most ${mostMemory} are wanted`);
}

function printProofs(proofs: readonly ProofFigure[]): void {
  print("");
  print(
    `${"The proof".padEnd(38)}${["masking", "a night's", "proof", "÷ masking", "÷ a night's"].map((each) => each.padStart(12)).join("")}  wanted`,
  );
  for (const { name, maskMs, nightMs, proofMs } of proofs) {
    const times = [maskMs, nightMs, proofMs].map((ms) => `${Math.round(ms)} ms`);
    const ratios = [proofMs / maskMs, proofMs / nightMs].map((ratio) => ratio.toFixed(2));
    print(`${name.padEnd(38)}${[...times, ...ratios].map((each) => each.padStart(12)).join("")}  ${mostProof.toFixed(2)}`);
  }
  print("");
  print("CPU times of one process. A night's masking collects the fingerprints that the proof looks for; its ratio is the one wanted.");
}

/**
 * Runs the command; gives its exit code: 0 good, 1 slower or larger than wanted, 2 wrong use.
 *
 * @param root - the project's folder
 */
export async function main(args: readonly string[], root: string = project): Promise<number> {
  const command = new Command("npm run bench:mask --")
    .description(
      "Masks generated records of every format beside bare parsers and prints CPU times, ratios and peak memory, in some minutes.",
    )
    .option("--rows <n>", "records a file; few of them measure the compiler more than the maskers", "200000")
    .option("--rounds <n>", "rounds, of which the best counts", "3")
    .option("--memory <mib>", "the size of the objects whose memory is measured; 0 leaves it out", "256")
    .option("--json", "print the figures as JSON");
  const stop = parseOrExit(command, args);
  if (stop !== undefined) return stop;
  const options = command.opts<{ rows: string; rounds: string; memory: string; json?: boolean }>();
  const [rows, rounds, mebibytes] = [options.rows, options.rounds, options.memory].map(Number) as [number, number, number];
  if (!(Number.isInteger(rows) && rows > 0 && Number.isInteger(rounds) && rounds > 0 && mebibytes >= 0)) {
    process.stderr.write("--rows and --rounds are whole numbers from 1, --memory is a number of mebibytes.\n");
    return 2;
  }
  const bench = new MaskBench(root);
  const interrupt = onInterrupt();
  try {
    const figures = await bench.measure(rows, rounds, (line) => process.stderr.write(`${line}\n`));
    const proofs = await bench.proofs(rows, rounds, (line) => process.stderr.write(`${line}\n`));
    const memory: MemoryFigure[] = [];
    if (mebibytes > 0) for (const data of ["document", "nested"] as const) memory.push(await bench.memory(data, mebibytes));
    if (options.json === true)
      print(JSON.stringify({ schemaVersion: 1, node: process.version, rows, rounds, figures, proofs, memory }, undefined, 2));
    else {
      printTable(figures, memory);
      printProofs(proofs);
    }
    const isFast = figures.every(({ ratio, wanted }) => ratio === undefined || wanted === undefined || ratio >= wanted);
    const isProved = proofs.every(({ nightMs, proofMs }) => proofMs <= mostProof * nightMs);
    return isFast && isProved && memory.every(({ peakMiB }) => peakMiB <= mostMemory) ? 0 : 1;
  } finally {
    bench.close();
    interrupt.dispose();
  }
}

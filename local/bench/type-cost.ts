/** What a state costs the compiler: instantiations and check time of generated workflows, as tsc itself counts them. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { type Round, workflowOf } from "./generated-workflow.ts";

/** Instantiations a state at most. */
export const TARGET = 2500;

/** What one length costs. */
export interface TypeCost {
  readonly states: number;
  /** Type instantiations, the empty workflow's taken off. */
  readonly instantiations: number;
  readonly perState: number;
  /** Seconds that the checker took, the kit and zod included. */
  readonly checkSeconds: number;
  readonly memoryMiB: number;
}

export interface TypeReport {
  /** Instantiations of the kit, the contracts and a workflow without a state. */
  readonly empty: number;
  readonly costs: readonly TypeCost[];
}

interface Compiled {
  readonly instantiations: number;
  readonly checkSeconds: number;
  readonly memoryMiB: number;
}

/** The checker's stack was used up. */
export class StackOverflow extends Error {
  override readonly name = "StackOverflow";
}

const figure = (output: string, name: string): number => Number(new RegExp(`^${name}:\\s+([\\d.]+)`, "m").exec(output)?.[1] ?? Number.NaN);

/** Compiles generated workflows in a folder of its own inside the project, which `close` removes. */
export class TypeBench {
  readonly #root: string;
  /** Where the generated files are until `close`. */
  readonly folder: string;

  /** @param root - the project's folder */
  constructor(root: string) {
    this.#root = root;
    this.folder = mkdtempSync(join(root, ".bench-types-"));
    const config = { extends: "../tsconfig.json", include: ["*.ts"], exclude: [] };
    writeFileSync(join(this.folder, "tsconfig.json"), JSON.stringify(config));
  }

  /** Removes the folder. */
  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /**
   * Compiles a workflow of so many states.
   *
   * @throws StackOverflow when the checker's stack does not suffice, Error with tsc's words when it does not compile
   */
  compile(states: number, round: Round = "mixed"): Compiled {
    writeFileSync(join(this.folder, "workflow.ts"), workflowOf(states, round));
    const tsc = join(this.#root, "node_modules/typescript/bin/tsc");
    const args = [tsc, "-p", this.folder, "--extendedDiagnostics", "--pretty", "false"];
    const { stdout, stderr, status } = spawnSync(process.execPath, args, { cwd: this.#root, encoding: "utf8" });
    if (/Maximum call stack size exceeded/.test(stdout + stderr)) throw new StackOverflow(`${states} states are too many for the checker.`);
    if (status !== 0) throw new Error(`The generated workflow of ${states} states does not compile:\n${stdout}${stderr}`);
    return {
      instantiations: figure(stdout, "Instantiations"),
      checkSeconds: figure(stdout, "Check time"),
      memoryMiB: Math.round(figure(stdout, "Memory used") / 1024),
    };
  }

  /** The cost of each length. */
  measure(lengths: readonly number[], progress: (states: number) => void = () => {}): TypeReport {
    const empty = this.compile(0).instantiations;
    const costs = lengths.map((states) => {
      progress(states);
      const compiled = this.compile(states);
      const instantiations = compiled.instantiations - empty;
      return { ...compiled, states, instantiations, perState: Math.round(instantiations / states) };
    });
    return { empty, costs };
  }
}

/** Measures the maskers beside bare parsers in one run: CPU time of processes of their own, the best of some rounds. */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { text } from "node:stream/consumers";
import { type DataKind, writeData } from "./mask-data.ts";
import { leastTimes, type ProofTimes, proofVariants } from "./mask-proof.ts";
import { variants } from "./mask-variants.ts";

/** What was measured of a variant. */
export interface MaskFigure {
  readonly name: string;
  readonly data: DataKind;
  /** Least CPU time of the rounds, in milliseconds. */
  readonly cpuMs: number;
  /** Mebibytes of the file through that time; undefined where no file is read. */
  readonly mibPerSecond: number | undefined;
  readonly peakMiB: number;
  /** The CPU time of what it is compared with through its own. */
  readonly ratio: number | undefined;
  readonly wanted: number | undefined;
}

/** What the proof of a variant costs: the least CPU times of the rounds. */
export interface ProofFigure extends ProofTimes {
  readonly name: string;
}

/** Peak memory while a large object streamed by. */
export interface MemoryFigure {
  readonly data: DataKind;
  readonly mebibytes: number;
  readonly peakMiB: number;
}

interface Measured {
  readonly cpuMs: number;
  readonly peakMiB: number;
  readonly bytes: number;
}

const kinds: readonly DataKind[] = ["export", "nested", "csv"];
const withoutFile = /HMAC$|createHmac/;
const peers = ["parse+stringify", "mask tokens, one-shot"];

/** A folder of generated files, and the processes that read them. */
export class MaskBench {
  readonly #root: string;
  readonly #folder = mkdtempSync(path.join(tmpdir(), "bench-mask-"));

  /** @param root - the project's folder */
  constructor(root: string) {
    this.#root = root;
  }

  /** Removes the files. */
  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Measures every variant, each round one after the other, so that a slow minute meets all of them. */
  async measure(rows: number, rounds: number, said: (line: string) => void): Promise<readonly MaskFigure[]> {
    for (const kind of kinds) await writeData(this.#file(kind), kind, rows);
    const best = new Map<string, Measured>();
    for (let round = 1; round <= rounds; round++) {
      said(`round ${round} of ${rounds} …`);
      for (const { name, data } of variants) keepBest(best, name, await this.#child([name, this.#file(data)]));
      for (const name of this.#peers()) keepBest(best, name, await this.#peer(name));
    }
    const figures = variants.map(({ name, data, base, wanted }) => this.#figure(best, { name, data, base, wanted }));
    return [...figures, ...this.#peers().map((name) => this.#figure(best, { name, data: "export", base: peers[0], wanted: undefined }))];
  }

  /** Measures the proof beside the masking of the same records. */
  async proofs(rows: number, rounds: number, said: (line: string) => void): Promise<readonly ProofFigure[]> {
    for (const kind of kinds) await writeData(this.#file(kind), kind, rows);
    const best = new Map<string, ProofTimes>();
    for (let round = 1; round <= rounds; round++) {
      said(`proof, round ${round} of ${rounds} …`);
      for (const { name, data } of proofVariants) {
        const times = JSON.parse(await run(this.#root, childArgs(this.#root, ["--proof", name, this.#file(data)]))) as ProofTimes;
        best.set(name, leastTimes(times, best.get(name) ?? times));
      }
    }
    return proofVariants.map(({ name }) => ({ name, ...best.get(name)! }));
  }

  /** Masks an object of about that size, which is nowhere as a whole. */
  async memory(data: DataKind, mebibytes: number): Promise<MemoryFigure> {
    const rowBytes = { document: 900, nested: 560, export: 415, csv: 150 }[data];
    const { peakMiB, bytes } = await this.#child(["--memory", data, String(Math.ceil((mebibytes * 1024 * 1024) / rowBytes))]);
    return { data, mebibytes: Math.round(bytes / 1024 / 1024), peakMiB: Math.round(peakMiB) };
  }

  #file(kind: DataKind): string {
    return path.join(this.#folder, kind);
  }

  // The scripts of ../shared/bench-masking, where they are.
  #peers(): readonly string[] {
    return existsSync(this.#peerScript) ? peers : [];
  }

  get #peerScript(): string {
    return path.resolve(this.#root, "../shared/bench-masking/node/mask.mjs");
  }

  async #peer(name: string): Promise<Measured> {
    const line = await run(this.#root, [this.#peerScript, this.#file("export"), name]);
    const { cpuMs, rssMiB } = JSON.parse(line) as { cpuMs: number; rssMiB: number };
    return { cpuMs, peakMiB: rssMiB, bytes: 0 };
  }

  async #child(args: readonly string[]): Promise<Measured> {
    return JSON.parse(await run(this.#root, childArgs(this.#root, args))) as Measured;
  }

  #figure(
    best: ReadonlyMap<string, Measured>,
    about: Pick<MaskFigure, "name" | "data" | "wanted"> & { base: string | undefined },
  ): MaskFigure {
    const { name, data, base, wanted } = about;
    const { cpuMs = Number.NaN, peakMiB = Number.NaN } = best.get(name) ?? {};
    const compared = base === undefined || base === name ? undefined : best.get(base);
    const mebibytes = statSync(this.#file(data)).size / 1024 / 1024;
    return {
      name: name.trim(),
      data,
      cpuMs: Math.round(cpuMs),
      mibPerSecond: withoutFile.test(name) ? undefined : Math.round(mebibytes / (cpuMs / 1000)),
      peakMiB: Math.round(peakMiB),
      ratio: compared === undefined ? undefined : Math.round((100 * compared.cpuMs) / cpuMs) / 100,
      wanted,
    };
  }
}

const childArgs = (root: string, args: readonly string[]): readonly string[] => [
  "--import",
  "tsx",
  path.join(root, "local/bench/mask-child.ts"),
  ...args,
];

function keepBest(best: Map<string, Measured>, name: string, one: Measured): void {
  const other = best.get(name);
  if (other === undefined || one.cpuMs < other.cpuMs) best.set(name, one);
}

async function run(cwd: string, args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, args, { cwd, stdio: ["ignore", "pipe", "inherit"] });
  const [out, code] = await Promise.all([text(child.stdout), new Promise<number | null>((resolve) => child.on("close", resolve))]);
  if (code !== 0) throw new Error(`A measurement ended with exit code ${code}.`);
  return out;
}

/** Starts the server, lets the recordings' own runner play cases against it, and reads its report. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { awsResultModels } from "../aws/index.ts";
import { scaledClock } from "../clock.ts";
import { createEngine } from "../engine.ts";
import { StepFunctionsError } from "../errors.ts";
import { startEngineServer } from "../http/server.ts";
import { noIntegrations } from "../integrations.ts";
import { mockConfig } from "../mock-config.ts";
import { startObjectServer } from "./object-server.ts";

export interface PlayOptions {
  /** The folder that holds `run.py` and `cases/`. */
  readonly folder: string;
  /** A Python with boto3. */
  readonly python: string;
  /** A regular expression on `group:id`; all cases when absent. */
  readonly filter?: string;
  /** Cases played at once; 2 when absent. */
  readonly workers?: number;
}

export type Level = "a" | "b" | "c";

/** How one case went. */
export interface CaseResult {
  readonly id: string;
  readonly group: string;
  readonly kind: string;
  /** The levels that the case has, and whether each passed. */
  readonly levels: Readonly<Partial<Record<Level, boolean>>>;
  /** What was otherwise than recorded, for each level that failed. */
  readonly diff: Readonly<Partial<Record<Level, string>>>;
  /** Why it was not played. */
  readonly skipped?: string;
}

/** The account that the recordings were anonymized to. */
const accountId = "111111111111";
const region = "us-east-1";

/**
 * Plays cases; the results come in the order of the files.
 *
 * @throws StepFunctionsError when the runner itself fails
 */
export async function playCases({ folder, python, filter, workers = 2 }: PlayOptions): Promise<CaseResult[]> {
  const runner = [join(folder, "run.py"), "--cases", join(folder, "cases")];
  const chosen = filter === undefined ? [] : ["--filter", filter];
  const mocks = mockConfig(JSON.parse(await output(python, [runner[0] as string, "mock-config", ...runner.slice(1), ...chosen])));
  const scratch = mkdtempSync(join(tmpdir(), "conformance-"));
  const objects = await startObjectServer();
  const resultModels = awsResultModels();
  const engine = createEngine({
    clock: scaledClock(1),
    accountId,
    region,
    mocks,
    integrations: noIntegrations,
    s3: objects.store,
    resultModels,
  });
  const server = await startEngineServer(engine);
  try {
    const report = join(scratch, "report.json");
    const endpoints = ["--endpoint", server.endpoint, "--s3-endpoint", objects.endpoint];
    await output(python, [...runner, ...chosen, ...endpoints, "--workers", String(workers), "--json", report]);
    return (JSON.parse(readFileSync(report, "utf8")) as { results: CaseResult[] }).results;
  } finally {
    await server.close();
    await engine.close();
    await objects.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** What a program writes; its messages are part of the error when it fails. */
function output(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    // The objects' server takes bodies as they are, without checksums in chunks.
    const env = { ...process.env, AWS_REQUEST_CHECKSUM_CALCULATION: "when_required" };
    const child = spawn(program, [...args], { env, stdio: ["ignore", "pipe", "pipe"] });
    const written: Buffer[] = [];
    const messages: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => written.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => messages.push(chunk));
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve(Buffer.concat(written).toString());
      else reject(new StepFunctionsError(`The runner ended with exit code ${code}: ${Buffer.concat(messages).toString().trim()}`));
    });
  });
}

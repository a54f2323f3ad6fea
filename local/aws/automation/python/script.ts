/** Carries out one aws:executeScript: a Python process, what it prints line by line, what it returns. */
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { StepFailure } from "../failures.ts";
import { type PythonSettings, startPython } from "./process.ts";

/** Bytes of what a script may return. */
export const maximumPayloadBytes = 102_400;
const throttling = /throttl|TooManyRequests|RequestLimitExceeded|SlowDown/i;
const permission = /AccessDenied|UnauthorizedOperation|Forbidden/i;

export interface ScriptRequest {
  readonly script: string;
  readonly handler: string;
  readonly events: unknown;
  readonly context: Record<string, unknown>;
}

interface Answer {
  readonly payload?: unknown;
  readonly error?: { readonly type: string; readonly code: string; readonly traceback: string };
}

/**
 * Runs a script and gives back what its handler returned. The process is killed as soon as `signal` aborts.
 *
 * @throws StepFailure with the script's traceback, or when it returns more than 100 KB
 */
export async function runScript(
  settings: PythonSettings,
  request: ScriptRequest,
  { signal, log, traceId }: { signal: AbortSignal; log: (line: string) => void; traceId: string },
): Promise<unknown> {
  const process = startPython("runner.py", settings);
  signal.addEventListener("abort", process.kill, { once: true });
  if (signal.aborted) process.kill();
  for (const stream of [process.stdout, process.stderr]) createInterface({ input: stream }).on("line", log);
  const answerText = readAll(process.answers);
  process.stdin.write(`${JSON.stringify(request)}\n`);
  try {
    const [text, end] = await Promise.all([answerText, process.ended]);
    signal.throwIfAborted();
    // Unverified against AWS: the words around the traceback.
    const failed = (problem: string, details: Record<string, readonly string[]>): StepFailure =>
      new StepFailure(
        `Step fails when it is Poll action status for traceID: ${traceId}. ${problem}`,
        "Invocation",
        failureType(details),
        details,
      );
    if (text === "") throw failed(`The script ended without a result (${end}).`, {});
    const answer = JSON.parse(text) as Answer;
    if (answer.error) throw failed(answer.error.traceback, { ExceptionType: [answer.error.type], ErrorCode: [answer.error.code] });
    if (Buffer.byteLength(JSON.stringify(answer.payload) ?? "") > maximumPayloadBytes) {
      throw failed("The output of the script is larger than 100 KB.", {});
    }
    return answer.payload;
  } finally {
    signal.removeEventListener("abort", process.kill);
    process.kill();
  }
}

function failureType({ ErrorCode: [code = ""] = [] }: Record<string, readonly string[]>): "Throttling" | "Permission" | "Action" {
  if (throttling.test(code)) return "Throttling";
  return permission.test(code) ? "Permission" : "Action";
}

async function readAll(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

/** AWS calls of one execution through one Python process, so that boto3 is loaded once and not at every poll. */
import { createInterface } from "node:readline";
import { type PythonProcess, type PythonSettings, startPython } from "./process.ts";

/** What AWS answered; `sent` is false when the call never left (wrong parameters, no connection). */
export type ApiAnswer =
  | { readonly result: Record<string, unknown> }
  | { readonly error: { readonly code: string; readonly message: string; readonly sent: boolean } };

export interface ApiCaller {
  /** One call at a time. Aborting `signal` kills the process; the next call starts another. */
  call(request: { service: string; api: string; inputs: Record<string, unknown> }, signal: AbortSignal): Promise<ApiAnswer>;
  /** Ends the process. */
  close(): void;
}

/** Makes a caller; its process starts with the first call. */
export function createApiCaller(settings: () => Promise<PythonSettings>, log: (line: string) => void): ApiCaller {
  let running: { process: PythonProcess; lines: AsyncIterator<string> } | undefined;
  const close = (): void => {
    running?.process.kill();
    running = undefined;
  };
  const open = async (): Promise<NonNullable<typeof running>> => {
    const process = startPython("api.py", await settings());
    createInterface({ input: process.stdout }).on("line", log);
    createInterface({ input: process.stderr }).on("line", log);
    running = { process, lines: createInterface({ input: process.answers })[Symbol.asyncIterator]() };
    return running;
  };
  return {
    call: async (request, signal) => {
      const { process, lines } = running ?? (await open());
      if (signal.aborted) close();
      signal.throwIfAborted();
      signal.addEventListener("abort", close, { once: true });
      try {
        process.stdin.write(`${JSON.stringify(request)}\n`);
        const line = await lines.next();
        signal.throwIfAborted();
        if (line.done) {
          running = undefined;
          return { error: { code: "ProcessEnded", message: `Python ended (${await process.ended}).`, sent: false } };
        }
        return JSON.parse(line.value) as ApiAnswer;
      } finally {
        signal.removeEventListener("abort", close);
      }
    },
    close,
  };
}

/** One execution environment of a function: a worker thread that handles one event at a time and can be ended while it does. */
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { defaultMemorySize, environmentOf, type FunctionDefinition, functionArn, type Surroundings } from "./definition.ts";
import { eachLine } from "./lines.ts";

/** Lambda's words for what went wrong in a function. */
export interface FunctionFailure {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

export type Outcome = { readonly payload: string } | { readonly failure: FunctionFailure };

type Message =
  | { readonly type: "ready" }
  | { readonly type: "result"; readonly payload: string }
  | { readonly type: "broken" | "error"; readonly error: FunctionFailure };

const sandbox = fileURLToPath(new URL("./sandbox.mjs", import.meta.url));
/** Importing a bundle on a busy machine; AWS gives 10 seconds. */
const initializationSeconds = 60;
/** Lambda's limit of a synchronous answer. */
const maximumPayloadBytes = 6_291_556;

export class ExecutionEnvironment {
  readonly #definition: FunctionDefinition;
  readonly #worker: Worker;
  #settle: ((outcome: Outcome) => void) | undefined;
  /** Undefined until the file is imported. */
  readonly #ready: Promise<FunctionFailure | undefined>;
  #usable = true;

  constructor(definition: FunctionDefinition, surroundings: Surroundings, onLine: (line: string) => void) {
    this.#definition = definition;
    const memorySize = definition.memorySize ?? defaultMemorySize;
    this.#worker = new Worker(sandbox, {
      workerData: {
        file: definition.file,
        context: {
          functionName: definition.name,
          functionVersion: "$LATEST",
          invokedFunctionArn: functionArn(definition, surroundings),
          memoryLimitInMB: String(memorySize),
          logGroupName: `/aws/lambda/${definition.name}`,
          logStreamName: "local",
        },
      },
      env: environmentOf(definition, surroundings),
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: memorySize, maxYoungGenerationSizeMb: 16 },
    });
    eachLine(this.#worker.stdout, onLine);
    eachLine(this.#worker.stderr, onLine);
    this.#ready = this.#initialization();
    this.#worker.on("message", (message: Message) => {
      if (message.type === "result") this.#settle?.(result(message.payload));
      if (message.type === "error") this.#settle?.({ failure: message.error });
    });
    this.#worker.on("error", (error: NodeJS.ErrnoException) => this.#end(crash(error)));
    this.#worker.on("exit", (code) => this.#end({ errorType: "Runtime.ExitError", errorMessage: exitMessage(code) }));
    this.#worker.unref();
  }

  /** False once it has timed out, crashed or never started; it is not used again then. */
  get usable(): boolean {
    return this.#usable;
  }

  /** True while it handles an event. */
  get busy(): boolean {
    return this.#settle !== undefined;
  }

  /** Runs one event; the timeout counts from when the file is imported. */
  async run(payload: string, requestId: string): Promise<Outcome> {
    this.#worker.ref();
    const broken = await this.#ready;
    if (broken !== undefined) {
      await this.terminate();
      return { failure: broken };
    }
    const { timeoutSeconds } = this.#definition;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#end({
          errorType: "Sandbox.Timedout",
          errorMessage: `RequestId: ${requestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`,
        });
        void this.terminate();
      }, timeoutSeconds * 1000);
      this.#settle = (outcome) => {
        clearTimeout(timer);
        this.#settle = undefined;
        this.#worker.unref();
        resolve(outcome);
      };
      if (!this.#usable) this.#end({ errorType: "Runtime.ExitError", errorMessage: exitMessage(0) });
      else this.#worker.postMessage({ payload, requestId, deadline: Date.now() + timeoutSeconds * 1000 });
    });
  }

  async terminate(): Promise<void> {
    this.#usable = false;
    await this.#worker.terminate();
  }

  #end(failure: FunctionFailure): void {
    this.#usable = false;
    this.#settle?.({ failure });
  }

  #initialization(): Promise<FunctionFailure | undefined> {
    return new Promise((resolve) => {
      const limit = setTimeout(
        () => resolve({ errorType: "Sandbox.Timedout", errorMessage: "The function's file took too long to load" }),
        initializationSeconds * 1000,
      );
      const settle = (failure?: FunctionFailure): void => {
        clearTimeout(limit);
        resolve(failure);
      };
      this.#worker.on("message", (message: Message) => {
        if (message.type === "ready") settle();
        if (message.type === "broken") settle(message.error);
      });
      this.#worker.once("error", (error: NodeJS.ErrnoException) => settle(crash(error)));
      this.#worker.once("exit", (code) => settle({ errorType: "Runtime.ExitError", errorMessage: exitMessage(code) }));
    });
  }
}

function result(payload: string): Outcome {
  if (Buffer.byteLength(payload) <= maximumPayloadBytes) return { payload };
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${maximumPayloadBytes} bytes).`;
  return { failure: { errorType: "Function.ResponseSizeTooLarge", errorMessage } };
}

function crash(error: NodeJS.ErrnoException): FunctionFailure {
  if (error.code === "ERR_WORKER_OUT_OF_MEMORY")
    return { errorType: "Runtime.OutOfMemory", errorMessage: "Runtime exited with error: signal: killed" };
  return { errorType: error.name, errorMessage: error.message, trace: String(error.stack ?? "").split("\n") };
}

function exitMessage(code: number): string {
  return code === 0 ? "Runtime exited without providing a reason" : `Runtime exited with error: exit status ${code}`;
}

/** The execution environments of one function: reused while warm, as many as events run at once, further events wait. */
import type { FunctionDefinition, Surroundings } from "./definition.ts";
import { ExecutionEnvironment, type Outcome } from "./execution-environment.ts";

// An environment takes some 60 MB and most of a second to start; two keep two cores busy.
const defaultConcurrency = 2;

export class FunctionPool {
  readonly #definition: FunctionDefinition;
  readonly #surroundings: (definition: FunctionDefinition) => Surroundings;
  readonly #onLine: (line: string) => void;
  readonly #all = new Set<ExecutionEnvironment>();
  readonly #idle: ExecutionEnvironment[] = [];
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  #closed = false;

  constructor(
    definition: FunctionDefinition,
    surroundings: (definition: FunctionDefinition) => Surroundings,
    onLine: (line: string) => void,
  ) {
    this.#definition = definition;
    this.#surroundings = surroundings;
    this.#onLine = onLine;
  }

  async run(payload: string, requestId: string): Promise<Outcome> {
    while (!this.#closed && this.#running >= (this.#definition.concurrency ?? defaultConcurrency)) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    if (this.#closed) return { failure: { errorType: "Runtime.ExitError", errorMessage: "The local AWS is being stopped" } };
    this.#running += 1;
    const environment = this.#warm() ?? this.#start();
    try {
      return await environment.run(payload, requestId);
    } finally {
      this.#running -= 1;
      if (environment.usable) this.#idle.push(environment);
      else this.#all.delete(environment);
      this.#waiting.shift()?.();
    }
  }

  /** Ends the environments that handle an event; gives how many. */
  kill(): number {
    const busy = [...this.#all].filter((environment) => environment.busy);
    for (const environment of busy) void environment.terminate();
    return busy.length;
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const resolve of this.#waiting.splice(0)) resolve();
    await Promise.all([...this.#all].map((environment) => environment.terminate()));
    this.#all.clear();
  }

  /** One that is idle and has not died meanwhile. */
  #warm(): ExecutionEnvironment | undefined {
    let environment = this.#idle.pop();
    while (environment !== undefined && !environment.usable) {
      this.#all.delete(environment);
      environment = this.#idle.pop();
    }
    return environment;
  }

  #start(): ExecutionEnvironment {
    const environment = new ExecutionEnvironment(this.#definition, this.#surroundings(this.#definition), this.#onLine);
    this.#all.add(environment);
    return environment;
  }
}

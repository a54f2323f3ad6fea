/** A process that tests mutants, replaced when one of them does not come to an end. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Answer, Question, Work } from "./serve.ts";

/** What became of a mutant. */
export type Outcome = { readonly kind: "survived" } | { readonly kind: "killed"; readonly by: string } | { readonly kind: "timed out" };

const child = fileURLToPath(new URL("child.mjs", import.meta.url));

/** A process that is asked one thing after another. */
export class TestProcess {
  readonly #work: Work;
  #process: ChildProcess | undefined;

  constructor(work: Work) {
    this.#work = work;
  }

  /** @param limit - milliseconds */
  async ask(question: Question, limit: number): Promise<Outcome> {
    const running = this.#process ?? (await this.#start());
    const asked = new AbortController();
    const { signal } = asked;
    const answers = [
      once(running, "message", { signal }).then(([answer]: Answer[]) => answer),
      once(running, "exit", { signal }).then(() => undefined),
      setTimeout(limit, "timed out" as const, { signal }),
    ];
    running.send(question);
    const answer = await Promise.race(answers).finally(() => asked.abort());
    if (answer === "timed out") {
      this.end();
      return { kind: "timed out" };
    }
    if (answer === undefined) {
      this.#process = undefined;
      return { kind: "killed", by: "The process ended." };
    }
    return answer.failure === undefined ? { kind: "survived" } : { kind: "killed", by: answer.failure };
  }

  /** Ends the process; the next question starts another. */
  end(): void {
    this.#process?.kill("SIGKILL");
    this.#process = undefined;
  }

  async #start(): Promise<ChildProcess> {
    const started = fork(child, [JSON.stringify(this.#work)], { execArgv: [], stdio: ["ignore", "ignore", "inherit", "ipc"] });
    this.#process = started;
    await once(started, "message");
    return started;
  }
}

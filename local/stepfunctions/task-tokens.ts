/** Task tokens that are waited for, and the answers sent back with them. */
import { randomBytes } from "node:crypto";
import { ApiError, StateFailure } from "./errors.ts";
import { jsonProblem } from "./json-problem.ts";
import type { TaskTokens } from "./scope.ts";

interface Waiting {
  resolve(output: unknown): void;
  reject(failure: StateFailure): void;
  heartbeat: () => void;
}

export class TokenRegistry implements TaskTokens {
  readonly #waiting = new Map<string, Waiting>();

  open(): ReturnType<TaskTokens["open"]> {
    const token = randomBytes(192).toString("base64");
    const waiting: Waiting = { resolve: () => undefined, reject: () => undefined, heartbeat: () => undefined };
    const answer = new Promise<unknown>((resolve, reject) => {
      waiting.resolve = resolve;
      waiting.reject = reject;
    });
    answer.catch(() => undefined);
    this.#waiting.set(token, waiting);
    const heartbeat = (listener: () => void): void => {
      waiting.heartbeat = listener;
    };
    return { token, answer, heartbeat, close: () => void this.#waiting.delete(token) };
  }

  /** @throws ApiError InvalidToken, TaskTimedOut or InvalidOutput */
  succeed(token: string, output: string): void {
    let value: unknown;
    try {
      value = JSON.parse(output);
    } catch (error) {
      throw new ApiError("InvalidOutput", `Invalid Output: '${jsonProblem(output, error)}'`);
    }
    this.#take(token).resolve(value);
  }

  fail(token: string, error?: string, cause?: string): void {
    this.#take(token).reject(new StateFailure(error, cause));
  }

  heartbeat(token: string): void {
    this.#find(token).heartbeat();
  }

  #take(token: string): Waiting {
    const waiting = this.#find(token);
    this.#waiting.delete(token);
    return waiting;
  }

  #find(token: string): Waiting {
    const waiting = this.#waiting.get(token);
    if (waiting !== undefined) return waiting;
    if (Buffer.from(token, "base64").length < 100) throw new ApiError("InvalidToken", "Invalid Token: 'Invalid token'");
    throw new ApiError("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'");
  }
}

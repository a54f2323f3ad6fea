/** Collects what the data of a state became on its way: texts, but for counts and the details of an error. */
import type { State } from "../definition/asl.ts";
import type { JsonObject } from "../json.ts";
import type { StateTest } from "./types.ts";

const numbers = new Set(["maxConcurrency", "toleratedFailureCount", "toleratedFailurePercentage"]);

export interface ErrorDetails {
  readonly catchIndex?: number;
  readonly retryIndex?: number;
  readonly retryBackoffIntervalSeconds?: number;
}

export class Inspection {
  readonly #data: JsonObject;
  readonly #hidden: ReadonlySet<string>;

  constructor({ state, input }: StateTest) {
    this.#data = { input: input.text };
    this.#hidden = hiddenMembers(state);
    // A Fail state has no InputPath, and AWS shows what it would have left.
    if (state.Type === "Fail" && state.QueryLanguage !== "JSONata") this.note("afterInputPath", input.value);
  }

  note(member: string, value: unknown): void {
    if (!this.#hidden.has(member)) this.#data[member] = numbers.has(member) ? value : JSON.stringify(value);
  }

  data(errorDetails: ErrorDetails): JsonObject {
    return Object.keys(errorDetails).length === 0 ? this.#data : { ...this.#data, errorDetails };
  }
}

/** What AWS leaves out although the state computes it, as recorded. */
function hiddenMembers(state: State): ReadonlySet<string> {
  if (state.Type === "Parallel") return new Set(["afterInputPath", "afterParameters", "afterArguments"]);
  return new Set(state.Type === "Pass" && state.Result !== undefined ? ["afterInputPath"] : []);
}

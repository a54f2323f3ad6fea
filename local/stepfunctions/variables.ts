/** Variables: each machine, branch and iteration has its own; inner ones read the outer ones' and never write them. */
import { errorNames, StateFailure } from "./errors.ts";
import type { Data } from "./json.ts";
import { maxDataBytes, maxVariableBytes } from "./quotas.ts";

export type Assignments = ReadonlyMap<string, Data>;

export class Variables {
  readonly #outer: Variables | undefined;
  /** Bytes that all variables of the execution hold. */
  readonly #used: { bytes: number };
  readonly #own = new Map<string, Data>();

  constructor(outer?: Variables) {
    this.#outer = outer;
    this.#used = outer === undefined ? { bytes: 0 } : outer.#used;
  }

  get(name: string): Data | undefined {
    return this.#own.get(name) ?? this.#outer?.get(name);
  }

  /** All that can be read here, by name. */
  values(): ReadonlyMap<string, unknown> {
    if (this.#outer === undefined && this.#own.size === 0) return none;
    const all = new Map(this.#outer?.values());
    for (const [name, { value }] of this.#own) all.set(name, value);
    return all;
  }

  /**
   * Sets variables of this scope, all or none.
   *
   * @param stateName the state that assigns them, for the message
   * @throws StateFailure States.DataLimitExceeded
   */
  assign(assignments: Assignments, stateName: string): void {
    let given = 0;
    let replaced = 0;
    for (const [name, { bytes }] of assignments) {
      given += bytes;
      replaced += this.#own.get(name)?.bytes ?? 0;
    }
    if (given > maxDataBytes) throw tooLarge(`The state '${stateName}' assigned variables of more than ${maxDataBytes} bytes.`);
    const total = this.#used.bytes + given - replaced;
    if (total > maxVariableBytes) {
      throw tooLarge(`With those of the state '${stateName}', the variables of the execution exceed ${maxVariableBytes} bytes.`);
    }
    this.#used.bytes = total;
    for (const [name, data] of assignments) this.#own.set(name, data);
  }

  /** Forgets this scope's variables: its branch or iteration has ended. */
  release(): void {
    for (const { bytes } of this.#own.values()) this.#used.bytes -= bytes;
    this.#own.clear();
  }
}

const none: ReadonlyMap<string, unknown> = new Map();

function tooLarge(cause: string): StateFailure {
  return new StateFailure(errorNames.dataLimit, cause);
}

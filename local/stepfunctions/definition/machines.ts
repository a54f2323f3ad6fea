/** Walks through a definition that may still be wrong: the states of a machine, and the machines inside a state. */
import { isObject, type JsonObject } from "../json.ts";

export interface InnerMachine {
  /** Where it is inside its state, `Branches[0]`. */
  readonly place: string;
  readonly inner: JsonObject;
  /** Child executions of a distributed Map don't see the variables of the execution that starts them. */
  readonly ownVariables: boolean;
}

export function statesOf(machine: JsonObject): [string, JsonObject][] {
  if (!isObject(machine.States)) return [];
  return Object.entries(machine.States).filter((entry): entry is [string, JsonObject] => isObject(entry[1]));
}

/** The branches of a Parallel, the processor of a Map. */
export function innerMachines(state: JsonObject): InnerMachine[] {
  const found: InnerMachine[] = [];
  if (Array.isArray(state.Branches)) {
    state.Branches.forEach((inner, index) => {
      if (isObject(inner)) found.push({ place: `Branches[${index}]`, inner, ownVariables: false });
    });
  }
  for (const place of ["ItemProcessor", "Iterator"]) {
    const inner = state[place];
    if (!isObject(inner)) continue;
    const config = inner.ProcessorConfig;
    found.push({ place, inner, ownVariables: isObject(config) && config.Mode === "DISTRIBUTED" });
  }
  return found;
}

/** Writes into every JSONata state that it is one, since its machine may be run without the one around it. */
export function markLanguages(machine: JsonObject, topLevel: unknown = machine.QueryLanguage): void {
  for (const [, state] of statesOf(machine)) {
    if (topLevel === "JSONata") state.QueryLanguage = "JSONata";
    for (const { inner } of innerMachines(state)) markLanguages(inner, topLevel);
  }
}

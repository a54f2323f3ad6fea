/** Walks a machine: its states, those inside Maps and branches, and where each one leads. */
import type { AslMachine, AslState, JsonObject } from "./types.ts";

/** A state and where it is. */
export interface Visited {
  readonly name: string;
  readonly state: AslState;
  /** The machine that holds it: the whole one, a Map's processor or a branch. */
  readonly machine: AslMachine;
  /** The states around it, outermost first. */
  readonly around: readonly string[];
  /** JSONPath or JSONata, by the state or by the whole machine. */
  readonly queryLanguage: "JSONPath" | "JSONata";
}

/** The processor of a Map, also under its old name Iterator. */
export const processorOf = (state: AslState): AslMachine | undefined =>
  state.Type === "Map" ? ((state.ItemProcessor ?? state.Iterator) as unknown as AslMachine) : undefined;

/** The branches of a Parallel state. */
export const branchesOf = (state: AslState): readonly AslMachine[] =>
  state.Type === "Parallel" ? (state.Branches as unknown as readonly AslMachine[]) : [];

/** The machines inside a state. */
export const machinesIn = (state: AslState): readonly AslMachine[] => {
  const processor = processorOf(state);
  return processor ? [processor] : branchesOf(state);
};

/** Every state in the order of the text, those inside a Map or a branch after the state that holds them. */
export function statesOf(top: AslMachine): readonly Visited[] {
  const found: Visited[] = [];
  const walk = (machine: AslMachine, around: readonly string[]): void => {
    for (const [name, state] of Object.entries(machine.States)) {
      const language = state.QueryLanguage ?? top.QueryLanguage;
      found.push({ name, state, machine, around, queryLanguage: language === "JSONata" ? "JSONata" : "JSONPath" });
      for (const inner of machinesIn(state)) walk(inner, [...around, name]);
    }
  };
  walk(top, []);
  return found;
}

/** An edge of the graph. */
export interface Edge {
  readonly by: "next" | "rule" | "default" | "catch";
  /** Of rules and catches: which one, from 0. */
  readonly index: number;
  readonly to: string;
}

const objects = (value: unknown): readonly JsonObject[] => (Array.isArray(value) ? (value as readonly JsonObject[]) : []);

/** Where a state leads, in the order of the text. */
export function edgesOf(state: AslState): readonly Edge[] {
  const edges: Edge[] = objects(state.Choices).map(({ Next }, index) => ({ by: "rule", index, to: String(Next) }));
  if (typeof state.Default === "string") edges.push({ by: "default", index: 0, to: state.Default });
  if (typeof state.Next === "string") edges.push({ by: "next", index: 0, to: state.Next });
  return [...edges, ...objects(state.Catch).map(({ Next }, index): Edge => ({ by: "catch", index, to: String(Next) }))];
}

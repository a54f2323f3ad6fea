/** The committed machines, as the list of faults reads them. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { workflowNames } from "../../refresh/names.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

interface Rule {
  readonly Next?: string;
  readonly [member: string]: unknown;
}

interface Asl {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, AslState>>;
}

interface AslState {
  readonly Type: string;
  readonly Resource?: string;
  readonly Parameters?: { readonly FunctionName?: string; readonly Payload?: { readonly operation?: string } };
  readonly Next?: string;
  readonly Default?: string;
  readonly Choices?: readonly Rule[];
  readonly Catch?: readonly { readonly Next: string }[];
  readonly ItemProcessor?: Asl;
  readonly Branches?: readonly Asl[];
}

/** One state, those inside Maps and Parallels included. */
export interface MachineState {
  readonly name: string;
  readonly type: string;
  /** The function that a Task invokes. */
  readonly invokes?: { readonly handler: string; readonly operation: string | undefined };
  /** Whether a Task starts another machine and waits for it. */
  readonly startsMachine: boolean;
  /** The states after it when nothing fails, the bodies of a Map included, with the choice's rule where one decides. */
  readonly next: readonly { readonly to: string; readonly rule?: Rule }[];
  /** The states to which errors lead. */
  readonly caught: readonly string[];
  /** The Maps and Parallels around it, outermost first. */
  readonly inside: readonly string[];
}

export interface Machine {
  readonly name: string;
  readonly startAt: string;
  readonly states: ReadonlyMap<string, MachineState>;
}

/** The five machines. */
export function committedMachines(): readonly Machine[] {
  return workflowNames.map((name) => {
    const asl = JSON.parse(readFileSync(`${root}workflows/${name}/${name}.asl.json`, "utf8")) as Asl;
    return { name, startAt: asl.StartAt, states: new Map(statesOf(asl, []).map((state) => [state.name, state])) };
  });
}

function statesOf({ States }: Asl, inside: readonly string[]): MachineState[] {
  return Object.entries(States).flatMap(([name, state]) => {
    const bodies = [...(state.ItemProcessor ? [state.ItemProcessor] : []), ...(state.Branches ?? [])];
    return [stateOf(name, state, bodies, inside), ...bodies.flatMap((body) => statesOf(body, [...inside, name]))];
  });
}

function stateOf(name: string, state: AslState, bodies: readonly Asl[], inside: readonly string[]): MachineState {
  const after = [state.Next, state.Default, ...bodies.map(({ StartAt }) => StartAt)].filter((to) => to !== undefined);
  const rules = (state.Choices ?? []).flatMap((rule) => (rule.Next === undefined ? [] : [{ to: rule.Next, rule }]));
  // `${aurora_refresh_handler_arn}`
  const token = /^\$\{(\w+)_handler_arn\}$/.exec(state.Parameters?.FunctionName ?? "")?.[1];
  return {
    name,
    type: state.Type,
    ...(token === undefined ? {} : { invokes: { handler: token.replaceAll("_", "-"), operation: state.Parameters?.Payload?.operation } }),
    startsMachine: state.Resource?.includes(":states:startExecution.sync") === true,
    next: [...rules, ...after.map((to) => ({ to }))],
    caught: (state.Catch ?? []).map(({ Next }) => Next),
    inside,
  };
}

/** Which variables each state reads, as DescribeStateMachine tells. */
import { parsePath } from "../../../workflows/kit/jsonpath/index.ts";
import { parseIntrinsic, pathsOf } from "../intrinsics/index.ts";
import { type JsonObject, setMember } from "../json.ts";
import { asExpression, compile } from "../jsonata/index.ts";
import type { Machine } from "./asl.ts";
import { innerMachines, statesOf } from "./machines.ts";

const inner = new Set(["Branches", "ItemProcessor", "Iterator"]);

/**
 * Names of variables in alphabetical order, by the name of the state that reads them.
 *
 * @returns an object without the member when no state reads any, as AWS answers
 */
export function variableReferences(machine: Machine): { variableReferences?: Readonly<Record<string, readonly string[]>> } {
  const references: Record<string, readonly string[]> = {};
  collect(machine as unknown as JsonObject, references);
  return Object.keys(references).length === 0 ? {} : { variableReferences: references };
}

function collect(machine: JsonObject, references: Record<string, readonly string[]>): void {
  for (const [name, state] of statesOf(machine)) {
    const found = new Set<string>();
    const read = state.QueryLanguage === "JSONata" ? readQueries : readPaths;
    for (const [field, value] of Object.entries(state)) if (!inner.has(field)) read(field, value, found);
    if (found.size > 0) setMember(references, name, [...found].sort());
    for (const { inner: machineInside } of innerMachines(state)) collect(machineInside, references);
  }
}

function readQueries(_field: string, value: unknown, found: Set<string>): void {
  const source = asExpression(value);
  if (source !== undefined) {
    for (const name of compile(source).variables) if (name !== "states") found.add(name);
  } else if (typeof value === "object" && value !== null) {
    for (const [name, member] of Object.entries(value)) readQueries(name, member, found);
  }
}

function readPaths(field: string, value: unknown, found: Set<string>): void {
  if (typeof value === "string") {
    if (field === "Variable" || field.endsWith("Path") || field.endsWith(".$")) readPath(value, found);
  } else if (typeof value === "object" && value !== null) {
    for (const [name, member] of Object.entries(value)) readPaths(name, member, found);
  }
}

function readPath(text: string, found: Set<string>): void {
  const paths = text.startsWith("$") ? [text] : intrinsicPaths(text);
  for (const path of paths) {
    const { root } = parsePath(path);
    if (root.kind === "variable") found.add(root.name);
  }
}

/** Members of data may be called anything with Path at the end; what is no call is no reference. */
function intrinsicPaths(text: string): string[] {
  return text.startsWith("States.") ? pathsOf(parseIntrinsic(text)) : [];
}

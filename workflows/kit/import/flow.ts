/** What `$` holds where a state begins: the data that the machine was given, or a state's result, with other results in it. */
import type { AslMachine, AslState } from "../asl/index.ts";
import { caughtAt, type Placement, placedAt } from "../build/placement.ts";
import type { QueryLanguage } from "../workflow-type.ts";
import type { Graph } from "./graph.ts";

/** Where a value comes from: what the machine was given, the result of a state, or the error that was caught. */
export type Source = { readonly kind: "given" | "failure" } | { readonly kind: "result"; readonly state: string };

/** `$` at one place; undefined stands for what differs from way to way. */
export interface Data {
  readonly whole: Source | undefined;
  readonly fields: ReadonlyMap<string, Source | undefined>;
}

const GIVEN: Source = { kind: "given" };
const FAILURE: Source = { kind: "failure" };
const isSame = (a: Source | undefined, b: Source | undefined): boolean =>
  a?.kind === b?.kind && (a?.kind !== "result" || (b?.kind === "result" && a.state === b.state));

function after(before: Data, placement: Placement, source: Source | undefined): Data {
  switch (placement.kind) {
    case "kept":
      return before;
    case "whole":
      return { whole: source, fields: new Map() };
    case "lost":
      return { whole: undefined, fields: new Map() };
    case "at":
      return { whole: before.whole, fields: new Map([...before.fields, [placement.name, source]]) };
    case "inside":
      return { whole: before.whole, fields: new Map([...before.fields, [placement.name, undefined]]) };
  }
}

/** What holds on both ways; a field that only one of them has is unknown. */
function both(a: Data, b: Data): Data {
  const fields = new Map<string, Source | undefined>();
  for (const name of new Set([...a.fields.keys(), ...b.fields.keys()])) {
    const left = a.fields.get(name);
    fields.set(name, a.fields.has(name) && b.fields.has(name) && isSame(left, b.fields.get(name)) ? left : undefined);
  }
  return { whole: isSame(a.whole, b.whole) ? a.whole : undefined, fields };
}

const equal = (a: Data, b: Data): boolean =>
  isSame(a.whole, b.whole) &&
  a.fields.size === b.fields.size &&
  [...a.fields].every(([name, of]) => b.fields.has(name) && isSame(of, b.fields.get(name)));

export const languageOf = (state: AslState, machine: QueryLanguage): QueryLanguage =>
  state.QueryLanguage === "JSONata" || (machine === "JSONata" && state.QueryLanguage !== "JSONPath") ? "JSONata" : "JSONPath";

/** `$` where each state begins. */
export function dataOf(machine: AslMachine, graph: Graph): ReadonlyMap<string, Data> {
  const at = new Map<string, Data>([[machine.StartAt, { whole: GIVEN, fields: new Map() }]]);
  const flow = (to: string, data: Data): boolean => {
    const known = at.get(to);
    const joined = known ? both(known, data) : data;
    if (known && equal(known, joined)) return false;
    at.set(to, joined);
    return true;
  };
  const leave = (name: string): boolean => {
    const [data, state, exits] = [at.get(name), machine.States[name], graph.exits.get(name)];
    if (!data || !state || !exits) return false;
    const language = languageOf(state, "JSONPath");
    const left = after(data, placedAt(state, language), { kind: "result", state: name });
    let changed = false;
    for (const to of [exits.next, exits.otherwise, ...exits.rules.map((rule) => rule.to)])
      if (to !== undefined && flow(to, left)) changed = true;
    for (const { fields, to } of exits.catches) {
      const placement = caughtAt(fields, language);
      const source = placement.kind === "at" && placement.name === "failure" ? FAILURE : undefined;
      if (flow(to, after(data, placement, source))) changed = true;
    }
    return changed;
  };
  // In the order of the ways; loops need another round.
  for (let changed = true; changed; ) {
    changed = false;
    for (const name of graph.order) if (leave(name)) changed = true;
  }
  return at;
}

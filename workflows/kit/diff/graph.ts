/** A machine as a graph: every state with its scope, and where it leads. */
import { type AslMachine, type AslState, edgesOf, machinesIn } from "../asl/index.ts";

/** What a state leads to, and how. */
export interface Way {
  readonly by: "next" | "rule" | "default" | "catch";
  /** The end of the scope, or a state; also one that is not there. */
  readonly to: Node | End;
}

/** The end of a scope. */
export const END = Symbol("end");
export type End = typeof END;

/** A whole machine, a Map's processor or a branch. */
export interface Scope {
  readonly machine: AslMachine;
  readonly owner: Node | undefined;
  readonly nodes: ReadonlyMap<string, Node>;
}

export interface Node {
  readonly name: string;
  readonly state: AslState;
  readonly scope: Scope;
  /** Its place in the text, from 0. */
  readonly index: number;
  readonly inside: readonly Scope[];
  /** Where it leads; a target that is not in its scope is left out. */
  readonly ways: readonly Way[];
  /** What leads to it. */
  readonly from: readonly { readonly node: Node; readonly by: Way["by"] }[];
}

export interface Graph {
  readonly top: Scope;
  readonly nodes: readonly Node[];
}

/** Whether the state ends its scope by itself. */
const ends = ({ Type, End, Next }: AslState): boolean => Type !== "Succeed" && Type !== "Fail" && End === true && typeof Next !== "string";

/** A node whose lists are still being filled. */
interface Growing extends Node {
  readonly inside: Scope[];
  readonly ways: Way[];
  readonly from: { readonly node: Node; readonly by: Way["by"] }[];
}

function connect(nodes: ReadonlyMap<string, Growing>): void {
  for (const node of nodes.values()) {
    for (const { by, to } of edgesOf(node.state)) {
      const target = nodes.get(to);
      if (!target) continue;
      node.ways.push({ by, to: target });
      target.from.push({ node, by });
    }
    if (ends(node.state)) node.ways.push({ by: "next", to: END });
  }
}

/** The graph of a machine. */
export function graphOf(machine: AslMachine): Graph {
  const all: Node[] = [];
  const scopeOf = (of: AslMachine, owner: Node | undefined): Scope => {
    const nodes = new Map<string, Growing>();
    const scope: Scope = { machine: of, owner, nodes };
    for (const [name, state] of Object.entries(of.States)) {
      const node: Growing = { name, state, scope, index: all.length, inside: [], ways: [], from: [] };
      all.push(node);
      nodes.set(name, node);
      for (const inner of machinesIn(state)) node.inside.push(scopeOf(inner, node));
    }
    connect(nodes);
    return scope;
  };
  return { top: scopeOf(machine, undefined), nodes: all };
}

/** The states around a state, outermost first. */
export function aroundOf({ scope }: Node): readonly string[] {
  return scope.owner ? [...aroundOf(scope.owner), scope.owner.name] : [];
}

/** How many states are inside a state, at any depth. */
export const sizeInside = ({ inside }: Node): number =>
  inside.reduce((sum, { nodes }) => [...nodes.values()].reduce((part, node) => part + 1 + sizeInside(node), sum), 0);

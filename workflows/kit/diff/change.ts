/** What one line of a diff says. */
import type { Json } from "../asl/index.ts";
import { aroundOf, type Node } from "./graph.ts";

/** What a change is about. */
export type Subject =
  | "machine"
  | "state"
  | "edge"
  | "rule"
  | "retry"
  | "catch"
  | "timeout"
  | "payload"
  | "result"
  | "resource"
  | "credentials"
  | "map"
  | "permission"
  | "other";

/** One change of a machine: one line. */
export interface Change {
  readonly subject: Subject;
  readonly action: "added" | "removed" | "renamed" | "moved" | "reordered" | "changed";
  /** The state's name now, or its last one; absent for the whole machine. */
  readonly state?: string;
  /** The states around that state, outermost first. */
  readonly around: readonly string[];
  /** Where in the state: `Parameters.Payload.runId`, `Retry`. */
  readonly field?: string;
  readonly from?: Json;
  readonly to?: Json;
  /** The change for people, without the state's name. */
  readonly words: string;
  /** A reviewer should look: something is caught, retried, bounded or forbidden no longer. */
  readonly risky: boolean;
}

/** A change before it is known which state it belongs to. */
export type Part = Omit<Change, "state" | "around" | "risky"> & { readonly risky?: boolean };

/** The change of a state, or of the whole machine. */
export const changeOf = (part: Part, node?: Node): Change => ({
  ...part,
  ...(node && { state: node.name }),
  around: node ? aroundOf(node) : [],
  risky: part.risky ?? false,
});

/** Scopes: a state reads its own machine and those around it, and a distributed Map's child reads only what it was handed. */
import type { Scope } from "../build/scope.ts";
import { ownReads } from "../build/state-reads.ts";
import { scopesIn, type TaskState } from "../build/states.ts";
import { expression, type PathNode, printExpression, readsOf } from "../expressions/index.ts";
import type { Checked } from "./problem.ts";

const printed = (read: PathNode): string => printExpression(expression({ kind: "path", root: read.root, segments: read.segments }));

function checkRead(read: PathNode, scope: Scope, state: string, { owners, report }: Checked): void {
  // The token's own check says more: it never leaves its call.
  if (read.root.kind === "taskToken") return;
  const owner = owners.get(read.root);
  if (!owner) {
    if (read.root.kind !== "output") report(`it reads ${printed(read)}, which belongs to another workflow.`, state);
    return;
  }
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    if (at === owner || (read.root.kind === "context" && at.kind === "handwritten")) return;
    if (at.kind === "handwritten") {
      report(
        `it reads ${printed(read)}, but the inside of the hand-written "${at.label}" sees only what that state hands it.`,
        state,
        "Read it from the body's parameter.",
      );
      return;
    }
    if (at.kind === "distributed") {
      report(
        `it reads ${printed(read)}, but a child of the distributed Map "${at.label}" sees only its item.`,
        state,
        "Hand it in by with, or by batch.input.",
      );
      return;
    }
  }
  report(`it reads ${printed(read)}, which belongs to the inside of another Map or branch.`, state, "Return it from there.");
}

/** `keep` becomes a ResultSelector, which sees the result and the context object. */
function checkKeep(state: TaskState, { report }: Checked): void {
  const keep = state.keep;
  if (!keep) return;
  for (const read of readsOf(keep.value)) {
    if (read.root === keep.raw || read.root.kind === "context") continue;
    report(`keep reads ${printed(read)}; a ResultSelector sees only the result.`, state.name, "Read it where it is needed.");
  }
}

/** Checks the scope and those inside it. */
export function checkScopes(scope: Scope, checked: Checked): void {
  for (const state of scope.all) {
    for (const read of ownReads(state)) {
      if (read.root.kind === "output")
        checked.report(`it reads ${printed(read)}, the raw result of another state.`, state.name, "Return it from keep.");
      else checkRead(read, scope, state.name, checked);
    }
    if (state.type === "Task") checkKeep(state, checked);
    for (const inner of scopesIn(state)) checkScopes(inner, checked);
  }
}

/** Says in lines what changed between two machines. */
import { type AslMachine, statesOf } from "../asl/index.ts";
import { type Change, changeOf } from "./change.ts";
import { graphOf } from "./graph.ts";
import { matchStates, withGraph } from "./match/index.ts";
import { scopeParts } from "./parts/index.ts";
import { type PermissionLines, permissionChanges } from "./permissions.ts";
import { sameTextUnder } from "./renames.ts";
import { stateChanges } from "./state-changes.ts";
import { renamedData, withNewNames } from "./variables.ts";
import { count, quoted } from "./words.ts";

function between(before: AslMachine, after: AslMachine): readonly Change[] {
  const now = graphOf(after);
  const first = matchStates(graphOf(before), now);
  const data = renamedData(before, after, first);
  const pairs = data.length === 0 ? first : withGraph(first, graphOf(withNewNames(before, data)));
  const same = sameTextUnder(pairs);
  const top = scopeParts(pairs.before.top, pairs.after.top, "", pairs, same).map((part) =>
    changeOf({ ...part, subject: part.subject === "other" ? "machine" : part.subject }),
  );
  return [...top, ...stateChanges(pairs, data, same)];
}

function whole(machine: AslMachine, action: "added" | "removed"): Change {
  const words = `${action} (${count(statesOf(machine).length, "state")}, starts at ${quoted(machine.StartAt)})`;
  return changeOf({ subject: "machine", action, words, risky: action === "removed" });
}

/**
 * What changed between two machines, in the order of the new one; nothing when they are the same but for the order of keys.
 *
 * @param before - undefined when the machine is new
 * @param after - undefined when the machine is gone
 * @param permissions - what each may do, as "action on resource" lines
 * @example
 * ```ts
 * const [change] = diffMachines(readAsl(old), readAsl(now));
 * change?.words; // "Retry on States.Timeout, MaxAttempts: 3 → 5"
 * ```
 */
export function diffMachines(
  before: AslMachine | undefined,
  after: AslMachine | undefined,
  permissions?: PermissionLines,
): readonly Change[] {
  const said = permissions ? permissionChanges(permissions) : [];
  if (before && after) return [...between(before, after), ...said];
  if (after) return [whole(after, "added"), ...said];
  return before ? [whole(before, "removed"), ...said] : said;
}

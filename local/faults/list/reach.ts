/** How a night gets to a state: which Tasks have to fail before, what is asked for, or why it never gets there. */
import type { Disturbance, Entry, Situation, StateDisturbance } from "./fault.ts";
import type { Machine } from "./machines.ts";

/** A situation, or the reason why there is none. */
export type Reach = Situation | { readonly outOfReach: string };

const stateError = (machine: string, name: string, way: StateDisturbance["way"] = "error"): StateDisturbance => ({
  kind: "state",
  machine,
  state: name,
  way,
});

/** The last Task before the proof: as much is made, and as little of it is live, as can be. */
const lateFailure = stateError("aurora-refresh", "Check tonight's cluster");
const stoppedWhileCloning = stateError("aurora-refresh", "Await the clone", "stopped");
const stoppedInsideSwitch = stateError("daily-refresh", "Switch services", "stopped");
/** The run stays marked "switching": neither it nor its clean-up can go back. */
const insideForGood: readonly Disturbance[] = [
  stateError("daily-refresh", "Switch services"),
  stateError("daily-refresh", "Roll back services"),
  stateError("refresh-cleanup", "Roll back services"),
];

/** States that a decision about data leads to, and what makes it so. */
const decided: ReadonlyMap<string, Reach> = new Map<string, Reach>([
  ["daily-refresh/Clean up the run before", { nightBefore: [stoppedWhileCloning, stateError("refresh-cleanup", "Find what is left")] }],
  ["daily-refresh/Record failure", { before: [lateFailure] }],
  ["aurora-refresh/Await the clone: failed", { before: [{ kind: "step", step: "RestoreClone", way: "failed" }] }],
  ["aurora-refresh/Await the masking: failed", { before: [{ kind: "step", step: "ConfirmStatements", way: "failed" }] }],
  ["aurora-refresh/Take production's snapshot", { outOfReach: "production has a young snapshot here" }],
  ["refresh-cleanup/It still runs", { outOfReach: "no clean-up starts here while its run goes on" }],
  ["refresh-cleanup/Stop execution", { before: [stoppedWhileCloning] }],
  ["refresh-cleanup/Stop automation", { before: [stoppedWhileCloning] }],
  ["refresh-cleanup/Roll back services", { before: [stoppedInsideSwitch] }],
]);

const entries: ReadonlyMap<string, Situation> = new Map<Entry, Situation>([
  ["preview", { entry: "preview" }],
  ["resume", { entry: "resume", nightBefore: insideForGood }],
  ["rollBack", { entry: "rollBack" }],
]);

/**
 * For every state of a machine, the cheapest way to it. Caught errors become failures of their Tasks; a Choice that asks for a
 * member of the input becomes an entry; where a poll gives up or what it waits for fails is out of reach.
 */
export function reachOf(machine: Machine): ReadonlyMap<string, Reach> {
  const found = new Map<string, Reach>();
  const open = new Map<string, Reach>([[machine.startAt, machine.name === "refresh-cleanup" ? { before: [lateFailure] } : {}]]);
  const offer = (to: string, reach: Reach): void => {
    const offered = decided.get(`${machine.name}/${to}`) ?? reach;
    const known = found.get(to) ?? open.get(to);
    if (known === undefined || (!found.has(to) && costOf(offered) <= costOf(known))) open.set(to, offered);
  };
  for (;;) {
    const [next] = [...open].sort(([, a], [, b]) => costOf(a) - costOf(b));
    if (next === undefined) return found;
    const [name, here] = next;
    open.delete(name);
    found.set(name, here);
    const state = machine.states.get(name);
    for (const { to, rule } of state?.next ?? []) offer(to, pollEnds(to) ?? entryOf(rule) ?? here);
    for (const to of state?.caught ?? []) offer(to, "outOfReach" in here ? here : failing(here, machine.name, name));
  }
}

const failing = (here: Situation, machine: string, name: string): Situation => ({
  ...here,
  before: [...(here.before ?? []), stateError(machine, name)],
});

/** A failure is dearer than none, a whole night dearer than failures, and what is out of reach dearer than all. */
function costOf(reach: Reach): number {
  if ("outOfReach" in reach) return 10_000;
  return (reach.before?.length ?? 0) + (reach.entry === undefined ? 0 : 10) + (reach.nightBefore?.length ?? 0) * 100;
}

function pollEnds(name: string): Reach | undefined {
  if (name.endsWith(": gave up")) return { outOfReach: "no poll gives up here" };
  return name.endsWith(": failed") ? { outOfReach: "what it waits for does not fail here" } : undefined;
}

function entryOf(rule: Readonly<Record<string, unknown>> | undefined): Reach | undefined {
  return rule?.IsPresent === true ? entries.get(String(rule.Variable).replace(/^\$\./, "")) : undefined;
}

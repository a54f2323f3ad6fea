/** The faults of states: every state of every machine, in every way that makes sense for its type. */
import type { Fault, StateDisturbance } from "./fault.ts";
import type { Machine, MachineState } from "./machines.ts";
import { type Reach, reachOf } from "./reach.ts";

/** The faults of a machine's states. Those of the clean-up come twice: after a night that failed, and after one that did not. */
export function stateFaults(machine: Machine): Fault[] {
  const reach = reachOf(machine);
  const all = [...machine.states.values()].flatMap((state) => {
    const there = reach.get(state.name) ?? { outOfReach: "no path leads there" };
    return waysOf(state).map((way) => fault(machine.name, state.name, way, there));
  });
  if (machine.name !== "refresh-cleanup") return all;
  return all.flatMap((one) => {
    const ordinary = one.before?.length === 1 && one.before[0]?.kind === "state" && one.before[0].way === "error";
    const { before: _, ...alone } = one;
    return ordinary ? [one, { ...alone, name: `${one.name} after a good night`, way: `${one.way} after a good night` }] : [one];
  });
}

function waysOf({ type, invokes, startsMachine }: MachineState): StateDisturbance["way"][] {
  if (type !== "Task") return ["stopped"];
  // Two machines at work are no process to kill: the states of the other one are in the list.
  return invokes === undefined || startsMachine ? ["error", "timeout", "stopped"] : ["error", "timeout", "stopped", "killed"];
}

function fault(machine: string, state: string, way: StateDisturbance["way"], reach: Reach): Fault {
  const disturbance = { kind: "state", machine, state, way } as const;
  return { name: `${machine}/${state}/${way}`, group: machine, place: state, way, disturbance, ...reach };
}

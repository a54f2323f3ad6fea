/** What the committed machines say of a Task. */
import { committedMachines, type MachineState } from "../list/machines.ts";

const stateIn = (machine: string, state: string): MachineState | undefined =>
  committedMachines()
    .find(({ name }) => name === machine)
    ?.states.get(state);

/** The function and the operation that a Task invokes; undefined when it invokes none. */
export const invokedIn = (machine: string, state: string): MachineState["invokes"] => stateIn(machine, state)?.invokes;

/** Whether a Task starts another machine and waits for it. */
export const startsMachine = (machine: string, state: string): boolean => stateIn(machine, state)?.startsMachine === true;

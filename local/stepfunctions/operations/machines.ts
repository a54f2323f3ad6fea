/** State machines. */
import type { CreateStateMachineInput, StateMachineDescription, StateMachineSummary, UpdateStateMachineInput } from "../engine-types.ts";
import { type Machines, machineDescription, type StoredMachine } from "../machines.ts";

export interface MachineOperations {
  createStateMachine(input: CreateStateMachineInput): {
    stateMachineArn: string;
    creationDate: number;
    stateMachineVersionArn?: string;
  };
  updateStateMachine(input: UpdateStateMachineInput): {
    updateDate: number;
    revisionId?: string;
    stateMachineVersionArn?: string;
  };
  /** @param input the ARN of a machine or of a version */
  describeStateMachine(input: { stateMachineArn: string }): StateMachineDescription;
  listStateMachines(): { stateMachines: readonly StateMachineSummary[] };
  deleteStateMachine(input: { stateMachineArn: string }): void;
}

/** @param random chooses among the versions of an alias */
export function machineOperations(machines: Machines, now: () => number, random: () => number): MachineOperations {
  return {
    createStateMachine: (input) => {
      const stored = machines.create(input);
      return { stateMachineArn: stored.arn, creationDate: stored.creationDate, ...published(stored, input) };
    },
    updateStateMachine: (input) => {
      const stored = machines.update(input);
      const { revisionId } = stored.content;
      return { ...(revisionId === undefined ? {} : { revisionId }), ...published(stored, input), updateDate: now() };
    },
    describeStateMachine: ({ stateMachineArn }) => machineDescription(machines.target(stateMachineArn, random)),
    listStateMachines: () => ({ stateMachines: machines.list() }),
    deleteStateMachine: ({ stateMachineArn }) => machines.delete(stateMachineArn),
  };
}

function published(
  { versions, content }: StoredMachine,
  { publish, versionDescription }: Pick<CreateStateMachineInput, "publish" | "versionDescription">,
): { stateMachineVersionArn?: string } {
  return publish ? { stateMachineVersionArn: versions.publish(content, versionDescription).arn } : {};
}

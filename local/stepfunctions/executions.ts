/** The registry of executions, in the order in which they started. */
import { checkArn } from "./arns.ts";
import { variableReferences } from "./definition/variable-references.ts";
import { ApiError } from "./errors.ts";
import type { Execution, ExecutionStart } from "./execution.ts";
import type { JsonObject } from "./json.ts";

export class Executions {
  readonly #byArn = new Map<string, Execution>();

  add(execution: Execution): Execution {
    this.#byArn.set(execution.start.arn, execution);
    return execution;
  }

  /**
   * The running execution of that name and input, to which a second start is idempotent.
   *
   * @throws ApiError ExecutionAlreadyExists
   */
  same(arn: string, input: string): Execution | undefined {
    const existing = this.#byArn.get(arn);
    if (existing === undefined) return undefined;
    if (existing.status === "RUNNING" && existing.start.input.text === input) return existing;
    throw new ApiError("ExecutionAlreadyExists", `Execution Already Exists: '${arn}'`);
  }

  /** @throws ApiError ExecutionDoesNotExist or InvalidArn */
  find(arn: unknown): Execution {
    const checked = checkArn(arn, "execution");
    const execution = this.#byArn.get(checked);
    if (execution === undefined) throw new ApiError("ExecutionDoesNotExist", `Execution Does Not Exist: '${checked}'`);
    return execution;
  }

  /** Newest first; children of Map Runs only when asked for. */
  list({ stateMachineArn, mapRunArn }: { stateMachineArn?: string | undefined; mapRunArn?: string | undefined }): Execution[] {
    const chosen = [...this.#byArn.values()].filter(({ start }) =>
      mapRunArn === undefined ? start.mapRunArn === undefined && startedBy(start, stateMachineArn) : start.mapRunArn === mapRunArn,
    );
    return chosen.reverse();
  }

  running(): Execution[] {
    return [...this.#byArn.values()].filter(({ status }) => status === "RUNNING");
  }

  machineOf(arn: string): JsonObject {
    const { start, startDate } = this.find(arn);
    return {
      stateMachineArn: start.stateMachineArn,
      name: start.stateMachineName,
      definition: start.definition,
      roleArn: start.roleArn,
      updateDate: startDate,
      loggingConfiguration: start.content?.logging ?? { level: "OFF", includeExecutionData: false },
      tracingConfiguration: start.content?.tracing ?? { enabled: false },
      encryptionConfiguration: { type: "AWS_OWNED_KEY" },
      ...variableReferences(start.machine),
      ...(start.content?.revisionId === undefined ? {} : { revisionId: start.content.revisionId }),
      ...(start.mapRunArn === undefined ? {} : { mapRunArn: start.mapRunArn }),
    };
  }
}

function startedBy({ stateMachineArn, stateMachineVersionArn, stateMachineAliasArn }: ExecutionStart, arn: string | undefined): boolean {
  return arn !== undefined && [stateMachineArn, stateMachineVersionArn, stateMachineAliasArn].includes(arn);
}

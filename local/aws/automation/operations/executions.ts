/** The operations on executions: start, look, list, signal, stop. */
import { AwsError, type GatewayRequest } from "../../gateway/service.ts";
import type { AssumeRole } from "../assume-role.ts";
import { type Execution, isTerminal } from "../execution.ts";
import type { Credentials } from "../python/process.ts";
import type { DocumentStore } from "./document-store.ts";
import { EXECUTION_FILTERS, filtered, page, STEP_FILTERS } from "./filters.ts";
import type { Queue } from "./queue.ts";
import { renderExecution, renderMetadata, renderStep } from "./render.ts";
import { signal } from "./signal.ts";
import { isSameRequest, newExecution } from "./start.ts";

export interface ExecutionDependencies {
  readonly documents: DocumentStore;
  readonly queue: Queue;
  readonly assumeRole: AssumeRole;
  readonly credentialsFor: (account: string) => Credentials;
  readonly run: (execution: Execution, credentials: Credentials) => Promise<void>;
  readonly onStatus: (execution: Execution) => void;
}
type Answer = Record<string, unknown>;
export type ExecutionOperation = (request: GatewayRequest) => Answer | Promise<Answer>;

/** The operations, by name. */
export function executionOperations(dependencies: ExecutionDependencies): ReadonlyMap<string, ExecutionOperation> {
  const executions = new Map<string, Execution>();
  const inAccount = ({ account, region }: GatewayRequest): Execution[] =>
    [...executions.values()].filter((execution) => execution.account === account && execution.region === region).reverse();
  const find = (request: GatewayRequest): Execution => {
    const id = String(request.parameters.AutomationExecutionId);
    const found = inAccount(request).find((execution) => execution.id === id);
    if (!found) throw new AwsError("AutomationExecutionNotFoundException", `Automation Execution with ID: ${id} does not exist.`);
    return found;
  };
  return new Map<string, ExecutionOperation>([
    ["StartAutomationExecution", (request) => start(dependencies, executions, request)],
    ["GetAutomationExecution", (request) => ({ AutomationExecution: renderExecution(find(request)) })],
    [
      "DescribeAutomationExecutions",
      (request) => {
        const { items, next } = page(filtered(inAccount(request), request.parameters.Filters, EXECUTION_FILTERS), request.parameters);
        return { AutomationExecutionMetadataList: items.map(renderMetadata), ...next };
      },
    ],
    [
      "DescribeAutomationStepExecutions",
      (request) => {
        const execution = find(request);
        const steps = request.parameters.ReverseOrder === true ? [...execution.steps].reverse() : execution.steps;
        const { items, next } = page(filtered(steps, request.parameters.Filters, STEP_FILTERS), request.parameters);
        return { StepExecutions: items.map((record) => renderStep(execution, record)), ...next };
      },
    ],
    [
      "SendAutomationSignal",
      (request) => {
        signal(find(request), request.parameters.SignalType, request.parameters.Payload);
        return {};
      },
    ],
    ["StopAutomationExecution", (request) => stop(find(request), request, dependencies.onStatus)],
  ]);
}

async function start(dependencies: ExecutionDependencies, executions: Map<string, Execution>, request: GatewayRequest): Promise<Answer> {
  const { documents, queue, assumeRole, credentialsFor, run } = dependencies;
  const execution = newExecution(documents, request);
  const former =
    execution.clientToken &&
    [...executions.values()].find((other) => other.clientToken === execution.clientToken && other.account === execution.account);
  if (former) {
    if (isSameRequest(former, execution)) return { AutomationExecutionId: former.id };
    throw new AwsError("IdempotentParameterMismatch", "The ClientToken was used before with other parameters.");
  }
  if (queue.full()) throw new AwsError("AutomationExecutionLimitExceededException", "Too many executions are running and waiting.");
  const credentials =
    execution.assumeRole === ""
      ? credentialsFor(execution.account)
      : await assumeRole({ roleArn: execution.assumeRole, sessionName: `automation-${execution.id}`, account: execution.account });
  executions.set(execution.id, execution);
  dependencies.onStatus(execution);
  queue.add(() => run(execution, credentials));
  return { AutomationExecutionId: execution.id };
}

function stop(execution: Execution, { parameters: { Type = "Cancel" } }: GatewayRequest, onStatus: (execution: Execution) => void): Answer {
  if (Type !== "Cancel" && Type !== "Complete") throw new AwsError("ValidationException", "Type is Cancel or Complete.");
  if (isTerminal(execution.status) || execution.status === "Cancelling") {
    throw new AwsError("InvalidAutomationStatusUpdateException", `The automation execution is in the status ${execution.status}.`);
  }
  if (Type === "Complete") {
    execution.turn?.go("complete");
    execution.completeRequested = true; // unverified against AWS: the running step ends, no other is started
    return {};
  }
  execution.status = "Cancelling";
  onStatus(execution);
  execution.cancel.abort();
  return {};
}

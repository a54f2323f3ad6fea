/** The Automation part of SSM: documents of type Automation and their executions, by real Python with boto3. */
import { mkdirSync } from "node:fs";
import path from "node:path";
import type { GatewayRequest, GatewayResponse, ServiceHandler } from "../gateway/service.ts";
import { type AssumeRole, stsAssumeRole } from "./assume-role.ts";
import type { AutomationEvent, Execution } from "./execution.ts";
import { createDocumentStore } from "./operations/document-store.ts";
import { documentOperations } from "./operations/documents.ts";
import { executionOperations } from "./operations/executions.ts";
import { createQueue } from "./operations/queue.ts";
import type { Credentials } from "./python/process.ts";
import { runExecution } from "./run/run-execution.ts";

export interface AutomationDependencies {
  /** The gateway's endpoint, asked for when a process starts. */
  readonly endpoint: () => string;
  readonly region: string;
  /** The Python interpreter that has boto3. */
  readonly python: string;
  /** Scripts work in an empty folder below it. */
  readonly dataDir: string;
  /** The caller's own credentials, for documents without a role. */
  readonly credentialsFor: (account: string) => Credentials;
  /** Default: AssumeRole by STS at the endpoint. */
  readonly assumeRole?: AssumeRole;
  /** What scripts print, and internal errors. */
  readonly log: (line: string) => void;
  readonly onEvent?: (event: AutomationEvent) => void;
  /** Real seconds of one second of aws:sleep; 1 when absent. */
  readonly waitTimeScale?: number;
}

export interface AutomationService {
  /** Undefined for everything of SSM that is not Automation. */
  readonly handle: ServiceHandler;
  /** Kills every script; settles when no process is left. */
  readonly stop: () => Promise<void>;
}

/**
 * Makes the service.
 *
 * @example
 * ```ts
 * const automation = createAutomationService({ endpoint: () => gateway.endpoint, region, python, dataDir, credentialsFor, log });
 * await automation.handle({ service: "ssm", operation: "StartAutomationExecution", … });
 * await automation.stop();
 * ```
 */
export function createAutomationService(dependencies: AutomationDependencies): AutomationService {
  const { region, python, credentialsFor, log, endpoint } = dependencies;
  const workDir = path.join(dependencies.dataDir, "automation");
  mkdirSync(workDir, { recursive: true, mode: 0o700 });
  const shutdown = new AbortController();
  const documents = createDocumentStore();
  const queue = createQueue();
  const about = ({ id, documentName, account }: Execution) => ({ executionId: id, documentName, account });
  const onStatus = (execution: Execution): void =>
    dependencies.onEvent?.({
      type: "execution",
      ...about(execution),
      status: execution.status,
      ...(execution.failureMessage === undefined ? {} : { failureMessage: execution.failureMessage }),
    });
  const run = (execution: Execution, credentials: Credentials): Promise<void> =>
    runExecution(execution, {
      python: async () => ({ python, endpoint: endpoint(), region, credentials, workDir }),
      waitTimeScale: dependencies.waitTimeScale ?? 1,
      log: (line) => log(`${execution.documentName} ${execution.id} ${line}`),
      shutdown: shutdown.signal,
      onStatus,
      onStep: (_, { definition, status, parent }) =>
        dependencies.onEvent?.({
          type: "step",
          ...about(execution),
          step: definition.name,
          action: definition.action,
          status,
          ...(parent ? { iteration: parent.Iteration } : {}),
        }),
    });
  const assumeRole = dependencies.assumeRole ?? stsAssumeRole({ endpoint, region, credentialsFor });
  const executions = executionOperations({ documents, queue, assumeRole, credentialsFor, run, onStatus });
  const handle = async (request: GatewayRequest): Promise<GatewayResponse | undefined> => {
    if (request.service !== "ssm") return undefined;
    const answer = (await executions.get(request.operation)?.(request)) ?? documentOperations.get(request.operation)?.(documents, request);
    return answer && { status: 200, headers: { "content-type": "application/x-amz-json-1.1" }, body: JSON.stringify(answer) };
  };
  return {
    handle,
    stop: async () => {
      shutdown.abort();
      await queue.close();
    },
  };
}

/** Lets every machine call under its own role: its Tasks, its distributed Maps' files, and its starts of other machines. */
import { AsyncLocalStorage } from "node:async_hooks";
import {
  awsIntegrations,
  awsObjectStore,
  type Engine,
  IntegrationError,
  type Integrations,
  type MockRequest,
  type ObjectStore,
} from "../../stepfunctions/index.ts";
import type { Credentials, RoleSession } from "../gateway/index.ts";
import type { AccessControl, Denial } from "../iam/index.ts";

export interface MachineRolesOptions {
  readonly endpoint: string;
  readonly region: string;
  readonly accountId: string;
  readonly access: AccessControl;
  /** The engine, once it is made. */
  engine(): Engine | undefined;
}

export interface MachineRoles {
  readonly integrations: Integrations;
  readonly objects: ObjectStore;
  /** Told of every event of an execution: what comes next in its branch is done under its machine's role. */
  entered(executionArn: string): void;
  /** The error of a Task that starts a machine without a permission; undefined for every other Task. */
  refuses(
    request: Pick<MockRequest, "executionArn" | "resource" | "service" | "action" | "parameters">,
  ): { error: string; cause: string } | undefined;
  close(): void;
}

/** `…:execution:NAME/LABEL:ID` → `…:stateMachine:NAME/LABEL`. */
const machineOf = (executionArn: string): string => {
  const parts = executionArn.split(":");
  return [...parts.slice(0, 5), "stateMachine", parts[6] ?? ""].join(":");
};

/** The machine itself, of one that runs a Map's items. */
const withoutLabel = (machineArn: string): string => machineArn.split("/")[0] ?? machineArn;

/** The rule through which Step Functions hears that an execution has ended. */
const managedRule = "StepFunctionsGetEventsForStepFunctionsExecutionRule";

/** Makes it; each machine's credentials are issued when it first calls. */
export function createMachineRoles({ endpoint, region, accountId, access, engine }: MachineRolesOptions): MachineRoles {
  const branch = new AsyncLocalStorage<string>();
  const aws = new Map<string, { readonly integrations: Integrations; readonly objects: ReturnType<typeof awsObjectStore> }>();

  const session = (machineArn: string): RoleSession => {
    const roleArn = engine()?.describeStateMachine({ stateMachineArn: withoutLabel(machineArn) }).roleArn ?? "";
    return { roleArn, sessionName: "step-functions", externalId: machineArn };
  };
  const credentials = async (machineArn: string): Promise<Credentials> =>
    access.assume({ ...session(machineArn), service: "states.amazonaws.com", account: accountId });
  const of = (machineArn: string) => {
    const known = aws.get(machineArn);
    if (known !== undefined) return known;
    const { roleArn } = session(machineArn);
    const options = { endpoint, region, accountId, roleArn, credentials: () => credentials(machineArn) };
    const made = { integrations: awsIntegrations(options), objects: awsObjectStore(options) };
    aws.set(machineArn, made);
    return made;
  };
  const current = (): string => branch.getStore() ?? "";

  /** A distributed Map starts executions of its own machine. */
  const startsChildren = (): void => {
    const machineArn = current();
    const denial = access.check(
      session(machineArn),
      { action: "states:StartExecution", resource: withoutLabel(machineArn) },
      "distributed Map",
    );
    if (denial !== undefined) throw new IntegrationError({ error: "AccessDeniedException", cause: said(denial) });
  };

  return {
    integrations: { call: (request) => of(request.context.stateMachineArn).integrations.call(request) },
    objects: {
      get: async (bucket, key) => {
        startsChildren();
        return of(current()).objects.get(bucket, key);
      },
      list: async (bucket, prefix) => {
        startsChildren();
        return of(current()).objects.list(bucket, prefix);
      },
      put: (bucket, key, body) => of(current()).objects.put(bucket, key, body),
    },
    entered: (executionArn) => branch.enterWith(machineOf(executionArn)),
    refuses({ executionArn, resource, service, action, parameters }) {
      if (service !== "states" || action !== "startExecution") return undefined;
      const { StateMachineArn } = (parameters ?? {}) as { StateMachineArn?: unknown };
      const child = String(StateMachineArn).split("#")[0] ?? "";
      const executions = `${child.replace(":stateMachine:", ":execution:")}:name`;
      const waits = resource.includes(".sync");
      const needs = [
        { action: "states:StartExecution", resource: child },
        ...(waits ? ["DescribeExecution", "StopExecution"].map((name) => ({ action: `states:${name}`, resource: executions })) : []),
        ...(waits
          ? ["DescribeRule", "PutRule", "PutTargets"].map((name) => ({
              action: `events:${name}`,
              resource: `arn:aws:events:${region}:${accountId}:rule/${managedRule}`,
            }))
          : []),
      ];
      for (const need of needs) {
        const denial = access.check(session(machineOf(executionArn)), need, "states:startExecution");
        if (denial !== undefined) return { error: "StepFunctions.AccessDeniedException", cause: said(denial) };
      }
      return undefined;
    },
    close() {
      for (const { integrations, objects } of aws.values()) {
        void integrations.close?.();
        objects.close();
      }
    },
  };
}

const said = ({ who, action, resource }: Denial): string => `User: ${who} is not authorized to perform: ${action} on resource: ${resource}`;

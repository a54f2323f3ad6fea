/** Starts the engine with AWS as this gateway has it. */
import {
  awsIntegrations,
  awsObjectStore,
  createEngine,
  type Engine,
  IntegrationError,
  type Integrations,
  scaledClock,
} from "../../stepfunctions/index.ts";
import type { Closing } from "../closing.ts";
import type { ServiceEvent } from "../events/index.ts";
import { accountIds, rootCredentials } from "../gateway/index.ts";
import type { AccessControl } from "../iam/index.ts";
import type { Interference } from "../interference.ts";
import { type LocalEvents, stateEvent } from "../local-events.ts";
import { createMachineRoles } from "./machine-roles.ts";

export interface EngineParts {
  readonly endpoint: string;
  readonly region: string;
  readonly waitTimeScale: number;
  /** Machines call under their roles; without it, as the account. */
  readonly access: AccessControl | undefined;
  readonly events: LocalEvents;
  readonly closing: Closing;
  /** Whether the Task of this state name fails. */
  fails(stateName: string): boolean;
  interference(): Interference | undefined;
  emit(event: ServiceEvent): void;
}

/** Starts it; `closing` ends it. */
export function startEngine({ endpoint, region, waitTimeScale, access, events, closing, fails, interference, emit }: EngineParts): Engine {
  const accountId = accountIds.test;
  const aws = { endpoint, region, accountId, credentials: rootCredentials("test") };
  let engine: Engine | undefined;
  const roles = access && createMachineRoles({ endpoint, region, accountId, access, engine: () => engine });
  const s3 = awsObjectStore(aws);
  closing.add("The engine's object store", () => s3.close());
  if (roles) closing.add("The machines' roles", () => roles.close());
  const made = createEngine({
    clock: scaledClock(waitTimeScale),
    integrations: losingAnswers(roles?.integrations ?? awsIntegrations(aws), interference),
    accountId,
    region,
    s3: roles?.objects ?? s3,
    mocks(request) {
      const failure = fails(request.stateName)
        ? askedFailure(request.stateName)
        : (interference()?.beforeTask?.(request) ?? roles?.refuses(request));
      return failure && { throw: failure };
    },
    onStatusChange(detail) {
      const { executionArn, stateMachineArn, name, status, error, cause } = detail;
      events.tell({ type: "execution", executionArn, stateMachineArn, name, status, error, cause });
      emit({
        account: accountId,
        source: "aws.states",
        detailType: "Step Functions Execution Status Change",
        resources: [executionArn],
        detail,
      });
    },
  });
  engine = made;
  made.onHistoryEvent((executionArn, event) => {
    roles?.entered(executionArn);
    const told = stateEvent(executionArn, event);
    if (told !== undefined) events.tell(told);
  });
  closing.add("The engine", () => made.close());
  return made;
}

/** Integrations whose answers an interference may lose. */
function losingAnswers(integrations: Integrations, interference: () => Interference | undefined): Integrations {
  return {
    async call(request) {
      const answer = await integrations.call(request);
      const lost = interference()?.afterTask?.(request.context);
      if (lost !== undefined) throw new IntegrationError(lost);
      return answer;
    },
    close: () => integrations.close?.(),
  };
}

function askedFailure(stateName: string): { error: string; cause: string } {
  return { error: "Local.FailAt", cause: `The local AWS was asked to let the state "${stateName}" fail.` };
}

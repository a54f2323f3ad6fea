/** Starts and ends the local AWS: moto, the gateway, and the services that stand before moto. */
import { awsIntegrations, awsObjectStore, createEngine, type Engine, handleStatesRequest, scaledClock } from "../stepfunctions/index.ts";
import { createAutomationService } from "./automation/index.ts";
import { Closing } from "./closing.ts";
import { createDynamodbService } from "./dynamodb/index.ts";
import { createEventsService } from "./events/index.ts";
import { FunctionLog } from "./function-log.ts";
import {
  AccessKeys,
  accountIds,
  createMotoProxy,
  type Gateway,
  iamService,
  type OwnService,
  rootCredentials,
  startGateway,
  stsService,
} from "./gateway/index.ts";
import { createLambdaService } from "./lambda/index.ts";
import type { LocalAws, LocalAwsOptions } from "./local-aws-types.ts";
import { LocalEvents, stateEvent } from "./local-events.ts";
import { createMetricPublisher } from "./metrics/index.ts";
import { createMotoClient, startMoto } from "./moto/index.ts";
import { createRdsService } from "./rds/index.ts";
import { createRdsDataService } from "./rds-data/index.ts";
import { createBucketPolicies } from "./s3/index.ts";
import { ssmHandler } from "./ssm/index.ts";

/**
 * Starts everything on 127.0.0.1; when a part does not start, the others are ended.
 *
 * @throws PortTakenError when the given port is in use
 * @example
 * const aws = await startLocalAws({ dataDir, python: ".venv/bin/python", functions: [] });
 * const s3 = new S3Client({ endpoint: aws.endpoint, region: aws.region, credentials: aws.credentials("test") });
 * await aws.stop();
 */
export async function startLocalAws(options: LocalAwsOptions): Promise<LocalAws> {
  const closing = new Closing(options.log ?? (() => undefined));
  try {
    return await start(options, closing);
  } catch (error) {
    await closing.close();
    throw error;
  }
}

async function start(options: LocalAwsOptions, closing: Closing): Promise<LocalAws> {
  const { dataDir, python, functions, region = "us-west-2", log = () => undefined, waitTimeScale = 1 } = options;
  const events = new LocalEvents();
  const functionLog = new FunctionLog();
  const keys = new AccessKeys();

  const moto = await startMoto(python);
  closing.add("moto", () => moto.stop());
  const proxy = createMotoProxy(moto.port);
  closing.add("The proxy", () => proxy.close());

  let gateway: Gateway | undefined;
  closing.add("The gateway", () => gateway?.close());
  const endpoint = (): string => gateway?.endpoint ?? "";
  const access = { endpoint, region, credentialsFor: rootCredentials, accounts: accountIds, dataDir, log };

  const rds = createRdsService(access);
  closing.add("RDS", () => rds.stop());
  const rdsData = createRdsDataService({ ...access, clusters: rds.clusters });
  closing.add("The Data API", () => rdsData.stop());
  const automation = createAutomationService({
    ...access,
    python,
    waitTimeScale,
    onEvent: (event) => events.tell({ type: "automation", event }),
  });
  const dynamodb = createDynamodbService({ ...access, moto: createMotoClient(proxy, region) }, proxy);
  closing.add("DynamoDB", () => dynamodb.stop());
  const eventBridge = createEventsService(access, proxy);
  const metrics = createMetricPublisher({ endpoint, region, credentials: rootCredentials("test"), log });
  closing.add("The metrics", () => metrics.flush().then(() => metrics.close()));
  closing.add("Automation", () => automation.stop());
  const lambda = createLambdaService({
    functions,
    region,
    accountId: accountIds.test,
    surroundings: () => ({ region, accountId: accountIds.test, endpoint: endpoint(), credentials: rootCredentials("test") }),
    onLine: (functionName, line) => {
      if (metrics.take(line)) return;
      functionLog.add(functionName, line);
      log(`${functionName} ${line}`);
    },
    onEvent: (event) => events.tell(event),
  });
  closing.add("Lambda", () => lambda.stop());

  let engine: Engine | undefined;
  const services = new Map<string, OwnService>([
    [
      "states",
      { wholly: true, handle: async (request) => engine && handleStatesRequest(engine, { target: request.operation, body: request.body }) },
    ],
    ["lambda", { wholly: true, handle: lambda.handle }],
    ["rds", { wholly: true, handle: rds.handle }],
    ["rds-data", { wholly: true, handle: rdsData.handle }],
    ["ssm", { handle: ssmHandler(automation.handle) }],
    ["dynamodb", dynamodb],
    ["events", eventBridge],
    ["s3", createBucketPolicies(proxy)],
    ["sts", stsService(proxy, keys)],
    ["iam", iamService(proxy, keys)],
  ]);
  gateway = await startGateway({ region, keys, moto: proxy, services, port: options.port ?? 0, log });
  let failing: string | undefined;
  const fails = (stateName: string): boolean => stateName === failing;
  engine = startEngine(waitTimeScale, { endpoint: endpoint(), region, events, closing, fails, emit: eventBridge.emit });
  closing.add("EventBridge", () => eventBridge.stop());

  return {
    endpoint: gateway.endpoint,
    region,
    accounts: accountIds,
    credentials: rootCredentials,
    engine,
    rds,
    onEvent: (listener) => events.on(listener),
    failAt: (stateName) => {
      failing = stateName;
    },
    functionLog: (name) => functionLog.of(name),
    settled: async () => {
      await eventBridge.idle();
      await metrics.flush();
    },
    pids: () => [moto.pid],
    stop: () => closing.close(),
  };
}

interface EngineParts {
  readonly endpoint: string;
  readonly region: string;
  readonly events: LocalEvents;
  readonly closing: Closing;
  /** Whether the Task of this state name fails. */
  fails(stateName: string): boolean;
  emit(event: Parameters<ReturnType<typeof createEventsService>["emit"]>[0]): void;
}

function startEngine(waitTimeScale: number, { endpoint, region, events, closing, fails, emit }: EngineParts): Engine {
  const accountId = accountIds.test;
  const aws = { endpoint, region, accountId, credentials: rootCredentials("test") };
  const s3 = awsObjectStore(aws);
  closing.add("The engine's object store", () => s3.close());
  const engine = createEngine({
    clock: scaledClock(waitTimeScale),
    integrations: awsIntegrations(aws),
    accountId,
    region,
    s3,
    mocks: ({ stateName }) => (fails(stateName) ? { throw: failure(stateName) } : undefined),
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
  engine.onHistoryEvent((executionArn, event) => {
    const told = stateEvent(executionArn, event);
    if (told !== undefined) events.tell(told);
  });
  closing.add("The engine", () => engine.close());
  return engine;
}

function failure(stateName: string): { error: string; cause: string } {
  return { error: "Local.FailAt", cause: `The local AWS was asked to let the state "${stateName}" fail.` };
}

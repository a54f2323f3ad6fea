/** Starts and ends the local AWS: moto, the gateway, and the services that stand before moto. */
import { type Engine, handleStatesRequest } from "../stepfunctions/index.ts";
import { createAutomationService } from "./automation/index.ts";
import { Closing } from "./closing.ts";
import { createDynamodbService } from "./dynamodb/index.ts";
import { startEngine } from "./engine/index.ts";
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
import { createAccessControl } from "./iam/index.ts";
import { disturbed, type Interference } from "./interference.ts";
import { createLambdaService } from "./lambda/index.ts";
import type { LocalAws, LocalAwsOptions } from "./local-aws-types.ts";
import { LocalEvents } from "./local-events.ts";
import { createMetricPublisher } from "./metrics/index.ts";
import { createMotoClient, startMoto } from "./moto/index.ts";
import { createRdsService } from "./rds/index.ts";
import { createRdsDataService } from "./rds-data/index.ts";
import { createBucketPolicies } from "./s3/index.ts";
import { serviceRoles } from "./service-roles.ts";
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
  const { dataDir, python, functions, region = "us-west-2", log = () => undefined, waitTimeScale = 1, enforce = false } = options;
  const events = new LocalEvents();
  const functionLog = new FunctionLog();
  const keys = new AccessKeys();
  const access = enforce ? createAccessControl({ keys, region, log, ...(options.onDenied && { onDenied: options.onDenied }) }) : undefined;
  const roles = serviceRoles(access);

  const moto = await startMoto(python);
  closing.add("moto", () => moto.stop());
  const proxy = createMotoProxy(moto.port);
  closing.add("The proxy", () => proxy.close());

  let gateway: Gateway | undefined;
  closing.add("The gateway", () => gateway?.close());
  const endpoint = (): string => gateway?.endpoint ?? "";
  const ways = { endpoint, region, credentialsFor: rootCredentials, accounts: accountIds, dataDir, log };

  const rds = createRdsService(ways);
  closing.add("RDS", () => rds.stop());
  const rdsData = createRdsDataService({ ...ways, clusters: rds.clusters });
  closing.add("The Data API", () => rdsData.stop());
  const automation = createAutomationService({
    ...ways,
    ...(roles.automation && { assumeRole: roles.automation }),
    python,
    waitTimeScale,
    onEvent: (event) => events.tell({ type: "automation", event }),
  });
  const dynamodb = createDynamodbService({ ...ways, moto: createMotoClient(proxy, region) }, proxy);
  closing.add("DynamoDB", () => dynamodb.stop());
  const eventBridge = createEventsService({ ...ways, credentialsFor: roles.target }, proxy);
  const metrics = createMetricPublisher({ endpoint, region, credentials: rootCredentials("test"), log });
  closing.add("The metrics", () => metrics.flush().then(() => metrics.close()));
  closing.add("Automation", () => automation.stop());
  const lambda = createLambdaService({
    functions,
    region,
    accountId: accountIds.test,
    surroundings: (definition) => ({
      region,
      accountId: accountIds.test,
      endpoint: endpoint(),
      credentials: roles.function(definition, region),
    }),
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
  let interference: Interference | undefined;
  const guard = access && disturbed(access, keys, () => interference);
  gateway = await startGateway({ region, keys, moto: proxy, services, guard, port: options.port ?? 0, log });
  let failing: string | undefined;
  const fails = (stateName: string): boolean => stateName === failing;
  engine = startEngine({
    endpoint: endpoint(),
    region,
    waitTimeScale,
    access,
    events,
    closing,
    fails,
    interference: () => interference,
    emit: eventBridge.emit,
  });
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
    interfere: (given) => {
      interference = given;
    },
    killFunction: (name) => lambda.kill(name),
    functionLog: (name) => functionLog.of(name),
    access,
    settled: async () => {
      await eventBridge.idle();
      await metrics.flush();
    },
    pids: () => [moto.pid],
    stop: () => closing.close(),
  };
}

/** Parameter Store, KMS, SNS and Step Functions in memory, and a context made of all of it. */
import { createHmac } from "node:crypto";
import type { Clients } from "../../../../handlers/shared/clients.ts";
import type { Context } from "../../../../handlers/shared/context.ts";
import type { Pointer } from "../../../../handlers/shared/reports.ts";
import { type MemoryControl, memoryControl } from "./memory-control.ts";
import { type MemoryS3, memoryS3 } from "./memory-s3.ts";

type Send = { send(command: unknown): Promise<unknown> };
type Command = { input: Record<string, unknown>; constructor: { name: string } };

const sender = (commands: Record<string, (input: Record<string, unknown>) => unknown>): Send => ({
  send: async (command) => {
    const sent = command as Command;
    const run = commands[sent.constructor.name];
    if (run === undefined) throw new Error(`The fake has no ${sent.constructor.name}.`);
    return run(sent.input);
  },
});

/** Everything that an operation may touch. */
export interface World {
  readonly context: Context;
  readonly control: MemoryControl;
  readonly s3: MemoryS3;
  readonly parameters: Map<string, string>;
  readonly messages: { service: string; event: string; run: string }[];
  /** Executions that run. */
  readonly running: Set<string>;
  /** Called before a parameter is written. */
  onPutParameter?: (name: string) => void;
  /** Milliseconds since 1970; an operation sees it as its clock. */
  now: number;
}

export const buckets = { quarantine: "quarantine", staging: "staging", data: "data", production: "production" } as const;

/** A world with nothing in it. Production's S3 is a client of its own over buckets of its own. */
export function createWorld(): World {
  process.env.POWERTOOLS_METRICS_DISABLED ??= "true";
  const control = memoryControl();
  const s3 = memoryS3();
  const parameters = new Map<string, string>();
  const running = new Set<string>();
  const messages: World["messages"] = [];
  const mac = (input: Record<string, unknown>): Buffer =>
    createHmac("sha256", "a test key")
      .update(input.Message as Buffer)
      .digest();
  const clients = {
    s3: s3.client,
    kms: sender({
      GenerateMacCommand: (input) => ({ Mac: mac(input) }),
      VerifyMacCommand: (input) => {
        if (mac(input).equals(Buffer.from(input.Mac as Buffer))) return { MacValid: true };
        throw Object.assign(new Error(), { name: "KMSInvalidMacException" });
      },
    }),
    ssm: sender({
      GetParametersByPathCommand: ({ Path }) => ({
        Parameters: [...parameters].filter(([name]) => name.startsWith(String(Path))).map(([Name, Value]) => ({ Name, Value })),
      }),
      PutParameterCommand: ({ Name, Value }) => {
        world.onPutParameter?.(String(Name));
        parameters.set(String(Name), String(Value));
        return {};
      },
      DescribeAutomationExecutionsCommand: () => ({ AutomationExecutionMetadataList: [] }),
    }),
    sns: sender({
      PublishCommand: ({ Message }) => {
        messages.push(JSON.parse(String(Message)));
        return {};
      },
    }),
    sfn: sender({
      DescribeExecutionCommand: ({ executionArn }) => ({ status: running.has(String(executionArn)) ? "RUNNING" : "ABORTED", input: "{}" }),
      ListExecutionsCommand: () => ({ executions: [] }),
    }),
    production: () => ({ s3: s3.client, dynamodb: sender({ ListExportsCommand: () => ({}) }), rds: sender({}) }),
  } as unknown as Clients;
  const variables: Context["variables"] = {
    ENVIRONMENT: "test",
    ACCOUNT_ID: "222222222222",
    CONTROL_TABLE: "test-refresh",
    QUARANTINE_BUCKET: buckets.quarantine,
    STAGING_BUCKET: buckets.staging,
    DATA_BUCKET: buckets.data,
    PROD_ACCOUNT_ID: "111111111111",
    PROD_DATA_BUCKET: buckets.production,
    PROD_CLUSTER_IDENTIFIER: "prod-aurora",
    PROD_READER_ROLE_ARN: "arn:aws:iam::111111111111:role/refresh-reader",
    PROD_EXTERNAL_ID: "test",
    MASKING_KEY_ID: "alias/app-masking-test",
    DATABASE_NAME: "app",
    DATA_TOPIC_ARN: "arn:aws:sns:us-west-2:222222222222:test-service-data",
    CHILD_STATE_MACHINE_ARNS: "arn:aws:states:us-west-2:222222222222:stateMachine:test-s3-sync",
    AUTOMATION_DOCUMENT_NAME: "test-aurora-snapshot-clone-mask",
    SNAPSHOT_MAX_AGE_HOURS: 24,
  };
  const world: World = {
    context: { variables, clients, control, now: () => world.now },
    control,
    s3,
    parameters,
    messages,
    running,
    now: Date.UTC(2026, 10, 24, 3),
  };
  return world;
}

/** A pointer at a run. */
export function pointerAt(run: string, service: string, tables: Record<string, string> = {}): Pointer {
  return {
    schemaVersion: 1,
    run,
    endpoint: `${run}.cluster.local`,
    readerEndpoint: `${run}.cluster-ro.local`,
    port: 5432,
    database: "app",
    schema: service,
    secretArn: `arn:aws:secretsmanager:us-west-2:222222222222:secret:${run}`,
    tables,
    bucket: buckets.data,
    prefix: `${service}/`,
  };
}

/** Points a service at a run. */
export function point(world: World, service: string, pointer: Pointer): void {
  world.parameters.set(`/test/${service}/data`, JSON.stringify(pointer));
}

/** What `raise` is in tests: an error with the name. */
export const raise = (name: string, message: string): never => {
  throw Object.assign(new Error(message), { name });
};

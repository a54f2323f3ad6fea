/** The kinds of resources and the fields of each that are compared, as Terraform states them. */
import { z } from "zod";

// What is null or absent is not compared: Terraform's jsonencode prints null for what a resource does not state.
const text = z.string().nullish();
const flag = z.boolean().nullish();
const count = z.number().nullish();
const texts = z.array(z.string()).nullish();
/** A KMS key by ARN or id; "" for the service's own key. */
const key = z.string().nullish();
const tags = z.record(z.string(), z.string()).nullish();
/** A JSON document as Terraform has it, a text, or as an object. */
const document = z.union([z.string(), z.record(z.string(), z.unknown())]).nullish();

const Bucket = z.strictObject({
  versioning: z.enum(["Enabled", "Suspended", "Disabled"]).nullish(),
  encryptionKey: key,
  bucketKey: flag,
  publicAccessBlock: z
    .strictObject({ blockPublicAcls: flag, blockPublicPolicy: flag, ignorePublicAcls: flag, restrictPublicBuckets: flag })
    .nullish(),
  ownership: text,
  lifecycle: z
    .array(
      z.strictObject({
        id: z.string(),
        status: text,
        prefix: text,
        expirationDays: count,
        noncurrentDays: count,
        abortIncompleteDays: count,
      }),
    )
    .nullish(),
  policy: document,
  tags,
});

const Table = z.strictObject({
  /** The partition key, then the sort key where there is one. */
  keys: texts,
  indexes: z.array(z.strictObject({ name: z.string(), keys: z.array(z.string()), projection: text })).nullish(),
  billingMode: z.enum(["PAY_PER_REQUEST", "PROVISIONED"]).nullish(),
  pointInTimeRecovery: flag,
  encryptionKey: key,
  /** The attribute; "" for no TTL. */
  ttl: text,
  deletionProtection: flag,
  tags,
});

const Cluster = z.strictObject({
  /** Only the major version is compared: AWS upgrades the minor one. */
  engineVersion: text,
  encryptionKey: key,
  httpEndpoint: flag,
  parameterGroup: text,
  subnetGroup: text,
  securityGroups: texts,
  backupRetentionDays: count,
  deletionProtection: flag,
  minCapacity: count,
  maxCapacity: count,
  tags,
});

const Instance = z.strictObject({
  cluster: text,
  engineVersion: text,
  instanceClass: text,
  parameterGroup: text,
  publiclyAccessible: flag,
  performanceInsights: flag,
  tags,
});

const FunctionFields = z.strictObject({
  runtime: text,
  architecture: text,
  /** Megabytes. */
  memory: count,
  /** Seconds. */
  timeout: count,
  role: text,
  subnets: texts,
  securityGroups: texts,
  /** Names of the environment's variables; their values are nobody's business. */
  environment: texts,
  tracing: text,
  logFormat: text,
  logGroup: text,
  deadLetterTarget: text,
  /** -1 where none is reserved, as Terraform says it. */
  reservedConcurrency: count,
  tags,
});

const Machine = z.strictObject({
  type: text,
  role: text,
  logLevel: text,
  logsExecutionData: flag,
  logGroup: text,
  tracing: flag,
  /** SHA-256 of the definition's text, in hexadecimal. */
  definitionHash: text,
  tags,
});

const Document = z.strictObject({ type: text, format: text, hash: text, defaultVersion: text, tags });
const Parameter = z.strictObject({ type: text, encryptionKey: key, tags });

const Key = z.strictObject({
  /** The key that the alias leads to. */
  target: text,
  usage: text,
  spec: text,
  enabled: flag,
  rotation: flag,
  policy: document,
  tags,
});

const LogGroup = z.strictObject({
  retentionDays: count,
  encryptionKey: key,
  filters: z.array(z.strictObject({ name: z.string(), pattern: z.string(), metric: z.string(), namespace: z.string() })).nullish(),
  tags,
});

const Alarm = z.strictObject({
  enabled: flag,
  namespace: text,
  metric: text,
  dimensions: z.record(z.string(), z.string()).nullish(),
  statistic: text,
  /** Seconds. */
  period: count,
  evaluationPeriods: count,
  threshold: count,
  comparison: text,
  missingData: text,
  actions: texts,
  tags,
});

const Rule = z.strictObject({
  schedule: text,
  pattern: document,
  state: text,
  targets: z
    .array(
      z.strictObject({
        id: z.string(),
        arn: z.string(),
        role: text,
        deadLetterQueue: text,
        retries: count,
        /** Seconds. */
        oldestEvent: count,
      }),
    )
    .nullish(),
  tags,
});

const Topic = z.strictObject({ encryptionKey: key, policy: document, subscriptions: texts, tags });
const Queue = z.strictObject({
  encryptionKey: key,
  deadLetterQueue: text,
  receives: count,
  /** Seconds. */
  retention: count,
  policy: document,
  tags,
});

const Role = z.strictObject({
  trust: document,
  /** Inline policies by name. */
  policies: z.record(z.string(), document.unwrap().unwrap()).nullish(),
  /** ARNs of the policies that are attached. */
  attached: texts,
  boundary: text,
  tags,
});

const SecurityGroup = z.strictObject({
  rules: z
    .array(
      z.strictObject({
        direction: z.enum(["ingress", "egress"]),
        protocol: z.string(),
        fromPort: count,
        toPort: count,
        /** A range of addresses, a prefix list or another group. */
        peer: z.string(),
      }),
    )
    .nullish(),
  tags,
});

const ScalingTarget = z.strictObject({ min: count, max: count, policies: texts });
const Dashboard = z.strictObject({});

/** Every kind of resource and the fields that are compared. */
export const kindSchemas = {
  bucket: Bucket,
  table: Table,
  cluster: Cluster,
  instance: Instance,
  function: FunctionFields,
  machine: Machine,
  document: Document,
  parameter: Parameter,
  key: Key,
  logGroup: LogGroup,
  alarm: Alarm,
  rule: Rule,
  topic: Topic,
  queue: Queue,
  role: Role,
  securityGroup: SecurityGroup,
  scalingTarget: ScalingTarget,
  dashboard: Dashboard,
} as const;

/** A kind of resource. */
export type KindName = keyof typeof kindSchemas;
/** The fields of a kind, as they are expected. */
export type Fields<K extends KindName> = z.infer<(typeof kindSchemas)[K]>;
/** The names of a kind's fields. */
export type FieldName<K extends KindName> = keyof Fields<K> & string;

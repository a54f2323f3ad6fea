/** The resources that permissions name: what Terraform makes by its tokens, what a night makes by its name's pattern. */
import { arn, type Resource, resource, token } from "../../../workflows/kit/contract/permissions/index.ts";

export const environment = token("environment");

export const buckets = {
  data: token("data_bucket_arn"),
  staging: token("staging_bucket_arn"),
  quarantine: token("quarantine_bucket_arn"),
} as const;

export const keys = {
  /** Of tables, clusters and topics. */
  data: token("data_key_arn"),
  /** Of the data and the staging bucket. */
  s3: token("s3_key_arn"),
  /** Of the parameters. */
  ssm: token("ssm_key_arn"),
  /** Of everything raw. */
  quarantine: token("quarantine_key_arn"),
  /** The HMAC key of the masking. */
  masking: token("masking_key_arn"),
} as const;

export const controlTable = resource`${token("control_table_arn")}`;
export const dataTopic = resource`${token("data_topic_arn")}`;
export const readerRole = resource`${token("prod_reader_role_arn")}`;

// 20261124t0200-1a2b: what a night makes ends with it, what the stack owns does not.
const run = "????????t????-????";

/** What a night makes. */
export const tonight = {
  clone: arn("rds", `cluster:refresh-clone-${run}`),
  cluster: arn("rds", resource`cluster:${environment}-${run}`),
  tables: arn("dynamodb", `table/*-${run}`),
} as const;

/** Secrets that RDS makes and keeps for clusters; their names do not say of which, their tags do. */
export const clusterSecrets = arn("secretsmanager", "secret:rds!cluster-*");

/** What a service is called in `kms:ViaService`. */
export const via = (service: string): Resource => resource`${service}.${token("region")}.amazonaws.com`;

/** Objects in a bucket, by the patterns of their keys. */
export const objectsIn = (bucket: (typeof buckets)[keyof typeof buckets], ...keyPatterns: readonly string[]): readonly Resource[] =>
  keyPatterns.map((pattern) => resource`${bucket}/${pattern}`);

/** The files of a run in the staging bucket, by the patterns of what follows `runs/<run>/`. */
export const runFiles = (...patterns: readonly string[]): readonly Resource[] =>
  objectsIn(buckets.staging, ...patterns.map((pattern) => `runs/*/${pattern}`));

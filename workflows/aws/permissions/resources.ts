/** The resources that machines' surroundings name: keys by Terraform's tokens, what a night makes by its name's pattern. */
import { arn, type Resource, resource, token } from "../../kit/contract/permissions/index.ts";

export const keys = {
  data: resource`${token("data_key_arn")}`,
  s3: resource`${token("s3_key_arn")}`,
  quarantine: resource`${token("quarantine_key_arn")}`,
} as const;

// 20261124t0200-1a2b: what a night makes ends with it, what the stack owns does not.
const run = "????????t????-????";
const environment = token("environment");

/** What a night makes. */
export const tonight = {
  clone: arn("rds", `cluster:refresh-clone-${run}`),
  cloneInstance: arn("rds", `db:refresh-clone-${run}-1`),
  cluster: arn("rds", resource`cluster:${environment}-${run}`),
  instance: arn("rds", resource`db:${environment}-${run}-1`),
  snapshots: arn("rds", `cluster-snapshot:refresh-${run}-*`),
  tables: arn("dynamodb", `table/*-${run}`),
} as const;

/** What a service is called in `kms:ViaService`. */
export const via = (service: string): Resource => resource`${service}.${token("region")}.amazonaws.com`;

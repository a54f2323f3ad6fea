/** The values of the tokens in the committed artifacts, as Terraform's `templatefile` map gives them on AWS. */
import {
  DATABASE,
  ENVIRONMENT,
  functionArn,
  handlerNames,
  METRICS_NAMESPACE,
  PRODUCTION,
  production,
  REGION,
  stateMachineArn,
  stateMachineName,
  TEST,
  test,
  topicArn,
  workflowNames,
} from "../names.ts";
import type { TestKeys } from "./test-account.ts";

const bucketArn = (bucket: string): string => `arn:aws:s3:::${bucket}`;
const underscored = (name: string): string => name.replaceAll("-", "_");

/** Token → value. */
export function tokenValues(keys: TestKeys): ReadonlyMap<string, string> {
  const values: Record<string, string> = {
    environment: ENVIRONMENT,
    partition: "aws",
    region: REGION,
    aws_region: REGION,
    account_id: TEST,
    prod_account_id: PRODUCTION,
    prod_reader_role_arn: production.readerRole,
    prod_snapshot_role_arn: production.snapshotRole,
    prod_cluster_identifier: production.cluster,
    prod_data_bucket: production.bucket,
    prod_snapshot_key_arn: keys.snapshot ?? `arn:aws:kms:${REGION}:${PRODUCTION}:${production.snapshotKeyAlias}`,
    prod_snapshot_key_alias: production.snapshotKeyAlias,
    control_table: test.controlTable,
    artifacts_bucket: test.artifactsBucket,
    data_bucket: test.dataBucket,
    staging_bucket: test.stagingBucket,
    quarantine_bucket: test.quarantineBucket,
    control_table_arn: `arn:aws:dynamodb:${REGION}:${TEST}:table/${test.controlTable}`,
    artifact_bucket_arn: bucketArn(test.artifactsBucket),
    data_bucket_arn: bucketArn(test.dataBucket),
    staging_bucket_arn: bucketArn(test.stagingBucket),
    quarantine_bucket_arn: bucketArn(test.quarantineBucket),
    data_key_arn: keys.data,
    s3_key_arn: keys.s3 ?? keys.data,
    ssm_key_arn: keys.ssm ?? keys.data,
    quarantine_key_arn: keys.quarantine,
    masking_key_arn: keys.masking,
    data_topic_arn: topicArn(test.dataTopic),
    failure_topic_arn: topicArn(test.failureTopic),
    automation_document_name: test.document,
    automation_role_arn: test.role("automation"),
    database_name: DATABASE,
    metrics_namespace: METRICS_NAMESPACE,
    aurora_cluster_parameter_group: test.clusterParameterGroup,
    aurora_subnet_group: test.subnetGroup,
    quarantine_subnet_group: test.quarantineSubnetGroup,
    aurora_security_group_id: "sg-0aurora",
    quarantine_security_group_id: "sg-0quarantine",
    aurora_instance_class: "db.serverless",
  };
  for (const name of handlerNames) values[`${underscored(name)}_handler_arn`] = functionArn(name);
  for (const name of workflowNames) {
    values[`${underscored(name)}_arn`] = stateMachineArn(name);
    values[`${underscored(name)}_state_machine_arn`] = stateMachineArn(name);
    values[`${underscored(name)}_role_arn`] = `arn:aws:iam::${TEST}:role/${stateMachineName(name)}`;
  }
  return new Map(Object.entries(values));
}

/**
 * Fills the tokens of a committed artifact: `${name}` is a token, `$${` and `%%{` are escapes, as for `templatefile`.
 *
 * @param file - for the message
 * @throws Error naming the tokens that have no value here
 */
export function fillTokens(text: string, values: ReadonlyMap<string, string>, file: string): string {
  const missing = new Set<string>();
  const filled = text.replace(/\$\$\{|%%\{|\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (match, name: string | undefined) => {
    if (name === undefined) return match.slice(1);
    const value = values.get(name);
    if (value === undefined) missing.add(name);
    return value ?? match;
  });
  if (missing.size > 0)
    throw new Error(
      `${file} has tokens that the local run does not know: ${[...missing].join(", ")}. Add them to local/refresh/seed/tokens.ts.`,
    );
  return filled;
}

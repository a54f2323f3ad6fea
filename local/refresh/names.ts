/** The names of everything in the two accounts of the local AWS. */

export const REGION = "us-west-2";
export const PRODUCTION = "111111111111";
export const TEST = "222222222222";
/** The test environment's name in local runs. */
export const ENVIRONMENT = "test";
export const DATABASE = "app";
export const METRICS_NAMESPACE = "Refresh";

const roleArn = (account: string, name: string): string => `arn:aws:iam::${account}:role/${name}`;

/** Production's side. */
export const production = {
  bucket: `prod-data-${PRODUCTION}`,
  cluster: "prod-aurora",
  snapshotKeyAlias: "alias/prod-snapshots",
  readerRole: roleArn(PRODUCTION, "refresh-reader"),
  snapshotRole: roleArn(PRODUCTION, "refresh-snapshot-publisher"),
} as const;

/** The test account's side. */
export const test = {
  artifactsBucket: `${ENVIRONMENT}-artifacts-${TEST}`,
  dataBucket: `${ENVIRONMENT}-data-${TEST}`,
  stagingBucket: `${ENVIRONMENT}-staging-${TEST}`,
  quarantineBucket: `${ENVIRONMENT}-quarantine-${TEST}`,
  controlTable: `${ENVIRONMENT}-refresh`,
  cluster: `${ENVIRONMENT}-day-0`,
  subnetGroup: `${ENVIRONMENT}-aurora`,
  clusterParameterGroup: `${ENVIRONMENT}-day-0`,
  quarantineSubnetGroup: `${ENVIRONMENT}-quarantine`,
  dataTopic: `${ENVIRONMENT}-service-data`,
  failureTopic: `${ENVIRONMENT}-refresh-failures`,
  failureQueue: `${ENVIRONMENT}-refresh-failures-seen`,
  queue: (service: string): string => `${ENVIRONMENT}-${service}-data`,
  pointer: (service: string): string => `/${ENVIRONMENT}/${service}/data`,
  commonRules: `/${ENVIRONMENT}/masking/rules/common`,
  serviceRules: (service: string): string => `/${ENVIRONMENT}/masking/rules/${service}`,
  dataKeyAlias: `alias/app-data-${ENVIRONMENT}`,
  quarantineKeyAlias: `alias/app-quarantine-${ENVIRONMENT}`,
  maskingKeyAlias: `alias/app-masking-${ENVIRONMENT}`,
  role: (name: string): string => roleArn(TEST, `${ENVIRONMENT}-${name}`),
  document: `${ENVIRONMENT}-aurora-snapshot-clone-mask`,
} as const;

/** The handlers' folders; a function is `<environment>-<folder>`, a token `<folder with underscores>_handler_arn`. The validator is local/parity's: no night calls it. */
export const handlerNames = ["masking", "s3-sync", "dynamodb-refresh", "aurora-refresh", "integration-tests"] as const;
/** The state machines' folders; the children stand before the machine that starts them. */
export const workflowNames = ["s3-sync", "dynamodb-refresh", "aurora-refresh", "refresh-cleanup", "daily-refresh"] as const;
/** The machines that `daily-refresh` starts. */
export const childWorkflows = ["s3-sync", "dynamodb-refresh", "aurora-refresh"] as const;

export const functionName = (handler: string): string => `${ENVIRONMENT}-${handler}`;
export const functionArn = (handler: string): string => `arn:aws:lambda:${REGION}:${TEST}:function:${functionName(handler)}`;
export const stateMachineName = (workflow: string): string => `${ENVIRONMENT}-${workflow}`;
export const stateMachineArn = (workflow: string): string => `arn:aws:states:${REGION}:${TEST}:stateMachine:${stateMachineName(workflow)}`;
export const topicArn = (name: string): string => `arn:aws:sns:${REGION}:${TEST}:${name}`;

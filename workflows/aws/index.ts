/** The AWS calls that the shipped workflows make, as contracts with just the members that they use. Workflows may enter. */
export * from "./cloudwatch.ts";
export * from "./dynamodb.ts";
export * from "./polls.ts";
export * from "./rds-clusters.ts";
export * from "./rds-snapshots.ts";
export * from "./retries.ts";
export * from "./sns.ts";
export * from "./ssm.ts";
export * from "./states.ts";

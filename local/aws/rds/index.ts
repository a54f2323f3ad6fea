/** RDS of the local AWS: Aurora PostgreSQL clusters, instances and snapshots on real PostgreSQL servers. */
export type { AwsCredentials, ClusterConnection, ClusterEndpoint, GatewayAccess, RdsDependencies, RdsService } from "./deps.ts";
export { createRdsService } from "./service.ts";

/** The RDS Data API of the local AWS: statements over HTTP on the clusters of `../rds`. */
export type { Limits, RdsDataDependencies, RdsDataService } from "./deps.ts";
export { createRdsDataService } from "./service.ts";

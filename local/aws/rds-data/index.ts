/** The RDS Data API of the local AWS: statements over HTTP on the clusters of `../rds`. */
export type { RdsDataDependencies, RdsDataService } from "./deps.ts";
export { createRdsDataService } from "./service.ts";
export type { Timers } from "./timers.ts";

/** Makes both accounts of the local AWS what they are before the first night. `npm run local` and tests enter here. */

export { seedArtifacts } from "./artifacts.ts";
export { type Access, type AccountClients, accountClients } from "./clients.ts";
export { type ClusterAddress, clusterAddress, connect } from "./cluster.ts";
export { type Dump, readDump } from "./load-dump.ts";
export { keyBehind, type ProductionData, type Seeded, seedProduction } from "./production.ts";
export { seedRoles } from "./roles.ts";
export { type DayZeroService, seedTestAccount, type TestKeys } from "./test-account.ts";

/** What can go wrong with an account, one drift a kind of field. `npm run parity -- --break` and tests enter here. */
import { auroraDrifts } from "./aurora.ts";
import { bucketDrifts } from "./buckets.ts";
import type { Drift } from "./drift.ts";
import { networkDrifts } from "./network.ts";
import { securityDrifts } from "./security.ts";
import { tableDrifts } from "./tables.ts";
import { watchingDrifts } from "./watching.ts";
import { workflowDrifts } from "./workflows.ts";

export type { Drift, Expected, Hands } from "./drift.ts";

/** All drifts; each is of another place, so that all can be made at once. They are of the services billing, ledger and auth. */
export const drifts: readonly Drift[] = [
  ...bucketDrifts,
  ...tableDrifts,
  ...auroraDrifts,
  ...securityDrifts,
  ...workflowDrifts,
  ...watchingDrifts,
  ...networkDrifts,
];

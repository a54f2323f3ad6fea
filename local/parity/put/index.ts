/** Brings resources of the local AWS to what is expected of them, one kind a function. Seeding enters here. */
import type { KindName } from "../../../handlers/parity-validation/expectations.ts";
import { scalingTarget, securityGroup } from "./network.ts";
import type { Put } from "./put.ts";
import { key, role } from "./security.ts";
import { bucket, cluster, instance, table } from "./storage.ts";
import { alarm, dashboard, logGroup, queue, topic } from "./watching.ts";
import { document, machine, parameter, rule } from "./workflows.ts";

export { ensureGroup } from "./network.ts";
export type { Contents, Put } from "./put.ts";
export { ensureKey } from "./security.ts";

/** What the local AWS can hold, in the order in which it is made; functions are given to it, the rest it does not have. */
export const puts = {
  key,
  role,
  bucket,
  table,
  cluster,
  instance,
  logGroup,
  queue,
  topic,
  machine,
  document,
  parameter,
  rule,
  alarm,
  dashboard,
  securityGroup,
  scalingTarget,
} as const;

/** Puts any resource; nothing for a kind that the local AWS does not hold. */
export const putOf = (kind: KindName): Put<KindName> | undefined =>
  (puts as { readonly [K in KindName]?: unknown })[kind] as Put<KindName> | undefined;

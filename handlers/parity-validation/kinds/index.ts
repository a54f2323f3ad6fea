/** Every kind of resource that is compared, one a file. The validation and the repairs enter here. */
import type { KindName } from "../expectations.ts";
import { alarm } from "./alarm.ts";
import { bucket } from "./bucket.ts";
import { cluster } from "./cluster.ts";
import { dashboard } from "./dashboard.ts";
import { document } from "./document.ts";
import { function_ } from "./function.ts";
import { instance } from "./instance.ts";
import { key } from "./key.ts";
import type { AnyKind, Kind } from "./kind.ts";
import { logGroup } from "./log-group.ts";
import { machine } from "./machine.ts";
import { parameter } from "./parameter.ts";
import { queue } from "./queue.ts";
import { role } from "./role.ts";
import { rule } from "./rule.ts";
import { scalingTarget } from "./scaling-target.ts";
import { securityGroup } from "./security-group.ts";
import { table } from "./table.ts";
import { topic } from "./topic.ts";

export { type Account, type AnyKind, arnOf, type Kind, ofEnvironment, type Readers } from "./kind.ts";

const all: { readonly [K in KindName]: Kind<K> } = {
  key,
  role,
  bucket,
  securityGroup,
  table,
  cluster,
  instance,
  function: function_,
  machine,
  document,
  parameter,
  rule,
  topic,
  queue,
  logGroup,
  alarm,
  dashboard,
  scalingTarget,
};

/** The kinds, in the order in which they are compared: what protects data first. */
export const kindNames = Object.keys(all) as KindName[];

/** A kind by its name. */
export const kindOf = (name: KindName): AnyKind => all[name] as unknown as AnyKind;

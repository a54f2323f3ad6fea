/** Comparing as AWS means it: order, defaults, ARNs against names, policies by what they permit. Kinds, repairs and tests enter here. */
export {
  type As,
  type Canonical,
  flag,
  json,
  keyId,
  list,
  logGroupName,
  majorVersion,
  members,
  number,
  orDefault,
  orEmpty,
  plain,
  policy,
  set,
  stable,
  tags,
} from "./canonical.ts";
export { type Difference, differences } from "./differences.ts";
export { permissions, permissionsOf, readPolicy, statementsOf } from "./policy.ts";

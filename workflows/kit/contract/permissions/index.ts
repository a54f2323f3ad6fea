/**
 * What code may do in AWS, as typed source: `handlers/<name>/permissions.ts` is written in it, `npm run workflow:build` makes
 * `<name>.policy.json` of it, Terraform attaches that to the role, the local AWS enforces it. Handlers, documents and tools
 * may enter; it needs nothing but the types of this room.
 */
export type { Action, ResourceAction, WideAction } from "./actions.ts";
export { keyUse } from "./key-use.ts";
export { type Permissions, PermissionsError, permissions, permissionTokens } from "./permissions.ts";
export { arn, type Resource, resource, type Token, token } from "./resource.ts";
export { allow, type Comparison, type Condition, deny, everywhere, type PermissionStatement, resourceText } from "./statement.ts";

/** What the local AWS knows of roles, keys and resources, from the calls that made them. The guard and the calls' rules may enter. */
export { arnAt, ownerIn, type Place, parameterArn, tableArn, textOf } from "./arns.ts";
export { Known } from "./known.ts";

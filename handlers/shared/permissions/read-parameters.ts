/** Reading Parameter Store below the environment's path. */
import { allow, arn, type PermissionStatement, resource } from "../../../workflows/kit/contract/permissions/index.ts";
import { environment } from "./resources.ts";

/** A path is compared with and without its last slash. */
export const readParameters: PermissionStatement = allow("ReadRulesAndPointers", {
  why: "What lies below the environment's path: masking rules, and the pointers at the live data.",
  actions: ["ssm:GetParametersByPath"],
  resources: [arn("ssm", resource`parameter/${environment}`), arn("ssm", resource`parameter/${environment}/*`)],
});

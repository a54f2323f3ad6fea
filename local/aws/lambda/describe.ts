/** Functions in the shapes of Lambda's API. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { defaultMemorySize, environmentOf, type FunctionDefinition, functionArn } from "./definition.ts";

/** `FunctionConfiguration`. */
export function configurationOf(definition: FunctionDefinition, where: { readonly region: string; readonly accountId: string }): object {
  const code = readFileSync(definition.file);
  const runtime =
    environmentOf(definition, { ...where, endpoint: "", credentials: { accessKeyId: "", secretAccessKey: "" } }).AWS_EXECUTION_ENV ?? "";
  return {
    FunctionName: definition.name,
    FunctionArn: functionArn(definition, where),
    Runtime: runtime.replace("AWS_Lambda_", ""),
    Role: definition.role ?? `arn:aws:iam::${where.accountId}:role/${definition.name}`,
    Handler: "index.handler",
    CodeSize: code.length,
    CodeSha256: createHash("sha256").update(code).digest("base64"),
    Timeout: definition.timeoutSeconds,
    MemorySize: definition.memorySize ?? defaultMemorySize,
    Version: "$LATEST",
    Environment: { Variables: definition.environment },
    PackageType: "Zip",
    Architectures: ["x86_64"],
    State: "Active",
    LastUpdateStatus: "Successful",
  };
}

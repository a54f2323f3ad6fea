/** Contracts of AWS SDK integrations (`arn:aws:states:::aws-sdk:service:action`). */
import type { z } from "zod";
import { type ContractFor, type ContractShape, contractFor } from "./contract.ts";

/** A service and an action as Step Functions writes them, for example `dynamodb:describeExport`. */
export type SdkAction = `${string}:${string}`;

/**
 * One AWS SDK call. Members have the names that Step Functions uses (PascalCase, as in the Java SDK:
 * `DbClusterIdentifier`), errors too (`DynamoDb.TableNotFoundException`), timestamps are texts.
 *
 * @example
 * ```ts
 * const describeExport = awsSdk("dynamodb:describeExport", {
 *   input: z.object({ ExportArn: z.string() }),
 *   output: z.object({ ExportDescription: z.object({ ExportStatus: z.string().max(16) }) }),
 * });
 * ```
 */
export function awsSdk<I extends z.ZodType, O extends z.ZodType, const E extends string = never>(
  action: SdkAction,
  shape: ContractShape<I, O, E>,
): ContractFor<I, O, E> {
  const [service = "", name = ""] = action.split(":");
  return contractFor({ kind: "awsSdk", service, action: name }, shape);
}

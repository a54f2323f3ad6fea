/** Contracts of HTTP calls (`arn:aws:states:::http:invoke`): any HTTPS API, its secrets kept by an EventBridge connection. */
import type { z } from "zod";
import { type ContractFor, type ContractShape, contractFor } from "./contract.ts";

/** The methods that Step Functions can call with. */
export type HttpMethod = "GET" | "POST" | "PUT" | "DELETE" | "PATCH" | "OPTIONS" | "HEAD";

/** What a call is made of. The input has Step Functions' own names: `ApiEndpoint`, `Headers`, `QueryParameters`, `RequestBody`. */
export interface HttpShape<I extends z.ZodType, O extends z.ZodType, E extends string> extends ContractShape<I, O, E> {
  readonly method: HttpMethod;
}

/**
 * One call of an HTTPS API; the answer is `{ StatusCode, StatusText, Headers, ResponseBody }`. It ends after 60 seconds
 * at the latest. An answer that is no success is the error `States.Http.StatusCode.<code>`.
 *
 * @param connection - the connection's Terraform name; its ARN is the token `<connection>_connection_arn`
 * @example
 * ```ts
 * const charge = http("payments", {
 *   method: "POST",
 *   input: z.object({ ApiEndpoint: z.string().max(256), RequestBody: z.object({ amount: z.int() }) }),
 *   output: z.object({ StatusCode: z.int(), ResponseBody: z.object({ id: z.string().max(64) }) }),
 *   errors: ["States.Http.StatusCode.402"],
 * });
 * ```
 */
export function http<I extends z.ZodType, O extends z.ZodType, const E extends string = never>(
  connection: string,
  shape: HttpShape<I, O, E>,
): ContractFor<I, O, E> {
  return contractFor({ kind: "http", connection, method: shape.method }, shape);
}

/** A service that the function's network does not lead to: said within seconds, not tried again and again. */
import type { IAMClient } from "@aws-sdk/client-iam";

/** Nothing answers at the service's address. */
export class UnreachableError extends Error {
  override readonly name = "Unreachable";
}

/**
 * Makes a client give up at the first connection that nobody takes; throttling and errors of the service are retried as before.
 *
 * Without a NAT gateway IAM has no address in a private network, and eight attempts for each role would take the whole run.
 *
 * @example
 * ```ts
 * const iam = unreachableAtOnce(new IAMClient({ requestHandler: { connectionTimeout: 5_000 } }));
 * ```
 */
export function unreachableAtOnce<C extends { readonly middlewareStack: unknown }>(client: C): C {
  // Every client has this stack; the types of what goes through it differ, and do not matter here.
  (client.middlewareStack as IAMClient["middlewareStack"]).add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        // Below the middleware that retries: it does not know this name, and passes it on.
        const { name, code } = error as { name?: string; code?: string };
        const gone = name === "TimeoutError" || code === "ENOTFOUND" || code === "EHOSTUNREACH" || code === "ENETUNREACH";
        throw gone ? new UnreachableError("The service cannot be reached from here.") : error;
      }
    },
    { step: "finalizeRequest", name: "unreachableAtOnce", priority: "low" },
  );
  return client;
}

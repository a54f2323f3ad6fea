/** Turns S3's errors into the names of the contract. */

const denied = new Set(["AccessDenied", "Forbidden", "403"]);
const throttled = new Set([
  "SlowDown",
  "ServiceUnavailable",
  "RequestLimitExceeded",
  "Throttling",
  "ThrottlingException",
  "TooManyRequestsException",
  "503",
]);

/**
 * Raises `S3.AccessDenied` or `S3.Throttled` for such an error; gives back any other as it is.
 *
 * @param what - what was being done, as the message's beginning
 */
export function asTaskError<E extends string>(error: unknown, raise: (name: E, message: string) => never, what: string): unknown {
  const { name = "", $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
  const status = String($metadata?.httpStatusCode ?? "");
  if (denied.has(name) || denied.has(status)) {
    return raise(
      "S3.AccessDenied" as E,
      `${what}: access denied. Look at the reader role and the bucket policy in "production_account_setup".`,
    );
  }
  if (throttled.has(name) || throttled.has(status)) return raise("S3.Throttled" as E, `${what}: S3 asks for slower requests.`);
  return error;
}

/** Whether S3 refused a read because the object is no longer the one that was listed. */
export function isChanged(error: unknown): boolean {
  const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
  return name === "PreconditionFailed" || $metadata?.httpStatusCode === 412;
}

/** Whether S3 denied access. What is archived has the same status, and nobody denies it. */
export function isDenied(error: unknown): boolean {
  const { name = "", $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
  return !isArchived(error) && (denied.has(name) || $metadata?.httpStatusCode === 403);
}

/** Whether the object is in an archive, from which S3 reads nothing before it is restored. */
export function isArchived(error: unknown): boolean {
  const { name } = error as { name?: string };
  return name === "InvalidObjectState" || name === "ObjectNotInActiveTierError";
}

const interrupted = new Set(["ECONNRESET", "EPIPE", "ETIMEDOUT", "ERR_STREAM_PREMATURE_CLOSE", "UND_ERR_SOCKET"]);

/** Whether a connection broke off while a body was read, which the SDK cannot repeat. */
export function isInterrupted(error: unknown): boolean {
  const { code = "", name = "", message = "" } = error as { code?: string; name?: string; message?: string };
  return interrupted.has(code) || name === "TimeoutError" || name === "RequestTimeout" || message === "aborted";
}

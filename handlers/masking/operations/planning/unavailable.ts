/** Errors after which a sample is done without: the stages that move the data meet them again and say what to do. */

const names = new Set([
  "AccessDenied",
  "AccessDeniedException",
  "NoSuchKey",
  "NoSuchVersion",
  "InvalidObjectState",
  "SlowDown",
  "ServiceUnavailable",
  "ThrottlingException",
  "RequestLimitExceeded",
  "ProvisionedThroughputExceededException",
  "ResourceNotFoundException",
]);

/** Whether production denies it, does not have it any more, or asks for slower requests for longer than the client waits. */
export function isUnavailable(error: unknown): boolean {
  const { name = "", $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
  return names.has(name) || [403, 404, 416, 503].includes($metadata?.httpStatusCode ?? 0);
}

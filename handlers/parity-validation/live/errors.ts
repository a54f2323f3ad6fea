/** What an error of AWS means for a comparison: it is not there, it may not be read, it was too much at once. */

const notThere = new Set([
  "DBClusterNotFoundFault",
  "DBInstanceNotFound",
  "DBInstanceNotFoundFault",
  "InvalidDocument",
  "InvalidGroup.NotFound",
  "NoSuchBucket",
  "NoSuchEntity",
  "NoSuchEntityException",
  "NotFound",
  "NotFoundException",
  "ParameterNotFound",
  "QueueDoesNotExist",
  "AWS.SimpleQueueService.NonExistentQueue",
  "ResourceNotFoundException",
  "StateMachineDoesNotExist",
]);

/** Whether the resource does not exist. */
export const isNotThere = (error: unknown): boolean => notThere.has(nameOf(error));

/**
 * What a call gives, or undefined when AWS answers with one of these names: a bucket without a policy has no policy.
 *
 * @throws what the call throws otherwise
 */
export async function unless<T>(absent: readonly string[], call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (absent.includes(nameOf(error))) return undefined;
    throw error;
  }
}

/** Why something cannot be read, in a word of AWS and ours; never the message, which may hold anything. */
export function whyUnreadable(error: unknown): string {
  const name = nameOf(error);
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
  if (/AccessDenied|Unauthorized|Forbidden|NotAuthorized/.test(name) || status === 403) return `access denied (${name})`;
  if (/Throttl|TooManyRequests|SlowDown|LimitExceeded|RequestLimit/.test(name) || status === 429) return `throttled (${name})`;
  if (name === "Unreachable" || name === "TimeoutError") return `no answer (${name})`;
  return `could not be read (${name})`;
}

function nameOf(error: unknown): string {
  const { name, Code } = error as { name?: string; Code?: string };
  return name === undefined || name === "Error" ? (Code ?? name ?? "Unknown") : name;
}

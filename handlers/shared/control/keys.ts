/** The keys of the control table that several of its parts use, and how long it keeps what is over. */

/** The partition of everything that is known of one run. */
export const runPartition = (runId: string): string => `RUN#${runId}`;

/** Where the run of an execution is found. */
export const executionKey = (executionArn: string): readonly [pk: string, sk: string] => [`EXECUTION#${executionArn}`, "RUN"];

/** How long the items of a run are kept after its generation was deleted. */
export const keptDays = 90;

/** When DynamoDB forgets what is over now (milliseconds since 1970), in its seconds. */
export const expiryFrom = (now: number): number => Math.floor(now / 1000) + keptDays * 24 * 3600;

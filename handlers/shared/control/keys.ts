/** The keys of the control table that several of its parts use. */

/** The partition of everything that is known of one run. */
export const runPartition = (runId: string): string => `RUN#${runId}`;

/** Where the run of an execution is found. */
export const executionKey = (executionArn: string): readonly [pk: string, sk: string] => [`EXECUTION#${executionArn}`, "RUN"];

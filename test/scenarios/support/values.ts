/** Example values that all scenarios share: one run, and what a good night answers. */

export const environment = "test";
export const runId = "20261124t0200-1a2b";
export const asOf = "2026-11-24T01:30:00.000Z";
export const inRun = { environment, runId } as const;
const account = "222222222222";
export const executionArn = `arn:aws:states:us-west-2:${account}:execution:test-daily-refresh:nightly`;
export const snapshotArn = "arn:aws:rds:us-west-2:111111111111:cluster-snapshot:rds:prod-aurora-2026-11-24-01-30";

/** A value that each call gives anew, one after another; the last one for good. */
export const returns = <const V>(value: V): { readonly returns: V } => ({ returns: value });

/** A Lambda error that the service may give in passing, then what it gives in the end. */
export const throttledOnce = <const M>(mock: M): readonly [{ readonly throws: "Lambda.TooManyRequestsException" }, M] => [
  { throws: "Lambda.TooManyRequestsException" },
  mock,
];

/** What every report begins with. */
import type { Operator } from "./operator.ts";

/** Version, environment, account, region and the moment. */
export const aboutNow = ({ environment, account, region, now }: Operator) => ({
  schemaVersion: 1 as const,
  environment,
  account,
  region,
  at: new Date(now()).toISOString(),
});

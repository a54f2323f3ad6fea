/** List prices of us-west-2 in US dollars, and what is assumed of a night: each with where it is from. */

/** A price. */
export interface Price {
  readonly dollars: number;
  readonly per: string;
  readonly source: string;
  /** The day on which a page said so; undefined: from memory, to be looked up before it is relied on. */
  readonly read?: string;
}

const read = "2026-11-24";

/** Free tiers are left out but for dashboards and alarms, which small environments live on. */
export const prices = {
  endpoint: { dollars: 0.01, per: "hour and zone", source: "aws.amazon.com/privatelink/pricing", read },
  nat: { dollars: 0.045, per: "hour", source: "aws.amazon.com/vpc/pricing" },
  publicAddress: { dollars: 0.005, per: "hour", source: "aws.amazon.com/vpc/pricing" },
  key: { dollars: 1, per: "month", source: "aws.amazon.com/kms/pricing" },
  dashboard: { dollars: 3, per: "month, after the first three", source: "aws.amazon.com/cloudwatch/pricing", read },
  alarmMetric: {
    dollars: 0.1,
    per: "metric of an alarm and month, after the first ten",
    source: "aws.amazon.com/cloudwatch/pricing",
    read,
  },
  customMetric: { dollars: 0.3, per: "month", source: "aws.amazon.com/cloudwatch/pricing", read },
  logs: { dollars: 0.5, per: "GB taken in", source: "aws.amazon.com/cloudwatch/pricing", read },
  secret: { dollars: 0.4, per: "month", source: "aws.amazon.com/secrets-manager/pricing" },
  capacityUnit: { dollars: 0.12, per: "ACU and hour", source: "aws.amazon.com/rds/aurora/pricing", read },
  auroraStorage: { dollars: 0.1, per: "GB and month", source: "aws.amazon.com/rds/aurora/pricing", read },
  tableExport: { dollars: 0.1, per: "GB", source: "aws.amazon.com/dynamodb/pricing/on-demand" },
  tableImport: { dollars: 0.15, per: "GB", source: "aws.amazon.com/dynamodb/pricing/on-demand" },
  tableStorage: { dollars: 0.25, per: "GB and month", source: "aws.amazon.com/dynamodb/pricing/on-demand" },
  lambda: { dollars: 0.0000133334, per: "GB-second, arm64", source: "aws.amazon.com/lambda/pricing" },
  transition: { dollars: 0.000025, per: "state transition", source: "aws.amazon.com/step-functions/pricing" },
  objectStorage: { dollars: 0.023, per: "GB and month", source: "aws.amazon.com/s3/pricing" },
} as const satisfies Readonly<Record<string, Price>>;

/** Dollars an hour of an instance of Aurora Standard; what is not here counts as the first. From memory. */
export const instancePrices: Readonly<Record<string, number>> = {
  // Half an ACU, the least that a generation has.
  "db.serverless": 0.5 * prices.capacityUnit.dollars,
  "db.r8g.large": 0.276,
  "db.r8g.xlarge": 0.552,
  "db.r8g.2xlarge": 1.104,
};

/** What a night of one service moves: round figures to put your own in the place of. */
export const night = {
  gigabytesATable: 1,
  gigabytesOfObjects: 1,
  databaseGigabytes: 1,
  /** GB-seconds of functions for each GB that is masked. */
  functionSecondsAGigabyte: 1_000,
  transitions: 200,
  logGigabytes: 0.02,
  /** Generations that stand at the same time. */
  generations: 2,
  /** Hours that the unmasked clone lives. */
  cloneHours: 3,
} as const;

/** Hours of a month, as AWS counts. */
export const monthHours = 730;

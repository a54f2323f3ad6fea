/** Sends the metrics of embedded metric lines to CloudWatch, one after the other, in the background. */
import { CloudWatchClient, PutMetricDataCommand, type StandardUnit } from "@aws-sdk/client-cloudwatch";
import type { Credentials } from "../gateway/accounts.ts";
import { type MetricBatch, readEmf } from "./emf.ts";

export interface MetricPublisher {
  /** Takes a line that a function printed. @returns whether it was one with metrics */
  take(line: string): boolean;
  /** Settles when everything taken so far is in CloudWatch. */
  flush(): Promise<void>;
  close(): void;
}

export function createMetricPublisher(options: {
  endpoint(): string;
  readonly region: string;
  readonly credentials: Credentials;
  log(line: string): void;
}): MetricPublisher {
  let client: CloudWatchClient | undefined;
  let queue: Promise<void> = Promise.resolve();
  const send = async ({ namespace, data }: MetricBatch): Promise<void> => {
    client ??= new CloudWatchClient({ endpoint: options.endpoint(), region: options.region, credentials: options.credentials });
    try {
      await client.send(
        new PutMetricDataCommand({
          Namespace: namespace,
          MetricData: data.map(({ Values, Dimensions, Unit, ...datum }) => ({
            ...datum,
            Dimensions: [...Dimensions],
            Unit: Unit as StandardUnit,
            ...(Values.length === 1 ? { Value: Values[0] } : { Values: [...Values] }),
          })),
        }),
      );
    } catch (error) {
      options.log(`Metrics of ${namespace} could not be stored: ${error instanceof Error ? error.name : "unknown error"}`);
    }
  };
  return {
    take(line) {
      const batches = readEmf(line);
      for (const batch of batches) queue = queue.then(() => send(batch));
      return batches.length > 0;
    },
    flush: () => queue,
    close: () => client?.destroy(),
  };
}

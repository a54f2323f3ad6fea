/** Tells the services that their data has changed: one message on the data topic, filtered by service to each one's queue. */
import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";

/** What has happened to a service's data. */
export interface DataEvent {
  readonly environment: string;
  readonly service: string;
  /** The run whose data the pointer names now. */
  readonly run: string;
  readonly event: "data-ready" | "data-rolled-back";
}

/** Publishes the event with the service as a message attribute. A repeated event is for a service the same as one. */
export async function announce(sns: Pick<SNSClient, "send">, TopicArn: string, event: DataEvent): Promise<void> {
  await sns.send(
    new PublishCommand({
      TopicArn,
      Message: JSON.stringify({ schemaVersion: 1, ...event }),
      MessageAttributes: { service: { DataType: "String", StringValue: event.service } },
    }),
  );
}

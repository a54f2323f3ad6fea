/** Tells the services that their data has changed: one message on the data topic, filtered by service to each one's queue. */
import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";
import type { RuleWarning, ServiceProof, Undeclared } from "../../shared/reports.ts";

/** What has happened to a service's data. */
export interface DataEvent {
  readonly environment: string;
  readonly service: string;
  /** The run whose data the pointer names now. */
  readonly run: string;
  readonly event: "data-ready" | "data-rolled-back" | "data-held";
  /** Why the service keeps the data that it had. */
  readonly reasons?: readonly string[];
  /** What no rule declares, the first of it, with what became of it and a rule that it might get; never a value. */
  readonly undeclared?: readonly Pick<Undeclared, "store" | "place" | "action" | "suggestion">[];
  readonly undeclaredInAll?: number;
  /** The rules that were for nothing, of all services and of this one. */
  readonly warnings?: readonly RuleWarning[];
}

// SNS takes 256 KB a message.
const mostTold = 100;

/** What an owner is told of a service's proof. */
export function toldOf({ undeclared, reasons }: ServiceProof, warnings: readonly RuleWarning[] = []): Partial<DataEvent> {
  return {
    ...(reasons.length === 0 ? {} : { reasons }),
    ...(undeclared.length === 0
      ? {}
      : {
          undeclared: undeclared.slice(0, mostTold).map(({ store, place, action, suggestion }) => ({
            store,
            place,
            action,
            ...(suggestion === undefined ? {} : { suggestion }),
          })),
          undeclaredInAll: undeclared.length,
        }),
    ...(warnings.length === 0 ? {} : { warnings: warnings.slice(0, mostTold) }),
  };
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

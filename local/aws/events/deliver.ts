/** Hands an event to a target, through the gateway and as the target's account. */
import { randomUUID } from "node:crypto";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { Credentials } from "../gateway/accounts.ts";
import type { Target } from "./rules.ts";

export interface DeliveryOptions {
  endpoint(): string;
  readonly region: string;
  /** Of a target's role, where it has one and roles count; otherwise the account's own. */
  credentialsFor(account: string, roleArn?: string): Credentials;
}

export interface Delivery {
  /** @throws the target service's error */
  deliver(target: Target, input: string, eventId: string): Promise<void>;
  close(): void;
}

interface Client {
  destroy(): void;
}

export function createDelivery({ endpoint, region, credentialsFor }: DeliveryOptions): Delivery {
  const clients = new Map<string, Client>();
  const client = <C extends Client>(Class: new (options: object) => C, account: string, roleArn?: string): C => {
    const key = `${Class.name} ${account} ${roleArn ?? ""}`;
    const made = clients.get(key) ?? new Class({ endpoint: endpoint(), region, credentials: credentialsFor(account, roleArn) });
    clients.set(key, made);
    return made as C;
  };
  return {
    async deliver({ Arn, RoleArn, SqsParameters }, input, eventId) {
      const [, , service = "", , account = "", ...rest] = Arn.split(":");
      switch (service) {
        case "states":
          await client(SFNClient, account, RoleArn).send(
            new StartExecutionCommand({ stateMachineArn: Arn, name: `${eventId}_${randomUUID()}`, input }),
          );
          return;
        case "lambda":
          await client(LambdaClient, account).send(
            new InvokeCommand({ FunctionName: Arn, InvocationType: "Event", Payload: Buffer.from(input) }),
          );
          return;
        case "sqs": {
          const group = SqsParameters?.MessageGroupId;
          const message = { QueueUrl: `${endpoint()}/${account}/${rest[0] ?? ""}`, MessageBody: input };
          await client(SQSClient, account).send(
            new SendMessageCommand({ ...message, ...(group === undefined ? {} : { MessageGroupId: group }) }),
          );
          return;
        }
        default:
          await client(SNSClient, account).send(new PublishCommand({ TopicArn: Arn, Message: input }));
      }
    },
    close() {
      for (const one of clients.values()) one.destroy();
    },
  };
}

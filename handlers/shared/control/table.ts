/** The control table, `<environment>-refresh`: items by pk and sk, with conditions where two writers could meet. */
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";

/** An item without its keys. */
export type Attributes = Record<string, unknown>;

/** A condition on the item that is there, in DynamoDB's language, with its values. */
export interface Condition {
  readonly expression: string;
  readonly values?: Attributes;
}

/** Reads and writes of the control table; all reads are consistent. */
export interface ControlTable {
  get(pk: string, sk: string): Promise<Attributes | undefined>;
  /** Writes the whole item; false when the condition does not hold. */
  put(pk: string, sk: string, item: Attributes, condition?: Condition): Promise<boolean>;
  /** Sets some attributes, keeps the others; false when the condition does not hold. */
  set(pk: string, sk: string, attributes: Attributes, condition?: Condition): Promise<boolean>;
  /** False when the condition does not hold. */
  remove(pk: string, sk: string, condition?: Condition): Promise<boolean>;
  /** All items of a partition whose sk begins so, in order. */
  list(pk: string, prefix?: string): Promise<{ sk: string; item: Attributes }[]>;
}

/** The control table of that name. */
export function controlTable(client: Pick<DynamoDBClient, "send">, TableName: string): ControlTable {
  const key = (pk: string, sk: string) => ({ pk: { S: pk }, sk: { S: sk } });
  return {
    async get(pk, sk) {
      const { Item } = await client.send(new GetItemCommand({ TableName, Key: key(pk, sk), ConsistentRead: true }));
      return Item === undefined ? undefined : attributesOf(unmarshall(Item)).item;
    },
    put: (pk, sk, item, condition) =>
      conditionally(() =>
        client.send(
          new PutItemCommand({
            TableName,
            Item: { ...marshall(item, { removeUndefinedValues: true }), ...key(pk, sk) },
            ...(condition ? conditionOf(condition) : {}),
          }),
        ),
      ),
    set: (pk, sk, attributes, condition) => {
      const names = Object.keys(attributes);
      const values = Object.fromEntries(names.map((name, i) => [`:set${i}`, attributes[name]]));
      return conditionally(() =>
        client.send(
          new UpdateItemCommand({
            TableName,
            Key: key(pk, sk),
            UpdateExpression: `SET ${names.map((_, i) => `#set${i} = :set${i}`).join(", ")}`,
            ExpressionAttributeNames: Object.fromEntries(names.map((name, i) => [`#set${i}`, name])),
            ...conditionOf({ expression: condition?.expression ?? "", values: { ...values, ...condition?.values } }),
          }),
        ),
      );
    },
    remove: (pk, sk, condition) =>
      conditionally(() =>
        client.send(new DeleteItemCommand({ TableName, Key: key(pk, sk), ...(condition ? conditionOf(condition) : {}) })),
      ),
    async list(pk, prefix = "") {
      const found: { sk: string; item: Attributes }[] = [];
      let ExclusiveStartKey: Record<string, import("@aws-sdk/client-dynamodb").AttributeValue> | undefined;
      do {
        const page = await client.send(
          new QueryCommand({
            TableName,
            ConsistentRead: true,
            KeyConditionExpression: prefix === "" ? "pk = :pk" : "pk = :pk AND begins_with(sk, :sk)",
            ExpressionAttributeValues: marshall(prefix === "" ? { ":pk": pk } : { ":pk": pk, ":sk": prefix }),
            ...(ExclusiveStartKey ? { ExclusiveStartKey } : {}),
          }),
        );
        for (const item of page.Items ?? []) found.push(attributesOf(unmarshall(item)));
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey !== undefined);
      return found;
    },
  };
}

function attributesOf({ pk: _, sk, ...item }: Attributes): { sk: string; item: Attributes } {
  return { sk: String(sk), item };
}

function conditionOf({ expression, values = {} }: Condition) {
  return {
    ...(expression === "" ? {} : { ConditionExpression: expression }),
    ...(Object.keys(values).length === 0 ? {} : { ExpressionAttributeValues: marshall(values, { removeUndefinedValues: true }) }),
  };
}

async function conditionally(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    // Two copies of the SDK in one process make instanceof unsure; the name is what AWS sends.
    if (error instanceof ConditionalCheckFailedException || (error as Error).name === "ConditionalCheckFailedException") return false;
    throw error;
  }
}

/** Amazon DynamoDB (`dynamodb:getItem`, `putItem`, `updateItem`, `deleteItem`): items in DynamoDB's own JSON. */
import { z } from "zod";
import { integration } from "../integration.ts";

/** The attributes of an item, as DynamoDB writes them; numbers are texts. */
export const attribute = {
  /** A text of at most so many characters. */
  text: (most = 1024) => z.object({ S: z.string().max(most) }),
  /** A number: `{ "N": "42" }`. */
  number: () => z.object({ N: z.string().max(40) }),
  flag: () => z.object({ BOOL: z.boolean() }),
  /** A list of at most so many attributes. */
  list: <A extends z.ZodType>(of: A, most: number) => z.object({ L: z.array(of).max(most) }),
  map: <A extends z.ZodRawShape>(of: A) => z.object({ M: z.object(of) }),
  /** A set of texts. */
  texts: (most: number) => z.object({ SS: z.array(z.string().max(1024)).max(most) }),
} as const;

const errors = [
  "DynamoDB.InternalServerErrorException",
  "DynamoDB.ProvisionedThroughputExceededException",
  "DynamoDB.RequestLimitExceededException",
  "DynamoDB.ResourceNotFoundException",
  "DynamoDB.AmazonDynamoDBException",
  "DynamoDB.SdkClientException",
] as const;
const writeErrors = [
  ...errors,
  "DynamoDB.ConditionalCheckFailedException",
  "DynamoDB.ItemCollectionSizeLimitExceededException",
  "DynamoDB.TransactionConflictException",
] as const;

const TableName = z.string().max(255);
const names = { ExpressionAttributeNames: z.record(z.string(), z.string().max(255)).optional() };
const condition = {
  ConditionExpression: z.string().max(4096).optional(),
  ...names,
  ExpressionAttributeValues: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
};

/**
 * Reads an item; there is no `Item` where the table has none: ask `present`.
 *
 * @example
 * ```ts
 * const readOrder = getItem({
 *   key: z.object({ orderId: attribute.text(64) }),
 *   item: z.object({ orderId: attribute.text(64), total: attribute.number() }),
 * });
 * ```
 */
export const getItem = <K extends z.ZodType, I extends z.ZodType>({ key, item }: { readonly key: K; readonly item: I }) =>
  integration("dynamodb:getItem", {
    input: z.object({
      TableName,
      Key: key,
      ConsistentRead: z.boolean().optional(),
      ProjectionExpression: z.string().max(4096).optional(),
      ...names,
    }),
    output: z.object({ Item: item.optional() }),
    errors,
  });

/** Writes an item, in place of one with the same key. */
export const putItem = <I extends z.ZodType>({ item }: { readonly item: I }) =>
  integration("dynamodb:putItem", {
    input: z.object({ TableName, Item: item, ...condition, ReturnValues: z.enum(["NONE", "ALL_OLD"]).optional() }),
    output: z.object({ Attributes: item.optional() }),
    errors: writeErrors,
  });

/** Changes attributes of an item. */
export const updateItem = <K extends z.ZodType, I extends z.ZodType>({ key, item }: { readonly key: K; readonly item: I }) =>
  integration("dynamodb:updateItem", {
    input: z.object({
      TableName,
      Key: key,
      UpdateExpression: z.string().max(4096),
      ...condition,
      ReturnValues: z.enum(["NONE", "ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW"]).optional(),
    }),
    output: z.object({ Attributes: item.optional() }),
    errors: writeErrors,
  });

/** Deletes an item; one that is not there is no error. */
export const deleteItem = <K extends z.ZodType, I extends z.ZodType>({ key, item }: { readonly key: K; readonly item: I }) =>
  integration("dynamodb:deleteItem", {
    input: z.object({ TableName, Key: key, ...condition, ReturnValues: z.enum(["NONE", "ALL_OLD"]).optional() }),
    output: z.object({ Attributes: item.optional() }),
    errors: writeErrors,
  });

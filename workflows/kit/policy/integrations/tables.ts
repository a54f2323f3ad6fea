/** Items of DynamoDB tables. */
import { allow, inService, named, type Rule } from "../call.ts";

const item =
  (action: string): Rule =>
  (call) => [
    allow(
      `dynamodb:${action}`,
      named(
        call,
        "TableName",
        inService(call, "dynamodb", (name) => `table/${name}`),
      ),
    ),
  ];

export const tableRules: Readonly<Record<string, Rule>> = {
  "dynamodb:getItem": item("GetItem"),
  "dynamodb:putItem": item("PutItem"),
  "dynamodb:updateItem": item("UpdateItem"),
  "dynamodb:deleteItem": item("DeleteItem"),
};

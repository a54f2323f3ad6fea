/** Tests of tonight's tables. */
import {
  type AttributeValue,
  DeleteItemCommand,
  DescribeTableCommand,
  type DescribeTableCommandOutput,
  GetItemCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { type Candidate, type CandidateTest, equal, Failed, type Tools } from "./test.ts";

const hasTables: CandidateTest["applies"] = ({ expected }) => expected.items.size > 0;

async function* tables(
  { pointer, expected }: Candidate,
  { dynamodb }: Tools,
): AsyncGenerator<[string, number, NonNullable<DescribeTableCommandOutput["Table"]>]> {
  for (const [table, items] of expected.items) {
    const tonight = pointer.tables[table];
    if (tonight === undefined) throw new Failed(`the pointer names no table for ${table}`);
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: tonight }));
    if (!Table) throw new Failed(`the table for ${table} is not there`);
    yield [tonight, items, Table];
  }
}

const active: CandidateTest = {
  name: "every table is active",
  applies: hasTables,
  run: async (candidate, tools) => {
    for await (const [name, , description] of tables(candidate, tools)) {
      if (description.TableStatus !== "ACTIVE") throw new Failed(`${name} is ${description.TableStatus}`);
    }
  },
};

/** A scan of every table would cost as much as the refresh itself; the import's counts were compared already. */
const sampleSize = 25;

const sample: CandidateTest = {
  name: "a sample of the masked items is found under its keys",
  applies: hasTables,
  run: async (candidate, tools) => {
    for await (const [TableName, items, description] of tables(candidate, tools)) {
      const wanted = await candidate.sampleOf(TableName, sampleSize);
      if (items > 0 && wanted.length === 0) throw new Failed(`no masked item of ${TableName} is staged`);
      const keys = (description.KeySchema ?? []).map(({ AttributeName = "" }) => AttributeName);
      for (const item of wanted) {
        const Key = Object.fromEntries(keys.map((name) => [name, item[name] as AttributeValue]));
        const { Item } = await tools.dynamodb.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
        if (!Item) throw new Failed(`an item that was imported into ${TableName} is not there`);
        equal(`attributes of an item of ${TableName}`, Object.keys(Item).length, Object.keys(item).length);
      }
    }
  },
};

const roundTrip: CandidateTest = {
  name: "an item is written, read back and deleted",
  applies: hasTables,
  run: async (candidate, tools) => {
    const { dynamodb } = tools;
    for await (const [TableName, , description] of tables(candidate, tools)) {
      const types = new Map(description.AttributeDefinitions?.map(({ AttributeName, AttributeType }) => [AttributeName, AttributeType]));
      const Key = Object.fromEntries(
        (description.KeySchema ?? []).map(({ AttributeName = "" }) => [AttributeName, probe(types.get(AttributeName))]),
      );
      await dynamodb.send(new PutItemCommand({ TableName, Item: { ...Key, refreshRoundTrip: { BOOL: true } } }));
      const { Item } = await dynamodb.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
      await dynamodb.send(new DeleteItemCommand({ TableName, Key }));
      if (Item?.refreshRoundTrip?.BOOL !== true) throw new Failed(`the item written to ${TableName} did not come back`);
    }
  },
};

function probe(type: string | undefined): AttributeValue {
  if (type === "N") return { N: "-987654321" };
  if (type === "B") return { B: Buffer.from("refresh-round-trip") };
  return { S: "refresh-round-trip" };
}

export const dynamodbTests: readonly CandidateTest[] = [active, sample, roundTrip];

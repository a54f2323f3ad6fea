/** Distributed Maps: every reader, items of the data, batches, tolerated failures, and what their children may do. */
import { z } from "zod";
import { activity, integration } from "../../workflows/kit/contract/index.ts";
import { type ReaderOptions, token } from "../../workflows/kit/index.ts";
import { build, maskTable, problemsOf, statesOf } from "./support.ts";

const bucket = token("bucket");
const item = z.object({ id: z.string() });
const readerOf = (reader: ReaderOptions) =>
  statesOf(build({}, ({ distributedMap, pass }) => void distributedMap("All", { reader }, () => pass("One", { a: 1 }))))["All"]?.[
    "ItemReader"
  ];

describe("a reader", () => {
  const getObject = "arn:aws:states:::s3:getObject";
  const file = { Resource: getObject, Parameters: { Bucket: "${bucket}", Key: "k" } };
  it.each<[string, ReaderOptions, unknown]>([
    ["lists a bucket", { format: "LIST", bucket }, { Resource: "arn:aws:states:::s3:listObjectsV2", Parameters: { Bucket: "${bucket}" } }],
    [
      "lists a prefix, so many objects",
      { format: "LIST", bucket, prefix: "runs/", atMost: 9 },
      {
        Resource: "arn:aws:states:::s3:listObjectsV2",
        ReaderConfig: { MaxItems: 9 },
        Parameters: { Bucket: "${bucket}", Prefix: "runs/" },
      },
    ],
    ["reads JSON", { format: "JSON", item, bucket, key: "k" }, { ...file, ReaderConfig: { InputType: "JSON" } }],
    ["reads JSON Lines", { format: "JSONL", item, bucket, key: "k" }, { ...file, ReaderConfig: { InputType: "JSONL" } }],
    ["reads Parquet", { format: "PARQUET", item, bucket, key: "k" }, { ...file, ReaderConfig: { InputType: "PARQUET" } }],
    [
      "reads CSV with a header in its first row",
      { format: "CSV", item, bucket, key: "k" } as ReaderOptions,
      { ...file, ReaderConfig: { InputType: "CSV", CSVHeaderLocation: "FIRST_ROW" } },
    ],
    [
      "reads CSV with its own header and delimiter",
      { format: "CSV", item, bucket, key: "k", header: ["id"], delimiter: "TAB" } as ReaderOptions,
      { ...file, ReaderConfig: { InputType: "CSV", CSVHeaderLocation: "GIVEN", CSVHeaders: ["id"], CSVDelimiter: "TAB" } },
    ],
    [
      "reads an inventory of S3",
      { format: "MANIFEST", manifest: "S3_INVENTORY", item, bucket, key: "k" },
      { ...file, ReaderConfig: { InputType: "MANIFEST" } },
    ],
    [
      "reads what Athena wrote",
      { format: "MANIFEST", manifest: "ATHENA_DATA", data: "PARQUET", item, bucket, key: "k" },
      { ...file, ReaderConfig: { ManifestType: "ATHENA_DATA", InputType: "PARQUET" } },
    ],
  ])("%s", (_, reader, expected) => expect(readerOf(reader)).toEqual(expected));

  it("takes its limit and its key from the data", () => {
    const states = statesOf(
      build({ "Mask table": maskTable }, ({ run, distributedMap, pass, input }) => {
        const masked = run("Mask table", { runId: input.runId });
        const reader = { format: "JSONL", item, bucket, key: input.other, atMost: masked.rows } as const;
        distributedMap("All", { reader }, () => pass("One", { a: 1 }));
      }),
    );
    expect(states["All"]?.["ItemReader"]).toMatchObject({
      ReaderConfig: { InputType: "JSONL", MaxItemsPath: "$.maskTable.rows" },
      Parameters: { "Key.$": "$.other" },
    });
  });
});

describe("items", () => {
  it("come from the data too", () => {
    const states = statesOf(
      build({ "Mask table": maskTable }, ({ run, distributedMap, input }) => {
        distributedMap("All", { items: input.tables, with: { runId: input.runId } }, ({ item: table, runId }) => {
          run("Mask table", { runId, table: table.name });
        });
      }),
    );
    expect(states["All"]).toMatchObject({ ItemsPath: "$.tables", ItemSelector: { "item.$": "$$.Map.Item.Value", "runId.$": "$.runId" } });
    expect(states["All"]).not.toHaveProperty("ItemReader");
  });

  it("come in batches by number, by bytes, or by both", () => {
    const batcher = (batch: { size: number; bytes?: number } | { bytes: number }) =>
      statesOf(
        build({}, ({ distributedMap, pass, input }) => {
          distributedMap("All", { items: input.names, batch }, ({ items }) => pass("One", { items }));
        }),
      )["All"];
    expect(batcher({ size: 10 })?.["ItemBatcher"]).toEqual({ MaxItemsPerBatch: 10 });
    expect(batcher({ bytes: 65_536 })?.["ItemBatcher"]).toEqual({ MaxInputBytesPerBatch: 65_536 });
    expect(batcher({ size: 10, bytes: 65_536 })?.["ItemBatcher"]).toEqual({ MaxItemsPerBatch: 10, MaxInputBytesPerBatch: 65_536 });
    expect(batcher({ size: 10 })).not.toHaveProperty("ItemSelector");
  });
});

it("says where results go, what it tolerates, and how its children run", () => {
  const states = statesOf(
    build({}, ({ distributedMap, pass, input }) => {
      const all = distributedMap(
        "All",
        {
          items: input.names,
          writer: { bucket, prefix: input.runId },
          executions: "EXPRESS",
          label: "all",
          atOnce: 50,
          toleratedFailureCount: 3,
          toleratedFailurePercentage: 0.5,
          retry: [{ errors: ["States.ExceedToleratedFailureThreshold"], max: 1 }],
        },
        ({ item: name }) => pass("One", { name }),
      );
      return { key: all.ResultWriterDetails.Key };
    }),
  );
  expect(states["All"]).toMatchObject({
    ToleratedFailureCount: 3,
    ToleratedFailurePercentage: 0.5,
    Label: "all",
    MaxConcurrency: 50,
    ItemProcessor: { ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "EXPRESS" } },
    ResultWriter: { Resource: "arn:aws:states:::s3:putObject", Parameters: { Bucket: "${bucket}", "Prefix.$": "$.runId" } },
  });
});

describe("is refused", () => {
  type Steps = Parameters<Parameters<typeof problemsOf>[1]>[0];
  const around = (options: object, tasks: Parameters<typeof problemsOf>[0] = {}, body?: (steps: Steps) => unknown) =>
    problemsOf(tasks, (steps) => {
      const given = { items: steps.input.names, ...options } as never;
      steps.distributedMap("All", given, () => (body ? body(steps) : steps.pass("One", { a: 1 })));
    });

  it.each<[string, object, string]>([
    ["with two sources", { reader: { format: "LIST", bucket } }, "All: its items come from a reader or from items."],
    ["without a source", { items: undefined }, "All: its items come from a reader or from items."],
    ["with an empty batch", { batch: {} }, "All: the batch has no size."],
    ["with a batch of no items", { batch: { size: 0 } }, "All: batch.size is 0."],
    ["with a batch above 256 KiB", { batch: { bytes: 300_000 } }, "All: batch.bytes is 300000."],
    ["with a fraction of failures", { toleratedFailureCount: 1.5 }, "All: toleratedFailureCount is 1.5."],
    ["with more than all failures", { toleratedFailurePercentage: 101 }, "All: toleratedFailurePercentage is 101."],
    ["with a value named item", { with: { item: 1 } }, "All: with names a value item, which is the item's own name."],
    ["with too many at once", { atOnce: 10_001 }, "All: atOnce is 10001."],
  ])("%s", (_, options, expected) => expect(around(options)).toEqual([expected]));

  it("with Express children that take their time", () => {
    const job = integration("ecs:runTask.sync", { input: z.object({}), output: z.object({}) });
    const work = activity("work", { input: z.object({}), output: z.object({}) });
    const long = (steps: Steps) => {
      steps.run("Job", {}, { timeout: 60 });
      steps.run("Work", {}, { timeout: 60, heartbeat: 10 });
    };
    expect(around({ executions: "EXPRESS" }, { Job: job, Work: work }, long)).toEqual([
      'Job: it waits for a job, which the EXPRESS children of "All" cannot.',
      'Work: it is an activity, which the EXPRESS children of "All" cannot.',
    ]);
    expect(around({}, { Job: job, Work: work }, long)).toEqual([]);
  });
});

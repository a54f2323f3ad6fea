/** A small workflow with a bit of everything, for the tests of scenarios. */
import { z } from "zod";
import { awsSdk, lambda } from "../../../workflows/kit/contract/index.ts";
import { eq, gt, text, token, when, workflow } from "../../../workflows/kit/index.ts";

const Table = z.object({ name: z.string().max(64), arn: z.string().max(256) });

export const nightly = workflow({
  name: "nightly",
  comment: "Exports tables, masks them file by file, publishes.",
  input: z.object({ runId: z.string().max(32) }),
  timeoutSeconds: 3600,
  tasks: {
    "List tables": lambda("list_handler", "list", {
      input: z.object({ runId: z.string().max(32) }),
      output: z.object({ tables: z.array(Table).max(10), filesKey: z.string().max(200) }),
      errors: ["List.Denied"],
    }),
    "Start export": awsSdk("dynamodb:exportTableToPointInTime", {
      input: z.object({ TableArn: z.string().max(256), S3Bucket: z.string().max(63), S3Prefix: z.string().max(200) }),
      output: z.object({ ExportDescription: z.object({ ExportArn: z.string().max(256) }) }),
      errors: ["DynamoDb.LimitExceededException"],
    }),
    "Await export": awsSdk("dynamodb:describeExport", {
      input: z.object({ ExportArn: z.string().max(256) }),
      output: z.object({
        ExportDescription: z.object({ ExportStatus: z.enum(["IN_PROGRESS", "COMPLETED", "FAILED"]), ItemCount: z.int() }),
      }),
    }),
    "Mask file": lambda("mask_handler", "mask", {
      input: z.object({ runId: z.string(), file: z.string() }),
      output: z.object({ rows: z.int() }),
    }),
    "Run tests": lambda("test_handler", "run", { input: z.object({ runId: z.string() }), output: z.object({ failed: z.int() }) }),
    "Publish failure": lambda("publish_handler", "failure", { input: z.object({ error: z.string() }), output: z.object({}) }),
  },
}).define(({ input, run, map, poll, distributedMap, choice, guard, onFailure, fail }) => {
  const failed = onFailure("Publish failure", (failure) => {
    run("Publish failure", { error: failure.Error }, { ignore: ["States.ALL"] });
    fail("Nightly failed", failure.Error, failure.Cause);
  });
  return guard(failed, () => {
    const listed = run(
      "List tables",
      { runId: input.runId },
      { retry: [{ errors: ["Lambda.TooManyRequestsException"], every: 2, max: 2, backoff: 2 }] },
    );
    const exported = map("Export tables", listed.tables, (table) => {
      const started = run(
        "Start export",
        { TableArn: table.arn, S3Bucket: token("export_bucket"), S3Prefix: text`exports/${input.runId}/${table.name}` },
        { keep: ({ ExportDescription }) => ({ arn: ExportDescription.ExportArn }) },
      );
      const done = poll(
        "Await export",
        { ExportArn: started.arn },
        {
          every: 30,
          atMost: 3,
          keep: ({ ExportDescription }) => ({ status: ExportDescription.ExportStatus, items: ExportDescription.ItemCount }),
          until: ({ status }) => eq(status, "COMPLETED"),
          failIf: ({ status }) => eq(status, "FAILED"),
        },
      );
      return { table: table.name, items: done.items };
    });
    distributedMap(
      "Mask files",
      {
        reader: {
          format: "JSONL",
          item: z.object({ file: z.string() }),
          bucket: token("export_bucket"),
          key: listed.filesKey,
          atMost: 1000,
        },
        with: { runId: input.runId },
      },
      ({ item, runId }) => void run("Mask file", { runId, file: item.file }),
    );
    const tested = run("Run tests", { runId: input.runId });
    const verdict = choice(
      "Did a test fail?",
      [when(gt(tested.failed, 0), () => fail("Tests failed", "Nightly.TestsFailed", "A test failed."))],
      () => ({ good: true }),
    );
    return { exported, good: verdict.good };
  });
});

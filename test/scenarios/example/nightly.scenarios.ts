/** Scenarios of the example: the main path and three failures. */
import { scenario } from "../../../local/scenarios/index.ts";
import { nightly } from "./nightly.ts";

const input = { runId: "r1" };
const mocks = {
  "List tables": {
    returns: {
      tables: [
        { name: "orders", arn: "arn:orders" },
        { name: "people", arn: "arn:people" },
      ],
      filesKey: "files.jsonl",
    },
  },
  "Start export": { returns: { ExportDescription: { ExportArn: "arn:export" } } },
  "Await export": [
    { returns: { ExportDescription: { ExportStatus: "IN_PROGRESS", ItemCount: 0 } } },
    { returns: { ExportDescription: { ExportStatus: "COMPLETED", ItemCount: 7 } } },
  ],
  "Mask file": { returns: { rows: 3 } },
  "Run tests": { returns: { failed: 0 } },
  "Publish failure": { returns: {} },
} as const;
const files = { "files.jsonl": [{ file: "a" }, { file: "b" }, { file: "c" }] };

export const nightlyScenarios = [
  scenario("everything works", nightly, {
    input,
    mocks,
    files,
    expect: {
      status: "SUCCEEDED",
      output: {
        good: true,
        exported: [
          { table: "orders", items: 7 },
          { table: "people", items: 7 },
        ],
      },
      visits: { "Mask file": 3, "Start export": 2 },
      never: ["Publish failure"],
      calls: { "Mask file": { runId: "r1", file: "b" }, "Start export": { S3Prefix: "exports/r1/people", S3Bucket: "export-bucket" } },
    },
  }),
  scenario("the list is denied", nightly, {
    input,
    mocks: { ...mocks, "List tables": { throws: "List.Denied", cause: "not allowed" } },
    expect: { status: "FAILED", error: "List.Denied", cause: "not allowed", visits: ["Publish failure"], never: ["Export tables"] },
  }),
  scenario("a throttled call is retried", nightly, {
    input,
    mocks: { ...mocks, "List tables": [{ throws: "Lambda.TooManyRequestsException" }, mocks["List tables"]] },
    files,
    expect: { status: "SUCCEEDED", visits: { "List tables": 1 } },
  }),
  scenario("an export fails", nightly, {
    input,
    mocks: { ...mocks, "Await export": { returns: { ExportDescription: { ExportStatus: "FAILED", ItemCount: 0 } } } },
    expect: { status: "FAILED", error: "Poll.Failed", calls: { "Publish failure": { error: "Poll.Failed" } } },
  }),
  scenario("an export never ends", nightly, {
    input,
    mocks: { ...mocks, "Await export": { returns: { ExportDescription: { ExportStatus: "IN_PROGRESS", ItemCount: 0 } } } },
    expect: { status: "FAILED", error: "Poll.GaveUp" },
  }),
  scenario("a test fails", nightly, {
    input,
    mocks: { ...mocks, "Run tests": { returns: { failed: 2 } } },
    files,
    expect: { status: "FAILED", error: "Nightly.TestsFailed", cause: "A test failed.", visits: ["Publish failure"] },
  }),
];

/** Mistakes that must not compile: each line that begins with a number is exactly one error, no other line is one. */
import { z } from "zod";
import { scenario } from "../../local/scenarios/index.ts";
import { http, operations } from "../../workflows/kit/contract/index.ts";
import {
  and,
  contains,
  count,
  type Expr,
  eq,
  filter,
  gt,
  jsonata,
  like,
  not,
  orElse,
  pluck,
  text,
  token,
  upper,
  when,
  whenPresent,
  workflow,
} from "../../workflows/kit/index.ts";
import * as tasks from "./tasks.ts";

const setup = {
  name: "mistakes",
  comment: "",
  input: z.object({ runId: z.string(), prod: z.string(), limit: z.number().optional(), done: z.boolean() }),
  tasks: {
    "Sync buckets": tasks.syncBuckets,
    "Mask tables": tasks.maskTables,
    "Publish metrics": tasks.publishMetrics,
    "Await export": tasks.describeExport,
    "Run small": tasks.runSmall,
    "Describe cluster": tasks.describeCluster,
    Approve: tasks.approve,
    Ask: tasks.ask,
    "Put events": tasks.putEvents,
  },
} as const;

workflow(setup).define(({ input, context, run, map, poll, distributedMap, parallel, choice, guard, onFailure, goto, fail, wait }) => {
  const failed = onFailure("Publish failure", () => fail("Failed", "x", "y"));
  const args = { runId: input.runId, from: input.prod, to: "t" };
  /* 01 unknown task state                    */ run("Sync bucket", args);
  /* 02 unknown state in goto                 */ goto("Sync bukets");
  /* 03 catch target misspelt                 */ run("Sync buckets", args, { catch: [{ errors: ["States.ALL"], to: faild }] });
  /* 04 catch target as a text                */ run("Sync buckets", args, { catch: [{ errors: ["States.ALL"], to: "Publish failure" }] });
  /* 05 error name not in the contract        */ run("Sync buckets", args, { catch: [{ errors: ["Sync.Acces"], to: failed }] });
  /* 06 choice on what is not yet assigned    */ choice("Early?", [when(gt(synced.objects, 0), () => 1)], () => 0);
  const synced = run("Sync buckets", args, { keep: (result) => ({ objects: result.objects, note: result.note }) });
  /* 07 field that the state does not give    */ run("Publish metrics", { runId: input.runId, outcome: "passed", rows: synced.rows });
  /* 08 field dropped by keep                 */ map("Each", synced.tables, () => {});
  /* 09 choice on a missing field             */ choice("Any?", [when(gt(synced.object, 0), () => 1)], () => 0);
  /* 10 wrong type into a task                */ run("Mask tables", { runId: synced.objects, tables: [] });
  /* 11 literal outside of the enum           */ run("Publish metrics", { runId: "r", outcome: "ok", rows: 1 });
  /* 12 missing argument                      */ run("Publish metrics", { runId: "r", outcome: "passed" });
  /* 13 excess argument                       */ run("Publish metrics", { runId: "r", outcome: "passed", rows: 1, extra: true });
  /* 14 optional used as present              */ choice("Limit?", [when(gt(input.limit, 3), () => 1)], () => 0);
  /* 15 JavaScript's > on an expression       */ if (synced.objects > 3) goto(failed);
  /* 16 JavaScript's === on an expression     */ if (input.runId === "x") goto(failed);
  /* 17 comparing with the wrong type         */ eq(input.runId, 3);
  /* 18 text hole that is an object           */ text`x${synced}`;
  /* 19 counting a scalar                     */ count(synced.objects);
  choice(
    "Branch?",
    [
      when(eq(input.runId, "a"), () => {
        const inner = run("Mask tables", { runId: "r", tables: [] });
        return inner.rows;
      }),
    ],
    () => 0,
  );
  /* 20 variable of an inner scope            */ run("Publish metrics", { runId: "r", outcome: "passed", rows: inner.rows });
  /* 21 poll without a bound                  */ poll("Await export", { ExportArn: "e" }, { every: 30, until: () => eq(input.runId, "a") });
  /* 22 status that the service does not have */ poll("Await export", { ExportArn: "e" }, { every: 30, atMost: 9, until: (r) => eq(r.ExportDescription.ExportStatus, "DONE") });
  /* 23 until reads what keep dropped         */ poll("Await export", { ExportArn: "e" }, { every: 30, atMost: 9, keep: (r) => ({ s: r.ExportDescription.ExportStatus }), until: (r) => eq(r.status, "COMPLETED") });
  /* 24 ignored error not in the contract     */ run("Mask tables", { runId: "r", tables: [] }, { ignore: ["Mask.Missing"] });
  /* 25 retried error not in the contract     */ run("Mask tables", { runId: "r", tables: [] }, { retry: [{ errors: ["Sync.Throttled"], every: 1, max: 2 }] });
  /* 26 child's input incomplete              */ run("Run small", { runId: input.runId });
  /* 27 field that the child does not put out */ text`${run("Run small", { runId: "r", prod: "p" }).columns}`;
  /* 28 field that the item does not have     */ map("Items", run("Sync buckets", args).tables, (table) => text`${table.nme}`);
  const file = { format: "JSONL", item: z.object({ key: z.string() }), bucket: token("bucket"), key: "k" } as const;
  /* 29 outer value that was not handed in    */ distributedMap("Files", { reader: file, with: { runId: input.runId } }, ({ prod }) => void prod);
  /* 30 single item of a batch                */ distributedMap("Batches", { reader: file, batch: { size: 10 } }, ({ item }) => void item);
  /* 31 branch that is not there              */ parallel("Both", [() => 1, () => 2])[2];
  /* 32 guard without a section               */ guard("Publish failure", () => {});
  /* 33 text as a duration                    */ wait("Wait", { seconds: "30" });
  /* 34 field that the context does not have  */ text`${context.Execution.Arn}`;
  /* 35 condition that is no condition        */ and(eq(input.runId, "a"), input.prod);
  /* 36 negating a text                       */ not(input.runId);
  /* 37 role that is a number                 */ run("Mask tables", { runId: "r", tables: [] }, { credentials: { roleArn: 1 } });
  const question = { question: "Switch now?" } as const;
  run("Ask", (taskToken) => ({ ...question, taskToken }), { timeout: 3600 });
  /* 47 token outside of its call             */ run("Mask tables", { runId: taskToken, tables: [] });
  /* 48 token where nothing waits for it      */ run("Mask tables", (taskToken: Expr<string>) => ({ runId: taskToken, tables: [] }));
  /* 49 waiting call without its token        */ run("Ask", { ...question, taskToken: "t" }, { timeout: 3600 });
  /* 50 field of the call that was answered   */ text`${run("Ask", (taskToken) => ({ ...question, taskToken }), { timeout: 60 }).sent}`;
  /* 51 child's input of the wrong type       */ run("Run small", { runId: input.runId, prod: input.done });
  /* 52 States.Runtime caught                 */ run("Sync buckets", args, { catch: [{ errors: ["States.Runtime"], to: failed }] });
  /* 53 States.Runtime retried                */ run("Sync buckets", args, { retry: [{ errors: ["States.Runtime"] }] });
  /* 54 States.Timeout misspelt               */ run("Sync buckets", args, { ignore: ["States.TimeOut"] });
  /* 55 error of another contract             */ run("Sync buckets", args, { catch: [{ errors: ["Rds.DbClusterNotFoundException"], to: failed }] });
  /* 56 AWS SDK member in the wrong case      */ run("Describe cluster", { DBClusterIdentifier: "c" });
  /* 57 activity without a heartbeat          */ run("Approve", { change: "c" }, { timeout: 3600 });
  /* 58 activity without options              */ run("Approve", { change: "c" });
  /* 59 event whose detail is a text          */ run("Put events", { Entries: [{ Source: "s", DetailType: "t", Detail: "d" }] });
  const csv = { bucket: token("bucket"), key: "k" } as const;
  /* 60 number in a column of CSV             */ distributedMap("Rows", { reader: { ...csv, format: "CSV", item: z.object({ rows: z.number() }) } }, () => {});
  /* 61 delimiter that CSV does not have      */ distributedMap("Rows", { reader: { ...csv, format: "CSV", item: z.object({}), delimiter: "COLON" } }, () => {});
  /* 62 item of a listing                     */ distributedMap("Keys", { reader: { format: "LIST", bucket: "b", item: z.object({}) } }, () => {});
  /* 63 field that S3 does not list           */ distributedMap("Keys", { reader: { format: "LIST", bucket: "b" } }, ({ item }) => text`${item.Name}`);
  /* 64 format that Step Functions lacks      */ distributedMap("Rows", { reader: { ...csv, format: "XML", item: z.object({}) } }, () => {});
  /* 65 Athena manifest without its format    */ distributedMap("Rows", { reader: { ...csv, format: "MANIFEST", manifest: "ATHENA_DATA", item: z.object({}) } }, () => {});
  /* 66 items from two places                 */ distributedMap("Rows", { reader: file, items: run("Sync buckets", args).tables }, () => {});
  /* 67 batch without a size                  */ distributedMap("Batches", { reader: file, batch: { input: { runId: input.runId } } }, () => {});
  /* 68 batch beside single values            */ distributedMap("Batches", { reader: file, batch: { size: 9 }, with: { runId: input.runId } }, () => {});
  /* 69 batch input that was not handed in    */ distributedMap("Batches", { reader: file, batch: { size: 9, input: { a: 1 } } }, ({ batchInput }) => text`${batchInput.b}`);
  /* 70 written results read as a list        */ distributedMap("Files", { reader: file, writer: { bucket: "b", prefix: "p" } }, () => 1)[0];
  /* 71 tolerated failures as a text          */ distributedMap("Files", { reader: file, toleratedFailureCount: "3" }, () => {});
  const { tables } = run("Sync buckets", args);
  /* 72 filter on a missing field             */ filter(tables, (table) => gt(table.rows, 0));
  /* 73 filter whose body is no condition     */ filter(tables, (table) => table.name);
  /* 74 pluck of a missing field              */ pluck(tables, (table) => table.label);
  /* 75 whenPresent without a condition       */ whenPresent(input.limit, () => input.runId);
  /* 76 fallback of another type              */ orElse(input.limit, "3");
  /* 77 element of another type               */ contains(pluck(tables, (table) => table.name), 3);
  /* 78 JSONata hole that is an object        */ jsonata<number>`$sum(${{ rows: 1 }})`;
  /* 79 text function on a number             */ upper(synced.objects);
  /* 80 computed pattern                      */ like(input.runId, input.prod);
  /* 81 wait for a text                       */ wait("Wait on", { seconds: input.runId });
  return { done: true };
});

const input = { runId: "r", prod: "p" };
const ok = {
  "Sync buckets": { returns: { objects: 3, tables: [{ name: "orders", arn: "a" }] } },
  "Mask tables": [{ throws: "Mask.RuleMissing" }, { returns: { rows: 7, columns: 3 } }],
} as const;
scenario("ok", tasks.small, { input, mocks: ok, expect: { status: "SUCCEEDED", output: { rows: 7 }, visits: ["Mask tables"] } });
/* 38 mock's result breaks the contract     */ scenario("a", tasks.small, { input, mocks: { ...ok, "Mask tables": { returns: { rows: "7", columns: 3 } } }, expect: { status: "SUCCEEDED" } });
/* 39 mock throws an unknown error          */ scenario("b", tasks.small, { input, mocks: { ...ok, "Mask tables": { throws: "Mask.Rule" } }, expect: { status: "SUCCEEDED" } });
/* 40 mock for a state that is not there    */ scenario("c", tasks.small, { input, mocks: { ...ok, "Mask table": { returns: {} } }, expect: { status: "SUCCEEDED" } });
/* 41 expected output has no such field     */ scenario("d", tasks.small, { input, mocks: ok, expect: { status: "SUCCEEDED", output: { masked: 7 } } });
/* 42 execution's input incomplete          */ scenario("e", tasks.small, { input: { runId: "r" }, mocks: ok, expect: { status: "FAILED", error: "x" } });
/* 43 failure without an error              */ scenario("f", tasks.small, { input, mocks: ok, expect: { status: "FAILED" } });
/* 44 expected argument has the wrong type  */ scenario("g", tasks.small, { input, mocks: ok, expect: { status: "SUCCEEDED", calls: { "Mask tables": { runId: 1 } } } });
/* 45 handler returns the wrong shape       */ operations({ mask: tasks.maskTables }, { mask: async ({ tables: all }) => ({ rows: all.length }) });
/* 46 handler raises an unknown error       */ operations({ mask: tasks.maskTables }, { mask: async (_, raise) => raise("Mask.Nope", "no") });
/* 82 child's mock breaks its output        */ scenario("h", tasks.parent, { input: { runId: "r" }, mocks: { "Run small": { returns: { objects: 1, rows: "7" } } }, expect: { status: "SUCCEEDED" } });
/* 83 child's mock throws its child's error */ scenario("i", tasks.parent, { input: { runId: "r" }, mocks: { "Run small": { throws: "Mask.RuleMissing" } }, expect: { status: "FAILED", error: "x" } });
/* 84 method that HTTP does not have        */ http("payments", { method: "FETCH", input: z.object({ ApiEndpoint: z.string() }), output: z.object({}) });
/* 85 input that breaks its own contract    */ scenario("j", tasks.small, { input: { runId: 1, prod: "p" }, mocks: ok, expect: { status: "FAILED", error: "x" } });

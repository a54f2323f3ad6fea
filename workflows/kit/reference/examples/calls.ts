/** Calls: what a Task can be, what it hands on, and how it is repeated. */
import { z } from "zod";
import { child } from "../../child.ts";
import { eq, text, token } from "../../expressions/index.ts";
import { workflow } from "../../workflow.ts";
import { example } from "../example.ts";
import { askForApproval, charge, describeTable, inspect, maskTable, publish } from "./contracts.ts";

const maskAll = workflow({
  name: "mask-all",
  comment: "Masks a table.",
  input: z.object({ table: z.string().max(64) }),
  timeoutSeconds: 1800,
  tasks: { "Mask table": maskTable },
}).define(({ input, run }) => ({ rows: run("Mask table", { table: input.table }).rows }));

/** Calls a Task. What is read of its result is stored, under the state's name; the rest is dropped. */
export const run = example("run", { "Mask table": maskTable }, ({ input, run }) => {
  const masked = run("Mask table", { table: input.name });
  return { rows: masked.rows };
});

/** Narrows the result before it is stored, and gives it the form that is wanted. */
export const keep = example("run, with keep", { "Describe table": describeTable }, ({ input, run }) => {
  const table = run("Describe table", { TableName: input.name }, { keep: ({ Table }) => ({ items: Table.ItemCount }) });
  return { items: table.items };
});

/** Bounds an attempt, and says in which role the call is made. Without a timeout: Lambda 960 s, AWS 300 s, a child its own and 300 s. */
export const bounded = example("run, with timeout and credentials", { "Describe table": describeTable }, ({ input, run }) => {
  const options = { timeout: 20, credentials: { roleArn: token("reader_role_arn") } };
  run("Describe table", { TableName: input.name }, options);
});

/** Calls again and again, with a bound, until the result satisfies; `failIf` ends the waiting early. */
export const poll = example("poll", { "Await table": describeTable }, ({ input, poll }) => {
  poll(
    "Await table",
    { TableName: input.name },
    {
      every: 30,
      atMost: 20,
      keep: ({ Table }) => ({ status: Table.TableStatus }),
      until: ({ status }) => eq(status, "ACTIVE"),
      failIf: ({ status }) => eq(status, "ARCHIVED"),
    },
  );
});

/** Calls another AWS service through its optimized integration. */
export const optimized = example("run, an optimized integration", { "Tell everybody": publish }, ({ input, run }) => {
  run("Tell everybody", { TopicArn: token("topic_arn"), Message: text`${input.name} is masked.` });
});

/** Starts another workflow and waits for it; input and output are typed by its own definition. */
export const childWorkflow = example(
  "run, a child workflow",
  { "Mask all": child(maskAll, { stateMachine: "mask_all" }) },
  ({ input, run }) => {
    const masked = run("Mask all", { table: input.name });
    return { rows: masked.rows };
  },
);

/** Waits until somebody sends the token back; the token exists only in the arguments of this call. */
export const callback = example("run, with a task token", { "Ask for approval": askForApproval }, ({ input, run }) => {
  const asked = run(
    "Ask for approval",
    (taskToken) => ({ QueueUrl: token("queue_url"), MessageBody: { change: input.runId, token: taskToken } }),
    { timeout: 86_400 },
  );
  return { approved: asked.approved };
});

/** Waits for a worker outside of AWS; it must show by heartbeats that it is alive. */
export const worker = example("run, an activity", { "Inspect table": inspect }, ({ input, run }) => {
  const inspected = run("Inspect table", { table: input.name }, { timeout: 3600, heartbeat: 60 });
  return { clean: inspected.clean };
});

/** Calls any HTTPS API with the credentials of an EventBridge connection. */
export const api = example("run, an HTTP call", { Charge: charge }, ({ input, run }) => {
  const charged = run("Charge", { ApiEndpoint: "https://payments.example/charges", RequestBody: { amount: input.price } });
  return { id: charged.ResponseBody.id };
});

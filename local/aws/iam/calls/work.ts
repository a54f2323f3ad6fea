/** What works and what is told: functions, state machines, topics, queues, rules. */
import { textOf } from "../known/index.ts";
import { type Call, each, given, inPlace, keyNeeds, type Need, on, onEverything, type Rule } from "./call.ts";

/** The function in a path such as `/2015-03-31/functions/<name or ARN>/invocations`. */
const functionOf = (call: Call): string => {
  const name = decodeURIComponent(call.path.split("/").filter((part) => part !== "")[2] ?? "*");
  return inPlace(call, "lambda", name.startsWith("arn:") ? name : `function:${name}`);
};

const onFunction =
  (action: string): Rule =>
  (call) => [{ action: `lambda:${action}`, resource: functionOf(call) }];

/** Tags have a path of their own, `/2017-03-31/tags/<ARN>`, which the gateway has no operation's name for. */
const tags: Rule = (call) => {
  const [, kind, name = "*"] = call.path.split("/").filter((part) => part !== "");
  const action = { GET: "ListTags", POST: "TagResource", DELETE: "UntagResource" }[call.method] ?? call.method;
  return kind === "tags"
    ? [{ action: `lambda:${action}`, resource: decodeURIComponent(name) }]
    : [{ action: `lambda:${call.method}`, resource: "*" }];
};

export const lambdaRules: ReadonlyMap<string, Rule> = new Map([
  ["", tags],
  ["Invoke", onFunction("InvokeFunction")],
  ["GetFunction", onFunction("GetFunction")],
  ["GetFunctionConfiguration", onFunction("GetFunctionConfiguration")],
  ["ListFunctions", onEverything("lambda:ListFunctions")],
]);

const byArn =
  (service: string, member: string): Rule =>
  (call) => [{ action: `${service}:${call.operation}`, resource: given(call, member).split("#")[0] ?? "*" }];

export const statesRules: ReadonlyMap<string, Rule> = new Map([
  ...each("StartExecution StartSyncExecution DescribeStateMachine ListExecutions", byArn("states", "stateMachineArn")),
  ...each(
    "DescribeExecution GetExecutionHistory StopExecution DescribeStateMachineForExecution ListMapRuns",
    byArn("states", "executionArn"),
  ),
  ["DescribeMapRun", byArn("states", "mapRunArn")],
  ["ListStateMachines", onEverything("states:ListStateMachines")],
  ...each("ListTagsForResource TagResource", byArn("states", "resourceArn")),
  ...each("SendTaskSuccess SendTaskFailure SendTaskHeartbeat", (call: Call) => [{ action: `states:${call.operation}`, resource: "*" }]),
]);

const publish: Rule = (call) => {
  const topic = textOf(call.parameters, "TopicArn") ?? given(call, "TargetArn");
  return [
    { action: "sns:Publish", resource: topic },
    ...keyNeeds(call, call.known.stores.get(topic).key, "sns", "Decrypt", "GenerateDataKey"),
  ];
};

export const snsRules: ReadonlyMap<string, Rule> = new Map([
  ["Publish", publish],
  ...each("GetTopicAttributes ListSubscriptionsByTopic", byArn("sns", "TopicArn")),
  ...each("ListTagsForResource TagResource", byArn("sns", "ResourceArn")),
  ["GetSubscriptionAttributes", byArn("sns", "SubscriptionArn")],
  ["ListTopics", onEverything("sns:ListTopics")],
  ["ListSubscriptions", onEverything("sns:ListSubscriptions")],
]);

const onQueue =
  (...keyActions: readonly string[]): Rule =>
  (call): readonly Need[] => {
    const name = textOf(call.parameters, "QueueUrl")?.split("/").at(-1) ?? given(call, "QueueName");
    const queue = inPlace(call, "sqs", name);
    return [
      { action: `sqs:${call.operation}`, resource: queue },
      ...keyNeeds(call, call.known.stores.get(queue).key, "sqs", ...keyActions),
    ];
  };

export const sqsRules: ReadonlyMap<string, Rule> = new Map([
  ...each("DeleteMessage GetQueueAttributes GetQueueUrl ListQueueTags TagQueue", onQueue()),
  ["SendMessage", onQueue("Decrypt", "GenerateDataKey")],
  ["ReceiveMessage", onQueue("Decrypt")],
  ["ListQueues", onEverything("sqs:ListQueues")],
]);

const rule: Rule = (call) => {
  const bus = textOf(call.parameters, "EventBusName") ?? "default";
  const name = textOf(call.parameters, "Name") ?? given(call, "Rule");
  return [
    { action: `events:${call.operation}`, resource: inPlace(call, "events", bus === "default" ? `rule/${name}` : `rule/${bus}/${name}`) },
  ];
};

export const eventsRules: ReadonlyMap<string, Rule> = new Map([
  ...each("DescribeRule ListTargetsByRule PutRule PutTargets RemoveTargets DeleteRule EnableRule DisableRule", rule),
  ["ListRules", onEverything("events:ListRules")],
  ...each("ListTagsForResource TagResource", byArn("events", "ResourceARN")),
  ["PutEvents", on("events", "EventBusName", (_, call) => inPlace(call, "events", "event-bus/default"))],
]);

/** SNS, SQS and EventBridge. */
import { arnAt } from "../arn.ts";
import { allow, type Call, inService, named, namedBy, type Rule } from "../call.ts";
import type { Resource } from "../types.ts";

/** A queue by its URL, `https://sqs.<region>.amazonaws.com/<account>/<name>`. */
export function queueOf(call: Call, member = "QueueUrl"): Resource {
  const said = call.fields.get(member);
  const [scheme, , host = "", account, name, ...more] = said?.text.split("/") ?? [];
  const region = /^sqs\.(.*)\.amazonaws\.com(\.cn)?$/.exec(host)?.[1];
  if (scheme?.startsWith("http") && region !== undefined && account && name && more.length === 0) {
    const arn = arnAt({ ...call.place, region, account }, "sqs", name);
    return { arn, ...(said?.computed && { wide: `"${member}" is computed` }) };
  }
  if (said !== undefined && !said.computed && said.text.includes("${"))
    return { arn: arnAt(call.place, "sqs", "*"), wide: `the queue's name is not known before "${said.text}" is filled in` };
  return { arn: arnAt(call.place, "sqs", "*"), wide: `"${member}" ${said === undefined ? "is not given" : "is no queue's URL yet"}` };
}

const publish: Rule = (call) => {
  const member = ["TopicArn", "TargetArn"].find((name) => call.fields.has(name)) ?? "TopicArn";
  // A text message to a telephone has no topic.
  if (!call.fields.has(member) && call.fields.has("PhoneNumber"))
    return [allow("sns:Publish", { arn: "*", wide: "a telephone number is no resource" })];
  return [
    allow(
      "sns:Publish",
      named(
        call,
        member,
        inService(call, "sns", (name) => name),
      ),
    ),
  ];
};

const putEvents: Rule = (call) => {
  const bus = inService(call, "events", (name) => `event-bus/${name}`);
  const buses = call.fields.each("Entries").map((entry): Resource => {
    const said = entry.get("EventBusName");
    return said === undefined ? { arn: bus("default") } : namedBy(said, "EventBusName", bus);
  });
  return [allow("events:PutEvents", buses.length > 0 ? buses : { arn: bus("*"), wide: '"Entries" is computed' })];
};

export const messageRules: Readonly<Record<string, Rule>> = {
  "sns:publish": publish,
  "sqs:sendMessage": (call) => [allow("sqs:SendMessage", queueOf(call))],
  "events:putEvents": putEvents,
};

/** What the states of a definition call, as IAM actions. */

const optimized: Readonly<Record<string, string>> = {
  "lambda:invoke": "lambda:InvokeFunction",
  "sns:publish": "sns:Publish",
  "states:startExecution.sync:2": "states:StartExecution",
  "s3:getObject": "s3:GetObject",
  "s3:putObject": "s3:PutObject",
};

/** The actions of a definition's own calls; with credentials, the role that it takes on. */
export function callsOf(node: unknown, calls = new Set<string>()): Set<string> {
  if (typeof node !== "object" || node === null) return calls;
  const { Resource, Credentials, ProcessorConfig } = node as Record<string, unknown>;
  if ((ProcessorConfig as { Mode?: unknown } | undefined)?.Mode === "DISTRIBUTED") calls.add("states:StartExecution");
  if (typeof Resource === "string") {
    const call = Resource.replace("arn:aws:states:::", "");
    const [, service = "", action = ""] = /^aws-sdk:([a-z0-9]+):(\w+)$/.exec(call) ?? [];
    if (Credentials !== undefined) calls.add("sts:AssumeRole");
    else if (service === "") calls.add(optimized[call] ?? call);
    else calls.add(`${service === "sfn" ? "states" : service}:${action.charAt(0).toUpperCase()}${action.slice(1)}`);
  }
  for (const value of Object.values(node)) callsOf(value, calls);
  return calls;
}

/** What a Task calls, the same in both query languages. */
import type { AnyTask } from "../task.ts";
import { TemplateString } from "../template/index.ts";
import type { Rendered } from "../workflow-type.ts";

type Target = AnyTask["target"];

/** The `Resource` of a Task; an activity's ARN is the token `<name>_activity_arn`. */
export function resourceOf(target: Target): Rendered {
  const suffix = "callback" in target && target.callback ? ".waitForTaskToken" : "";
  switch (target.kind) {
    case "lambda":
      return `arn:aws:states:::lambda:invoke${suffix}`;
    case "child":
      return "arn:aws:states:::states:startExecution.sync:2";
    case "awsSdk":
      return `arn:aws:states:::aws-sdk:${target.service}:${target.action}${suffix}`;
    case "integration":
      return `arn:aws:states:::${target.resource}${suffix}`;
    case "http":
      return "arn:aws:states:::http:invoke";
    case "activity":
      return new TemplateString({ token: `${target.activity}_activity_arn` });
  }
}

/** What an HTTP call has beside its input: the method, and the connection that keeps its secrets. */
export const httpArguments = ({ connection, method }: Extract<Target, { kind: "http" }>): Readonly<Record<string, Rendered>> => ({
  Method: method,
  Authentication: { ConnectionArn: new TemplateString({ token: `${connection}_connection_arn` }) },
});

/** What every function does: stand in the network, log, trace, keep the control table. */
import { allow, arn, deny, everywhere, type PermissionStatement, resource } from "../../../workflows/kit/contract/permissions/index.ts";
import { controlTable, environment } from "./resources.ts";
import { useTableKey } from "./use-keys.ts";

const networkInterfaces = [
  "ec2:AssignPrivateIpAddresses",
  "ec2:CreateNetworkInterface",
  "ec2:DeleteNetworkInterface",
  "ec2:UnassignPrivateIpAddresses",
] as const;

/** The statements; `handler` is the folder's name, and the function's behind the environment's. */
export function everyFunction(handler: string): readonly PermissionStatement[] {
  return [
    allow("WriteLog", {
      why: "Lambda writes what the function prints, with the function's role.",
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [arn("logs", resource`log-group:/aws/lambda/${environment}-${handler}:*`)],
    }),
    everywhere("TraceAndLookAround", {
      why: "X-Ray's segments, and the description of the network interfaces that Lambda makes with this role.",
      actions: ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "xray:PutTelemetryRecords", "xray:PutTraceSegments"],
    }),
    allow("StandInTheNetwork", {
      why: "Lambda makes the network interfaces of a function in a VPC with the function's role.",
      actions: networkInterfaces,
      resources: [arn("ec2", "*/*")],
    }),
    deny("NotByTheFunctionsOwnCode", {
      why: "The interfaces are Lambda's business: code that runs in the function may not touch them.",
      actions: networkInterfaces,
      when: { ArnEquals: { "lambda:SourceFunctionArn": [arn("lambda", resource`function:${environment}-${handler}`)] } },
    }),
    allow("KeepControlTable", {
      why: "The lock, the cursors and the ledger of the refresh.",
      actions: ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem"],
      resources: [controlTable],
    }),
    useTableKey,
  ];
}

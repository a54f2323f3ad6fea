/** What every machine needs that no definition says: to deliver its log and its traces. */
import { everywhere, type PermissionStatement } from "../../kit/contract/permissions/index.ts";

export const everyMachine: readonly PermissionStatement[] = [
  everywhere("DeliverLogs", {
    why: "Step Functions sets up the delivery of a machine's log with the machine's role.",
    actions: [
      "logs:CreateLogDelivery",
      "logs:DeleteLogDelivery",
      "logs:DescribeLogGroups",
      "logs:DescribeResourcePolicies",
      "logs:GetLogDelivery",
      "logs:ListLogDeliveries",
      "logs:PutResourcePolicy",
      "logs:UpdateLogDelivery",
    ],
  }),
  everywhere("Trace", {
    why: "X-Ray's segments and sampling.",
    actions: ["xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:PutTelemetryRecords", "xray:PutTraceSegments"],
  }),
];

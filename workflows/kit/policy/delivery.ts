/** Logs and traces: what a machine's settings ask for, its definition does not. */
import { allow, everything } from "./call.ts";
import type { Grant, PolicyOptions } from "./types.ts";

const LOGS =
  "logs:CreateLogDelivery logs:DeleteLogDelivery logs:DescribeLogGroups logs:DescribeResourcePolicies logs:GetLogDelivery logs:ListLogDeliveries logs:PutResourcePolicy logs:UpdateLogDelivery";
const TRACES = "xray:GetSamplingRules xray:GetSamplingTargets xray:PutTelemetryRecords xray:PutTraceSegments";

/** The permissions of log delivery and of tracing, where they are asked for. */
export const deliveryGrants = ({ logging, tracing }: PolicyOptions): readonly Grant[] => [
  ...(logging ? [allow(LOGS, everything)] : []),
  ...(tracing ? [allow(TRACES, everything)] : []),
];

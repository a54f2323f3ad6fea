/** Drifts of machines, the document, parameters and rules. */
import { DisableRuleCommand, PutRuleCommand, RemoveTargetsCommand } from "@aws-sdk/client-eventbridge";
import { DeleteStateMachineCommand, TagResourceCommand, UpdateStateMachineCommand } from "@aws-sdk/client-sfn";
import {
  DeleteParameterCommand,
  GetDocumentCommand,
  PutParameterCommand,
  UpdateDocumentCommand,
  UpdateDocumentDefaultVersionCommand,
} from "@aws-sdk/client-ssm";
import { ENVIRONMENT, stateMachineArn, stateMachineName, test } from "../../refresh/names.ts";
import { changed, type Drift, type Hands, whole } from "./drift.ts";

const updateMachine = (
  { clients }: Hands,
  workflow: string,
  change: Omit<ConstructorParameters<typeof UpdateStateMachineCommand>[0], "stateMachineArn">,
) => clients.sfn.send(new UpdateStateMachineCommand({ stateMachineArn: stateMachineArn(workflow), ...change }));

const destinations = (workflow: string) => [
  {
    cloudWatchLogsLogGroup: {
      logGroupArn: `arn:aws:logs:us-west-2:222222222222:log-group:/aws/vendedlogs/states/${stateMachineName(workflow)}:*`,
    },
  },
];

const machines: readonly Drift[] = [
  changed("a machine logs personal data", ["machine", stateMachineName("daily-refresh"), "logsExecutionData", "critical"], (hands) =>
    updateMachine(hands, "daily-refresh", {
      loggingConfiguration: { level: "ALL", includeExecutionData: true, destinations: destinations("daily-refresh") },
    }),
  ),
  changed("a machine logs errors only", ["machine", stateMachineName("s3-sync"), "logLevel", "medium"], (hands) =>
    updateMachine(hands, "s3-sync", {
      loggingConfiguration: { level: "ERROR", includeExecutionData: false, destinations: destinations("s3-sync") },
    }),
  ),
  changed("a machine does not trace", ["machine", stateMachineName("aurora-refresh"), "tracing", "low"], (hands) =>
    updateMachine(hands, "aurora-refresh", { tracingConfiguration: { enabled: false } }),
  ),
  changed("a machine was edited in the console", ["machine", stateMachineName("dynamodb-refresh"), "definitionHash", "high"], (hands) =>
    updateMachine(hands, "dynamodb-refresh", {
      definition: JSON.stringify({ StartAt: "Nothing", States: { Nothing: { Type: "Succeed" } } }),
    }),
  ),
  changed("a machine has another role", ["machine", stateMachineName("dynamodb-refresh"), "role", "critical"], (hands) =>
    updateMachine(hands, "dynamodb-refresh", { roleArn: test.role("admin") }),
  ),
  whole("a machine is gone", ["missing", "machine", stateMachineName("refresh-cleanup"), "high"], ({ clients }) =>
    clients.sfn.send(new DeleteStateMachineCommand({ stateMachineArn: stateMachineArn("refresh-cleanup") })),
  ),
  changed("a machine has another tag", ["machine", stateMachineName("s3-sync"), "tags.ManagedBy", "low"], ({ clients }) =>
    clients.sfn.send(new TagResourceCommand({ resourceArn: stateMachineArn("s3-sync"), tags: [{ key: "ManagedBy", value: "hand" }] })),
  ),
];

const systems: readonly Drift[] = [
  changed(
    "the document has another default version",
    ["document", test.document, "defaultVersion", "high"],
    async ({ clients: { ssm } }) => {
      const { Content = "" } = await ssm.send(new GetDocumentCommand({ Name: test.document }));
      const update = { Name: test.document, Content: `${Content}# by hand\n`, DocumentFormat: "YAML", DocumentVersion: "$LATEST" } as const;
      const { DocumentDescription } = await ssm.send(new UpdateDocumentCommand(update));
      await ssm.send(
        new UpdateDocumentDefaultVersionCommand({ Name: test.document, DocumentVersion: DocumentDescription?.DocumentVersion ?? "2" }),
      );
    },
  ),
  {
    name: "the rules are no secret",
    finding: { problem: "changed", kind: "parameter", resource: test.commonRules, field: "type", severity: "critical" },
    // What is no secret has no key.
    also: [{ problem: "changed", kind: "parameter", resource: test.commonRules, field: "encryptionKey", severity: "high" }],
    make: async ({ clients: { ssm } }) => {
      await ssm.send(new DeleteParameterCommand({ Name: test.commonRules }));
      const Tags = Object.entries({ Environment: ENVIRONMENT, ManagedBy: "terraform" }).map(([Key, Value]) => ({ Key, Value }));
      await ssm.send(new PutParameterCommand({ Name: test.commonRules, Value: "{}", Type: "String", Tags }));
    },
  },
  whole("a pointer is gone", ["missing", "parameter", test.pointer("auth"), "high"], ({ clients }) =>
    clients.ssm.send(new DeleteParameterCommand({ Name: test.pointer("auth") })),
  ),
  changed("a pointer points nowhere", ["parameter", test.pointer("billing"), "value", "high"], ({ clients }) =>
    clients.ssm.send(new PutParameterCommand({ Name: test.pointer("billing"), Value: "none", Type: "String", Overwrite: true })),
  ),
  whole("somebody has made a parameter", ["unexpected", "parameter", `/${ENVIRONMENT}/debug`, "low"], ({ clients }) =>
    clients.ssm.send(new PutParameterCommand({ Name: `/${ENVIRONMENT}/debug`, Value: "1", Type: "String" })),
  ),
];

const daily = `${ENVIRONMENT}-daily-refresh`;

const endedBadly = `${ENVIRONMENT}-refresh-ended-badly`;

const events: readonly Drift[] = [
  changed("the refresh starts at another time", ["rule", daily, "schedule", "medium"], ({ clients }) =>
    clients.events.send(new PutRuleCommand({ Name: daily, ScheduleExpression: "cron(0 12 * * ? *)", State: "ENABLED" })),
  ),
  changed("the clean-up's rule is disabled", ["rule", endedBadly, "state", "high"], ({ clients }) =>
    clients.events.send(new DisableRuleCommand({ Name: endedBadly })),
  ),
  changed("a rule has no target", ["rule", endedBadly, "targets", "high"], ({ clients }) =>
    clients.events.send(new RemoveTargetsCommand({ Rule: endedBadly, Ids: ["refresh-cleanup"] })),
  ),
  whole("somebody has made a rule", ["unexpected", "rule", `${ENVIRONMENT}-hourly`, "medium"], ({ clients }) =>
    clients.events.send(new PutRuleCommand({ Name: `${ENVIRONMENT}-hourly`, ScheduleExpression: "rate(1 hour)" })),
  ),
];

export const workflowDrifts: readonly Drift[] = [...machines, ...systems, ...events];

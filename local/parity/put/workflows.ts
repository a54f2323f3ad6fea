/** Puts state machines, the document, parameters and rules. */
import {
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  TagResourceCommand as TagRuleCommand,
} from "@aws-sdk/client-eventbridge";
import {
  CreateStateMachineCommand,
  DescribeStateMachineCommand,
  type LogLevel,
  TagResourceCommand as TagMachineCommand,
  UpdateStateMachineCommand,
} from "@aws-sdk/client-sfn";
import {
  AddTagsToResourceCommand,
  CreateDocumentCommand,
  DescribeDocumentCommand,
  PutParameterCommand,
  UpdateDocumentDefaultVersionCommand,
} from "@aws-sdk/client-ssm";
import { arnOf } from "../../../handlers/parity-validation/kinds/index.ts";
import { REGION, TEST } from "../../refresh/names.ts";
import { isThere, type Put, tagList, textOf } from "./put.ts";

const here = { account: TEST, region: REGION };

export const machine: Put<"machine"> = async ({ sfn }, name, fields, contents) => {
  const stateMachineArn = arnOf(here, "states", `stateMachine:${name}`);
  const settings = {
    definition: contents.definition(name),
    roleArn: fields.role ?? "",
    loggingConfiguration: {
      level: fields.logLevel as LogLevel,
      includeExecutionData: fields.logsExecutionData === true,
      destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: fields.logGroup ?? "" } }],
    },
    tracingConfiguration: { enabled: fields.tracing === true },
  };
  const isMade = await isThere(sfn.send(new DescribeStateMachineCommand({ stateMachineArn })));
  if (isMade) await sfn.send(new UpdateStateMachineCommand({ stateMachineArn, ...settings }));
  else await sfn.send(new CreateStateMachineCommand({ name, ...settings }));
  const tags = Object.entries(fields.tags ?? {}).map(([key, value]) => ({ key, value }));
  await sfn.send(new TagMachineCommand({ resourceArn: stateMachineArn, tags }));
};

export const document: Put<"document"> = async ({ ssm }, Name, fields, contents) => {
  if (!(await isThere(ssm.send(new DescribeDocumentCommand({ Name }))))) {
    await ssm.send(
      new CreateDocumentCommand({
        Name,
        Content: contents.document(Name),
        DocumentType: "Automation",
        DocumentFormat: "YAML",
        Tags: tagList(fields.tags),
      }),
    );
  }
  await ssm.send(new UpdateDocumentDefaultVersionCommand({ Name, DocumentVersion: fields.defaultVersion ?? "1" }));
};

export const parameter: Put<"parameter"> = async ({ ssm }, Name, fields, contents) => {
  await ssm.send(
    new PutParameterCommand({
      Name,
      Value: contents.parameter(Name),
      Type: fields.type === "SecureString" ? "SecureString" : "String",
      Overwrite: true,
      ...(fields.encryptionKey ? { KeyId: fields.encryptionKey } : {}),
    }),
  );
  await ssm.send(new AddTagsToResourceCommand({ ResourceType: "Parameter", ResourceId: Name, Tags: tagList(fields.tags) }));
};

export const rule: Put<"rule"> = async ({ events }, Name, fields) => {
  await events.send(
    new PutRuleCommand({
      Name,
      State: fields.state === "DISABLED" ? "DISABLED" : "ENABLED",
      ...(fields.schedule ? { ScheduleExpression: fields.schedule } : {}),
      ...(fields.pattern ? { EventPattern: textOf(fields.pattern) } : {}),
    }),
  );
  const { Targets = [] } = await events.send(new ListTargetsByRuleCommand({ Rule: Name }));
  if (Targets.length > 0) await events.send(new RemoveTargetsCommand({ Rule: Name, Ids: Targets.map(({ Id }) => Id ?? "") }));
  const wanted = (fields.targets ?? []).map(({ id, arn, role, deadLetterQueue, retries, oldestEvent }) => ({
    Id: id,
    Arn: arn,
    ...(role ? { RoleArn: role } : {}),
    ...(deadLetterQueue ? { DeadLetterConfig: { Arn: deadLetterQueue } } : {}),
    ...(retries
      ? { RetryPolicy: { MaximumRetryAttempts: retries, ...(oldestEvent ? { MaximumEventAgeInSeconds: oldestEvent } : {}) } }
      : {}),
  }));
  if (wanted.length > 0) await events.send(new PutTargetsCommand({ Rule: Name, Targets: wanted }));
  await events.send(new TagRuleCommand({ ResourceARN: arnOf(here, "events", `rule/${Name}`), Tags: tagList(fields.tags) }));
};

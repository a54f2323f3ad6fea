/** CodeBuild and MediaConvert. */
import { allow, anyOf, type Call, inService, managedRule, named, passRole, type Rule } from "../call.ts";
import { saidLiterally } from "../said.ts";
import type { Resource } from "../types.ts";

const project = (call: Call): Resource =>
  named(
    call,
    "ProjectName",
    inService(call, "codebuild", (name) => `project/${name}`),
  );

/** A build by its id, `project:build`. */
function projectOfBuild(call: Call): Resource {
  const said = call.fields.get("Id");
  const name = said?.text.split(":")[0] ?? "*";
  return named(
    { ...call, fields: call.fields },
    "Id",
    inService(call, "codebuild", () => `project/${name}`),
  );
}

const builds =
  (action: string): Rule =>
  (call) => [allow(`codebuild:${action}`, anyOf(call, "codebuild", "project/*", "the builds' ids say their projects"))];

export const buildRules: Readonly<Record<string, Rule>> = {
  "codebuild:startBuild": (call) => [
    allow(`codebuild:StartBuild${call.waiting === "sync" ? " codebuild:BatchGetBuilds codebuild:StopBuild" : ""}`, project(call)),
    ...(call.waiting === "sync" ? [managedRule(call, "StepFunctionsGetEventForCodeBuildStartBuildRule")] : []),
  ],
  "codebuild:startBuildBatch": (call) => [
    allow(
      `codebuild:StartBuildBatch${call.waiting === "sync" ? " codebuild:BatchGetBuildBatches codebuild:StopBuildBatch" : ""}`,
      project(call),
    ),
    ...(call.waiting === "sync" ? [managedRule(call, "StepFunctionsGetEventForCodeBuildStartBuildBatchRule")] : []),
  ],
  "codebuild:stopBuild": (call) => [allow("codebuild:StopBuild", projectOfBuild(call))],
  "codebuild:stopBuildBatch": (call) => [allow("codebuild:StopBuildBatch", projectOfBuild(call))],
  "codebuild:retryBuildBatch": (call) => [
    allow(
      `codebuild:RetryBuildBatch${call.waiting === "sync" ? " codebuild:BatchGetBuildBatches codebuild:StopBuildBatch" : ""}`,
      projectOfBuild(call),
    ),
    ...(call.waiting === "sync" ? [managedRule(call, "StepFunctionsGetEventForCodeBuildStartBuildBatchRule")] : []),
  ],
  "codebuild:deleteBuildBatch": (call) => [allow("codebuild:DeleteBuildBatch", projectOfBuild(call))],
  "codebuild:batchDeleteBuilds": builds("BatchDeleteBuilds"),
  "codebuild:batchGetBuildBatches": builds("BatchGetBuildBatches"),
  "codebuild:batchGetReports": (call) => [
    allow("codebuild:BatchGetReports", anyOf(call, "codebuild", "report-group/*", "the reports' ARNs say their groups")),
  ],
  "mediaconvert:createJob": (call) => {
    const part = (member: string, kind: string, absent: string): Resource =>
      call.fields.has(member) || call.fields.open
        ? named(
            call,
            member,
            inService(call, "mediaconvert", (name) => `${kind}/${name}`),
          )
        : anyOf(call, "mediaconvert", `${kind}/${absent}`, `"${member}" is not given`);
    const own = { StringEquals: { "aws:ResourceTag/ManagedByService": ["AWSStepFunctions"] } };
    return [
      allow("mediaconvert:CreateJob", [
        call.fields.has("Queue")
          ? part("Queue", "queues", "Default")
          : { arn: inService(call, "mediaconvert", (name) => `queues/${name}`)("Default") },
        ...(call.fields.has("JobTemplate") || call.fields.open ? [part("JobTemplate", "jobTemplates", "*")] : []),
        anyOf(call, "mediaconvert", "presets/*", "the settings say which presets they use"),
      ]),
      passRole(call, call.fields.get("Role") ?? saidLiterally("*"), "Role", "mediaconvert.amazonaws.com"),
      ...(call.waiting === "sync"
        ? [
            allow(
              "mediaconvert:CancelJob mediaconvert:GetJob",
              anyOf(call, "mediaconvert", "jobs/*", "its id is made when it starts"),
              own,
            ),
            managedRule(call, "StepFunctionsGetEventsForMediaConvertJobRule"),
          ]
        : []),
    ];
  },
};

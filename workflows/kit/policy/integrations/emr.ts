/** EMR: clusters, on EKS, serverless. */
import { roleArn } from "../arn.ts";
import { allow, anyOf, type Call, everything, inService, managedRule, named, passRole, type Rule } from "../call.ts";
import type { Grant, Resource } from "../types.ts";

const LATER = "its id is made when it is created";

const cluster = (call: Call): Resource =>
  named(
    call,
    "ClusterId",
    inService(call, "elasticmapreduce", (id) => `cluster/${id}`),
  );

const onCluster =
  (actions: string, waits = "", rule = ""): Rule =>
  (call) => [
    allow(call.waiting === "sync" && waits !== "" ? `${actions} ${waits}` : actions, cluster(call)),
    ...(call.waiting === "sync" && rule !== "" ? [managedRule(call, rule)] : []),
  ];

const createCluster: Rule = (call) => {
  const roles = ["ServiceRole", "JobFlowRole", "AutoScalingRole"].filter((member) => call.fields.has(member) || call.fields.open);
  const made = anyOf(call, "elasticmapreduce", "cluster/*", LATER);
  return [
    allow("elasticmapreduce:RunJobFlow", everything),
    ...(call.fields.has("Tags") ? [allow("elasticmapreduce:AddTags", made)] : []),
    ...roles.map((member) => passRole(call, call.fields.get(member), member)),
    ...(call.waiting === "sync"
      ? [
          allow("elasticmapreduce:DescribeCluster elasticmapreduce:TerminateJobFlows", made),
          managedRule(call, "StepFunctionsGetEventForEMRRunJobFlowRule"),
        ]
      : []),
  ];
};

/** The role that the service makes for itself when an account uses it for the first time. */
const linkedRole = (call: Call, service: string, name: string): Grant =>
  allow(
    "iam:CreateServiceLinkedRole",
    { arn: roleArn(call.place, `aws-service-role/${service}/${name}`) },
    {
      StringLike: { "iam:AWSServiceName": [service] },
    },
  );

const virtualCluster = (call: Call, member: string, below = ""): Resource =>
  named(
    call,
    member,
    inService(call, "emr-containers", (id) => `/virtualclusters/${id}${below}`),
  );

const startOnEks: Rule = (call) => {
  const role = call.fields.get("ExecutionRoleArn");
  const condition = { [role?.computed ? "ArnLike" : "StringEquals"]: { "emr-containers:ExecutionRoleArn": [role?.text ?? "*"] } };
  return [
    allow("emr-containers:StartJobRun", virtualCluster(call, "VirtualClusterId"), role === undefined ? undefined : condition),
    ...(call.waiting === "sync"
      ? [allow("emr-containers:CancelJobRun emr-containers:DescribeJobRun", virtualCluster(call, "VirtualClusterId", "/jobruns/*"))]
      : []),
  ];
};

const application = (call: Call, below = ""): Resource =>
  named(
    call,
    "ApplicationId",
    inService(call, "emr-serverless", (id) => `/applications/${id}${below}`),
  );
const APPLICATION_RULE = "StepFunctionsGetEventsForEMRServerlessApplicationRule";
const JOB_RULE = "StepFunctionsGetEventsForEMRServerlessJobRule";

/** A call on a serverless application; `.sync` also asks for it, and undoes it when it is stopped. */
const onApplication =
  (action: string, waits: string): Rule =>
  (call) => [
    allow(`emr-serverless:${action}${call.waiting === "sync" ? ` ${waits}` : ""}`, application(call)),
    ...(call.waiting === "sync" ? [managedRule(call, APPLICATION_RULE)] : []),
  ];

export const emrRules: Readonly<Record<string, Rule>> = {
  "elasticmapreduce:createCluster": createCluster,
  "elasticmapreduce:addStep": onCluster(
    "elasticmapreduce:AddJobFlowSteps",
    "elasticmapreduce:CancelSteps elasticmapreduce:DescribeStep",
    "StepFunctionsGetEventForEMRAddJobFlowStepsRule",
  ),
  "elasticmapreduce:cancelStep": onCluster("elasticmapreduce:CancelSteps"),
  "elasticmapreduce:setClusterTerminationProtection": onCluster("elasticmapreduce:SetTerminationProtection"),
  "elasticmapreduce:terminateCluster": onCluster(
    "elasticmapreduce:TerminateJobFlows",
    "elasticmapreduce:DescribeCluster",
    "StepFunctionsGetEventForEMRTerminateJobFlowsRule",
  ),
  "elasticmapreduce:modifyInstanceFleetByName": onCluster("elasticmapreduce:ListInstanceFleets elasticmapreduce:ModifyInstanceFleet"),
  "elasticmapreduce:modifyInstanceGroupByName": onCluster("elasticmapreduce:ListInstanceGroups elasticmapreduce:ModifyInstanceGroups"),
  "emr-containers:createVirtualCluster": (call) => [
    allow("emr-containers:CreateVirtualCluster", everything),
    linkedRole(call, "emr-containers.amazonaws.com", "AWSServiceRoleForAmazonEMRContainers"),
  ],
  "emr-containers:deleteVirtualCluster": (call) => [
    allow(
      `emr-containers:DeleteVirtualCluster${call.waiting === "sync" ? " emr-containers:DescribeVirtualCluster" : ""}`,
      virtualCluster(call, "Id"),
    ),
  ],
  "emr-containers:startJobRun": startOnEks,
  "emr-serverless:createApplication": (call) => [
    allow("emr-serverless:CreateApplication", anyOf(call, "emr-serverless", "/*", LATER)),
    linkedRole(call, "ops.emr-serverless.amazonaws.com", "AWSServiceRoleForAmazonEMRServerless"),
    ...(call.waiting === "sync"
      ? [
          allow("emr-serverless:DeleteApplication emr-serverless:GetApplication", anyOf(call, "emr-serverless", "/applications/*", LATER)),
          managedRule(call, APPLICATION_RULE),
        ]
      : []),
  ],
  "emr-serverless:startApplication": onApplication("StartApplication", "emr-serverless:GetApplication emr-serverless:StopApplication"),
  "emr-serverless:stopApplication": onApplication("StopApplication", "emr-serverless:GetApplication"),
  "emr-serverless:deleteApplication": onApplication("DeleteApplication", "emr-serverless:GetApplication"),
  "emr-serverless:startJobRun": (call) => [
    allow("emr-serverless:StartJobRun", application(call)),
    passRole(call, call.fields.get("ExecutionRoleArn"), "ExecutionRoleArn", "emr-serverless.amazonaws.com"),
    ...(call.waiting === "sync"
      ? [allow("emr-serverless:CancelJobRun emr-serverless:GetJobRun", application(call, "/jobruns/*")), managedRule(call, JOB_RULE)]
      : []),
  ],
  "emr-serverless:cancelJobRun": (call) => [
    allow(`emr-serverless:CancelJobRun${call.waiting === "sync" ? " emr-serverless:GetJobRun" : ""}`, application(call, "/jobruns/*")),
    ...(call.waiting === "sync" ? [managedRule(call, JOB_RULE)] : []),
  ],
};

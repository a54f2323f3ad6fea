/** ECS tasks, Batch jobs and EKS clusters. */
import { allow, anyOf, type Call, everything, inService, managedRule, named, namedBy, passRole, type Rule } from "../call.ts";
import { saidLiterally } from "../said.ts";
import type { Condition, Grant, Resource } from "../types.ts";

const LATER = "its name is made when it starts";

const tags = (call: Call, action: string, resource: Resource): readonly Grant[] =>
  call.fields.has("Tags") ? [allow(action, resource)] : [];

/** A task definition is a family with or without a revision. */
const definition = (name: string): string => `task-definition/${name.includes(":") || name.endsWith("*") ? name : `${name}:*`}`;

/** The roles of a task stand in its definition, unless all of them are overridden. */
function taskRoles(call: Call): readonly Grant[] {
  const overrides = call.fields.inside("Overrides");
  const members = ["TaskRoleArn", "ExecutionRoleArn"];
  if (members.every((member) => overrides.has(member)))
    return members.map((member) => passRole(call, overrides.get(member), member, "ecs-tasks.amazonaws.com"));
  return [passRole(call, undefined, "TaskDefinition", "ecs-tasks.amazonaws.com")];
}

const runTask: Rule = (call) => {
  const task = named(call, "TaskDefinition", inService(call, "ecs", definition));
  const cluster = namedBy(
    call.fields.get("Cluster") ?? saidLiterally("default"),
    "Cluster",
    inService(call, "ecs", (name) => `cluster/${name}`),
  );
  const inCluster: Condition = { ArnLike: { "ecs:cluster": [cluster.arn] } };
  const run = [
    allow("ecs:RunTask", task, inCluster),
    ...taskRoles(call),
    ...tags(call, "ecs:TagResource", anyOf(call, "ecs", "task/*", LATER)),
  ];
  if (call.waiting !== "sync") return run;
  return [
    ...run,
    allow("ecs:DescribeTasks ecs:StopTask", anyOf(call, "ecs", "task/*", LATER), inCluster),
    managedRule(call, "StepFunctionsGetEventsForECSTaskRule"),
  ];
};

/** A job definition has revisions, which a name without one leaves open. */
const jobDefinition = (name: string): string => `job-definition/${name.includes(":") || name.endsWith("*") ? name : `${name}:*`}`;

const submitJob: Rule = (call) => {
  const queue = named(
    call,
    "JobQueue",
    inService(call, "batch", (name) => `job-queue/${name}`),
  );
  const at = inService(call, "batch", jobDefinition);
  const job = named(call, "JobDefinition", at);
  // The bare name is a resource of its own: the newest revision.
  const bare = job.arn.endsWith(":*") && !call.fields.get("JobDefinition")?.computed ? [{ arn: job.arn.slice(0, -2) }] : [];
  const submit = [
    allow("batch:SubmitJob", [job, ...bare, queue, anyOf(call, "batch", "job/*", LATER)]),
    ...tags(call, "batch:TagResource", anyOf(call, "batch", "job/*", LATER)),
  ];
  if (call.waiting !== "sync") return submit;
  return [
    ...submit,
    allow("batch:DescribeJobs", everything),
    allow("batch:TerminateJob", anyOf(call, "batch", "job/*", LATER)),
    managedRule(call, "StepFunctionsGetEventsForBatchJobsRule"),
  ];
};

const cluster = (call: Call, member: string, kind = "cluster"): Resource =>
  named(
    call,
    member,
    inService(call, "eks", (name) => (kind === "cluster" ? `cluster/${name}` : `${kind}/${name}/*`)),
  );

/** A call that makes something inside EKS, or deletes it; `.sync` asks for it and deletes what it made when it is stopped. */
const eks =
  (action: string, what: string, resource: (call: Call) => Resource, made: (call: Call) => Resource = resource): Rule =>
  (call) => {
    const waits = action.startsWith("Create") ? `eks:Delete${what} eks:Describe${what}` : `eks:Describe${what}`;
    const role = ["RoleArn", "NodeRole", "PodExecutionRoleArn"].find((member) => call.fields.has(member));
    return [
      allow(`eks:${action}`, resource(call)),
      ...(role === undefined
        ? []
        : [
            passRole(
              call,
              call.fields.get(role),
              role,
              role === "PodExecutionRoleArn" ? "eks-fargate-pods.amazonaws.com" : "eks.amazonaws.com",
            ),
          ]),
      ...(action === "CreateNodegroup"
        ? [
            allow("ec2:DescribeSubnets", everything),
            allow("iam:GetRole iam:ListAttachedRolePolicies", passRole(call, call.fields.get("NodeRole"), "NodeRole").resources),
          ]
        : []),
      ...(call.waiting === "sync" ? [allow(waits, made(call))] : []),
    ];
  };

const nodegroup = (call: Call): Resource => cluster(call, "ClusterName", "nodegroup");
const profile = (call: Call): Resource => cluster(call, "ClusterName", "fargateprofile");
const ofCluster = (call: Call): Resource => cluster(call, "ClusterName");

export const containerRules: Readonly<Record<string, Rule>> = {
  "ecs:runTask": runTask,
  "fargate:runTask": runTask,
  "batch:submitJob": submitJob,
  "eks:createCluster": eks("CreateCluster", "Cluster", (call) => cluster(call, "Name")),
  "eks:deleteCluster": eks("DeleteCluster", "Cluster", (call) => cluster(call, "Name")),
  "eks:createNodegroup": eks("CreateNodegroup", "Nodegroup", ofCluster, nodegroup),
  "eks:deleteNodegroup": eks("DeleteNodegroup", "Nodegroup", nodegroup),
  "eks:createFargateProfile": eks("CreateFargateProfile", "FargateProfile", ofCluster, profile),
  "eks:deleteFargateProfile": eks("DeleteFargateProfile", "FargateProfile", profile),
  // The cluster itself says who may call its API.
  "eks:call": () => [],
  "eks:runJob": () => [],
};

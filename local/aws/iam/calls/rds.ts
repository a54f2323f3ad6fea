/** RDS: clusters, instances and snapshots; keys and secrets that RDS uses in the caller's name. The Data API beside it. */
import { textOf } from "../known/index.ts";
import { type Call, each, given, inPlace, keyNeeds, type Need, type Rule } from "./call.ts";

const cluster = (call: Call, name: string): string => inPlace(call, "rds", name.startsWith("arn:") ? name : `cluster:${name}`);
const instance = (call: Call, name: string): string => inPlace(call, "rds", name.startsWith("arn:") ? name : `db:${name}`);
const snapshot = (call: Call, name: string): string => inPlace(call, "rds", name.startsWith("arn:") ? name : `cluster-snapshot:${name}`);

/** Which accounts may see a snapshot RDS decides itself, by its sharing: for IAM the caller's own policies are enough. */
const need = (call: Call, ...resources: readonly string[]): readonly Need[] =>
  resources.map((resource) => ({ action: `rds:${call.operation}`, resource, owner: call.account }));

/** Whoever makes something with tags has to be allowed to tag it. */
const tagged = (call: Call, made: string): readonly Need[] =>
  call.parameters.Tags === undefined ? [] : [{ action: "rds:AddTagsToResource", resource: made }];

/** RDS takes a grant on a key that it encrypts with, and looks at it first. */
const encrypted = (call: Call, member = "KmsKeyId"): readonly Need[] =>
  keyNeeds(call, customers(call, textOf(call.parameters, member)), "rds", "CreateGrant", "DescribeKey", "GenerateDataKey");

function customers({ known, ...call }: Call, name: string | undefined): string | undefined {
  const key = known.keys.arnOf(name, call);
  return key !== undefined && known.keys.isCustomers(key) ? key : undefined;
}

/** What something is read from is decrypted. */
const decrypted = (call: Call, source: string): readonly Need[] =>
  keyNeeds(call, call.known.keyOfRds(source), "rds", "CreateGrant", "Decrypt", "DescribeKey");

/** A password that RDS manages stands in a secret that is made with the caller's rights. */
function managed(call: Call): readonly Need[] {
  if (call.parameters.ManageMasterUserPassword !== "true") return [];
  const secret = inPlace(call, "secretsmanager", "secret:rds!cluster-00000000-0000-0000-0000-000000000000-000000");
  const key = customers(call, textOf(call.parameters, "MasterUserSecretKmsKeyId"));
  return [
    { action: "secretsmanager:CreateSecret", resource: secret },
    { action: "secretsmanager:TagResource", resource: secret },
    ...keyNeeds(call, key, "secretsmanager", "Decrypt", "GenerateDataKey"),
    ...keyNeeds(call, key, "rds", "DescribeKey"),
  ];
}

const engineFamily = 17;
/** A group that is not named is the engine's default. */
const groups = (call: Call, ...kinds: readonly ("cluster-pg" | "og" | "pg")[]): readonly string[] => {
  const engines = `default.aurora-postgresql${engineFamily}`;
  const names = {
    "cluster-pg": textOf(call.parameters, "DBClusterParameterGroupName") ?? engines,
    og: `default:aurora-postgresql-${engineFamily}`,
    pg: textOf(call.parameters, "DBParameterGroupName") ?? engines,
  };
  return kinds.map((kind) => inPlace(call, "rds", `${kind}:${names[kind]}`));
};

const subnets = (call: Call): readonly string[] => {
  const name = textOf(call.parameters, "DBSubnetGroupName");
  return name === undefined ? [] : [inPlace(call, "rds", `subgrp:${name}`)];
};

const onCluster: Rule = (call) => need(call, cluster(call, given(call, "DBClusterIdentifier")));
const onInstance: Rule = (call) => need(call, instance(call, given(call, "DBInstanceIdentifier")));
const onSnapshot: Rule = (call) => need(call, snapshot(call, given(call, "DBClusterSnapshotIdentifier")));
const onArn =
  (member: string): Rule =>
  (call) =>
    need(call, given(call, member));

const parameterGroup = (call: Call): string => inPlace(call, "rds", `cluster-pg:${given(call, "DBClusterParameterGroupName")}`);
const onParameterGroup: Rule = (call) => need(call, parameterGroup(call));

const copySnapshot: Rule = (call) => {
  const source = snapshot(call, given(call, "SourceDBClusterSnapshotIdentifier"));
  const target = snapshot(call, given(call, "TargetDBClusterSnapshotIdentifier"));
  return [...need(call, source, target), ...tagged(call, target), ...decrypted(call, source), ...encrypted(call)];
};

const createSnapshot: Rule = (call) => {
  const made = snapshot(call, given(call, "DBClusterSnapshotIdentifier"));
  return [...need(call, cluster(call, given(call, "DBClusterIdentifier")), made), ...tagged(call, made)];
};

/** By its identifier; otherwise a cluster's, or all. */
const describeSnapshots: Rule = (call) => {
  const named = textOf(call.parameters, "DBClusterSnapshotIdentifier");
  const of = textOf(call.parameters, "DBClusterIdentifier");
  if (named !== undefined) return need(call, snapshot(call, named));
  return need(call, snapshot(call, "*"), ...(of === undefined ? [] : [cluster(call, of)]));
};

const restore: Rule = (call) => {
  const made = cluster(call, given(call, "DBClusterIdentifier"));
  const source = snapshot(call, given(call, "SnapshotIdentifier"));
  return [
    ...need(call, made, source, ...subnets(call), ...groups(call, "cluster-pg", "og")),
    ...tagged(call, made),
    ...decrypted(call, source),
    ...encrypted(call),
    ...managed(call),
  ];
};

const restoreToPointInTime: Rule = (call) => {
  const made = cluster(call, given(call, "DBClusterIdentifier"));
  const source = cluster(call, given(call, "SourceDBClusterIdentifier"));
  return [...need(call, made, source, ...subnets(call), ...groups(call, "cluster-pg", "og")), ...tagged(call, made), ...encrypted(call)];
};

const createCluster: Rule = (call) => {
  const made = cluster(call, given(call, "DBClusterIdentifier"));
  return [
    ...need(call, made, ...subnets(call), ...groups(call, "cluster-pg", "og")),
    ...tagged(call, made),
    ...encrypted(call),
    ...managed(call),
  ];
};

const createInstance: Rule = (call) => {
  const made = instance(call, given(call, "DBInstanceIdentifier"));
  const of = textOf(call.parameters, "DBClusterIdentifier");
  return [
    ...need(call, made, ...(of === undefined ? [] : [cluster(call, of)]), ...subnets(call), ...groups(call, "og", "pg")),
    ...tagged(call, made),
  ];
};

const modifyCluster: Rule = (call) => [...onCluster(call), ...managed(call)];

export const rdsRules: ReadonlyMap<string, Rule> = new Map([
  ...each("DeleteDBCluster DescribeDBClusters", onCluster),
  ...each("DeleteDBInstance DescribeDBInstances ModifyDBInstance", onInstance),
  ...each("DeleteDBClusterSnapshot DescribeDBClusterSnapshotAttributes ModifyDBClusterSnapshotAttribute", onSnapshot),
  ...each("DisableHttpEndpoint EnableHttpEndpoint", onArn("ResourceArn")),
  ...each("AddTagsToResource ListTagsForResource RemoveTagsFromResource", onArn("ResourceName")),
  ["CopyDBClusterSnapshot", copySnapshot],
  ["CreateDBCluster", createCluster],
  ["CreateDBClusterSnapshot", createSnapshot],
  ["CreateDBInstance", createInstance],
  ["DescribeDBClusterSnapshots", describeSnapshots],
  ["ModifyDBCluster", modifyCluster],
  ["RestoreDBClusterFromSnapshot", restore],
  ["RestoreDBClusterToPointInTime", restoreToPointInTime],
  ["CreateDBClusterParameterGroup", (call) => [...onParameterGroup(call), ...tagged(call, parameterGroup(call))]],
  ...each("DeleteDBClusterParameterGroup ModifyDBClusterParameterGroup ResetDBClusterParameterGroup", onParameterGroup),
  ...each("DescribeDBClusterParameterGroups DescribeDBClusterParameters", onParameterGroup),
  ...each("DescribeDBParameterGroups DescribeDBParameters", (call) =>
    need(call, inPlace(call, "rds", `pg:${given(call, "DBParameterGroupName")}`)),
  ),
  ["DescribeDBSubnetGroups", (call) => need(call, inPlace(call, "rds", `subgrp:${given(call, "DBSubnetGroupName")}`))],
]);

/** The Data API reads the secret in the caller's name. */
const statement: Rule = (call) => [
  { action: `rds-data:${call.operation}`, resource: given(call, "resourceArn") },
  ...secretNeeds(call, given(call, "secretArn")),
];

/** Reading a secret: its tags are known, its key is used. */
export function secretNeeds(call: Call, name: string): readonly Need[] {
  const arn = call.known.stores.secret(name, call);
  const { key, tags = new Map<string, string>() } = call.known.stores.get(arn);
  return [
    {
      action: "secretsmanager:GetSecretValue",
      resource: arn,
      context: Object.fromEntries([...tags].map(([tag, value]) => [`secretsmanager:ResourceTag/${tag}`, value])),
    },
    ...keyNeeds(call, key, "secretsmanager", "Decrypt"),
  ];
}

export const rdsDataRules: ReadonlyMap<string, Rule> = new Map(
  each("BatchExecuteStatement BeginTransaction CommitTransaction ExecuteStatement RollbackTransaction", statement),
);

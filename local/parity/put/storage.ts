/** Puts buckets, tables and clusters. */
import {
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  ListTagsOfResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import {
  AddTagsToResourceCommand,
  CreateDBClusterCommand,
  CreateDBInstanceCommand,
  CreateDBSubnetGroupCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeDBSubnetGroupsCommand,
  DisableHttpEndpointCommand,
  EnableHttpEndpointCommand,
  ModifyDBClusterCommand,
  ModifyDBInstanceCommand,
  RemoveTagsFromResourceCommand,
} from "@aws-sdk/client-rds";
import {
  CreateBucketCommand,
  HeadBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import { arnOf } from "../../../handlers/parity-validation/kinds/index.ts";
import { tagMap } from "../../../handlers/parity-validation/live/index.ts";
import { bucketLifecycle } from "../../../handlers/parity-validation/repair/index.ts";
import { DATABASE, REGION, TEST } from "../../refresh/names.ts";
import { eventually } from "../../refresh/seed/eventually.ts";
import { isThere, type Put, tagList, textOf, tooMany } from "./put.ts";

export const bucket: Put<"bucket"> = async ({ s3 }, Bucket, fields) => {
  if (!(await isThere(s3.send(new HeadBucketCommand({ Bucket }))))) {
    await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: REGION as "us-west-2" } }));
  }
  if (fields.versioning === "Enabled")
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
  const ApplyServerSideEncryptionByDefault = { SSEAlgorithm: "aws:kms", KMSMasterKeyID: fields.encryptionKey ?? "" } as const;
  const Rules = [{ ApplyServerSideEncryptionByDefault, BucketKeyEnabled: fields.bucketKey === true }];
  await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }));
  const block = fields.publicAccessBlock;
  const PublicAccessBlockConfiguration = {
    BlockPublicAcls: block?.blockPublicAcls === true,
    BlockPublicPolicy: block?.blockPublicPolicy === true,
    IgnorePublicAcls: block?.ignorePublicAcls === true,
    RestrictPublicBuckets: block?.restrictPublicBuckets === true,
  };
  await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
  const OwnershipControls = { Rules: [{ ObjectOwnership: fields.ownership as "BucketOwnerEnforced" }] };
  await s3.send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls }));
  await s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: bucketLifecycle(fields) }));
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: textOf(fields.policy) }));
  await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: tagList(fields.tags) } }));
};

export const table: Put<"table"> = async ({ dynamodb }, TableName, fields) => {
  const schema = (names: readonly string[]) =>
    names.map((AttributeName, at) => ({ AttributeName, KeyType: at === 0 ? ("HASH" as const) : ("RANGE" as const) }));
  const indexes = fields.indexes ?? [];
  const attributes = [...new Set([...(fields.keys ?? []), ...indexes.flatMap(({ keys }) => keys)])];
  if (!(await isThere(dynamodb.send(new DescribeTableCommand({ TableName }))))) {
    await dynamodb.send(
      new CreateTableCommand({
        TableName,
        BillingMode: "PAY_PER_REQUEST",
        KeySchema: schema(fields.keys ?? []),
        AttributeDefinitions: attributes.map((AttributeName) => ({ AttributeName, AttributeType: "S" as const })),
        ...(indexes.length === 0
          ? {}
          : {
              GlobalSecondaryIndexes: indexes.map(({ name, keys }) => ({
                IndexName: name,
                KeySchema: schema(keys),
                Projection: { ProjectionType: "ALL" as const },
              })),
            }),
        SSESpecification: { Enabled: true, SSEType: "KMS", KMSMasterKeyId: fields.encryptionKey ?? "" },
      }),
    );
  }
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
  const isProvisioned = Table?.BillingModeSummary?.BillingMode !== "PAY_PER_REQUEST";
  if (isProvisioned) await dynamodb.send(new UpdateTableCommand({ TableName, BillingMode: "PAY_PER_REQUEST" }));
  await dynamodb.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: fields.deletionProtection === true }));
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: fields.pointInTimeRecovery === true };
  await dynamodb.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }));
  const { TimeToLiveDescription: ttl } = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName }));
  if (fields.ttl && ttl?.TimeToLiveStatus !== "ENABLED") {
    await dynamodb.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { Enabled: true, AttributeName: fields.ttl } }));
  }
  const ResourceArn = Table?.TableArn;
  const { Tags } = await dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn }));
  const extra = tooMany(tagMap(Tags), fields.tags);
  if (extra.length > 0) await dynamodb.send(new UntagResourceCommand({ ResourceArn, TagKeys: extra }));
  await dynamodb.send(new TagResourceCommand({ ResourceArn, Tags: tagList(fields.tags) }));
};

export const cluster: Put<"cluster"> = async ({ rds }, DBClusterIdentifier, fields) => {
  const DBSubnetGroupName = fields.subnetGroup ?? "";
  if (!(await isThere(rds.send(new DescribeDBSubnetGroupsCommand({ DBSubnetGroupName }))))) {
    await rds.send(
      new CreateDBSubnetGroupCommand({
        DBSubnetGroupName,
        DBSubnetGroupDescription: DBSubnetGroupName,
        SubnetIds: ["subnet-0a", "subnet-0b"],
      }),
    );
  }
  if (!(await isThere(rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier }))))) {
    await rds.send(
      new CreateDBClusterCommand({
        DBClusterIdentifier,
        Engine: "aurora-postgresql",
        EngineVersion: fields.engineVersion ?? "17.4",
        DatabaseName: DATABASE,
        MasterUsername: "app_owner",
        ManageMasterUserPassword: true,
        StorageEncrypted: true,
        KmsKeyId: fields.encryptionKey ?? "",
        DBSubnetGroupName,
        VpcSecurityGroupIds: fields.securityGroups ?? [],
      }),
    );
  }
  await availableCluster(rds, DBClusterIdentifier);
  const { minCapacity, maxCapacity } = fields;
  await rds.send(
    new ModifyDBClusterCommand({
      DBClusterIdentifier,
      DBClusterParameterGroupName: fields.parameterGroup ?? "",
      VpcSecurityGroupIds: fields.securityGroups ?? [],
      BackupRetentionPeriod: fields.backupRetentionDays ?? 1,
      DeletionProtection: fields.deletionProtection === true,
      ServerlessV2ScalingConfiguration: { MinCapacity: minCapacity ?? 0, MaxCapacity: maxCapacity ?? 1 },
    }),
  );
  const found = await availableCluster(rds, DBClusterIdentifier);
  const ResourceArn = found.DBClusterArn ?? "";
  await rds.send(
    fields.httpEndpoint === true ? new EnableHttpEndpointCommand({ ResourceArn }) : new DisableHttpEndpointCommand({ ResourceArn }),
  );
  await putTags(rds, ResourceArn, tagMap(found.TagList), fields.tags);
};

type Rds = Parameters<Put<"cluster">>[0]["rds"];

function availableCluster(rds: Rds, DBClusterIdentifier: string) {
  return eventually(`the cluster ${DBClusterIdentifier}`, async () => {
    const { DBClusters } = await rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier }));
    return DBClusters?.[0]?.Status === "available" ? DBClusters[0] : undefined;
  });
}

function availableInstance(rds: Rds, DBInstanceIdentifier: string) {
  return eventually(`the instance ${DBInstanceIdentifier}`, async () => {
    const { DBInstances } = await rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier }));
    return DBInstances?.[0]?.DBInstanceStatus === "available" ? DBInstances[0] : undefined;
  });
}

async function putTags(
  rds: Rds,
  ResourceName: string,
  there: Record<string, string>,
  expected: Readonly<Record<string, string>> | null | undefined,
): Promise<void> {
  const extra = tooMany(there, expected);
  if (extra.length > 0) await rds.send(new RemoveTagsFromResourceCommand({ ResourceName, TagKeys: extra }));
  await rds.send(new AddTagsToResourceCommand({ ResourceName, Tags: tagList(expected) }));
}

export const instance: Put<"instance"> = async ({ rds }, DBInstanceIdentifier, fields) => {
  if (!(await isThere(rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier }))))) {
    await rds.send(
      new CreateDBInstanceCommand({
        DBInstanceIdentifier,
        DBClusterIdentifier: fields.cluster ?? "",
        Engine: "aurora-postgresql",
        DBInstanceClass: fields.instanceClass ?? "",
      }),
    );
  }
  await availableInstance(rds, DBInstanceIdentifier);
  await rds.send(
    new ModifyDBInstanceCommand({
      DBInstanceIdentifier,
      DBInstanceClass: fields.instanceClass ?? "",
      EnablePerformanceInsights: fields.performanceInsights === true,
      PubliclyAccessible: fields.publiclyAccessible === true,
    }),
  );
  const found = await availableInstance(rds, DBInstanceIdentifier);
  await putTags(rds, arnOf({ account: TEST, region: REGION }, "rds", `db:${DBInstanceIdentifier}`), tagMap(found.TagList), fields.tags);
};

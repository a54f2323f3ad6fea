/** Resources as RDS shows them: the members of DBCluster, DBInstance and DBClusterSnapshot. */

import { list, type XmlList, type XmlStructure } from "../gateway/index.ts";
import type { AccountState } from "./account-state.ts";
import type { Cluster, Instance, Snapshot, SubnetGroup, Tags } from "./model.ts";

const HOST = "127.0.0.1";
const HOSTED_ZONE = "Z1PVIF0B656C1W";
const ZONES = ["a", "b", "c"];

export function tagList(tags: Tags): XmlList {
  return list(
    "Tag",
    [...tags].map(([Key, Value]) => ({ Key, Value })),
  );
}

const zones = (arn: string): XmlList =>
  list(
    "AvailabilityZone",
    ZONES.map((zone) => `${arn.split(":")[3]}${zone}`),
  );

/** `DBCluster`. The status is given: only a describe may count as having seen it. */
export function clusterShape(cluster: Cluster, state: AccountState, status: string): XmlStructure {
  const members = state.members(cluster, "all");
  const { serverless, managedSecret } = cluster;
  return {
    AllocatedStorage: 1,
    AvailabilityZones: zones(cluster.arn),
    BackupRetentionPeriod: cluster.backupRetention,
    DatabaseName: cluster.databaseName,
    DBClusterIdentifier: cluster.id,
    DBClusterParameterGroup: cluster.parameterGroup,
    DBSubnetGroup: cluster.subnetGroup,
    Status: status,
    EarliestRestorableTime: cluster.createdAt,
    LatestRestorableTime: cluster.createdAt,
    Endpoint: HOST,
    ReaderEndpoint: HOST,
    MultiAZ: members.length > 1,
    Engine: "aurora-postgresql",
    EngineVersion: cluster.engineVersion,
    Port: cluster.storage.port,
    MasterUsername: cluster.masterUsername,
    PreferredBackupWindow: cluster.backupWindow,
    PreferredMaintenanceWindow: cluster.maintenanceWindow,
    ReadReplicaIdentifiers: list("ReadReplicaIdentifier", []),
    DBClusterMembers: list(
      "DBClusterMember",
      members.map((member, index) => ({
        DBInstanceIdentifier: member.id,
        IsClusterWriter: index === 0,
        DBClusterParameterGroupStatus: "in-sync",
        PromotionTier: member.promotionTier,
      })),
    ),
    VpcSecurityGroups: securityGroups(cluster),
    HostedZoneId: HOSTED_ZONE,
    StorageEncrypted: cluster.encryption !== undefined,
    KmsKeyId: cluster.encryption?.keyArn,
    DbClusterResourceId: cluster.resourceId,
    DBClusterArn: cluster.arn,
    AssociatedRoles: list("DBClusterRole", []),
    IAMDatabaseAuthenticationEnabled: cluster.iamAuthentication,
    ClusterCreateTime: cluster.createdAt,
    EnabledCloudwatchLogsExports: list("member", cluster.logExports),
    EngineMode: "provisioned",
    PerformanceInsightsEnabled: cluster.performanceInsights,
    DeletionProtection: cluster.deletionProtection,
    HttpEndpointEnabled: cluster.httpEndpoint,
    CopyTagsToSnapshot: cluster.copyTagsToSnapshot,
    CrossAccountClone: false,
    DomainMemberships: list("DomainMembership", []),
    TagList: tagList(cluster.tags),
    AutoMinorVersionUpgrade: true,
    NetworkType: "IPV4",
    ...(serverless === undefined
      ? {}
      : {
          ServerlessV2ScalingConfiguration: {
            MinCapacity: serverless.minimum,
            MaxCapacity: serverless.maximum,
            SecondsUntilAutoPause: serverless.secondsUntilAutoPause,
          },
        }),
    ...(managedSecret === undefined
      ? {}
      : {
          MasterUserSecret: {
            SecretArn: managedSecret.arn,
            SecretStatus: status === "creating" ? "creating" : "active",
            KmsKeyId: managedSecret.keyArn,
          },
        }),
  };
}

const securityGroups = (cluster: Cluster): XmlList =>
  list(
    "VpcSecurityGroupMembership",
    cluster.securityGroups.map((VpcSecurityGroupId) => ({ VpcSecurityGroupId, Status: "active" })),
  );

/** `DBInstance`. */
export function instanceShape(instance: Instance, status: string): XmlStructure {
  const { cluster } = instance;
  return {
    DBInstanceIdentifier: instance.id,
    DBInstanceClass: instance.instanceClass,
    Engine: "aurora-postgresql",
    DBInstanceStatus: status,
    MasterUsername: cluster.masterUsername,
    DBName: cluster.databaseName,
    // AWS knows the address only when the instance is there.
    ...(status === "creating" ? {} : { Endpoint: { Address: HOST, Port: cluster.storage.port, HostedZoneId: HOSTED_ZONE } }),
    AllocatedStorage: 1,
    InstanceCreateTime: instance.createdAt,
    BackupRetentionPeriod: cluster.backupRetention,
    VpcSecurityGroups: securityGroups(cluster),
    AvailabilityZone: `${instance.arn.split(":")[3]}a`,
    MultiAZ: false,
    EngineVersion: cluster.engineVersion,
    AutoMinorVersionUpgrade: true,
    PubliclyAccessible: instance.publiclyAccessible,
    StorageType: "aurora",
    DBClusterIdentifier: cluster.id,
    StorageEncrypted: cluster.encryption !== undefined,
    KmsKeyId: cluster.encryption?.keyArn,
    DbiResourceId: instance.resourceId,
    CACertificateIdentifier: "rds-ca-rsa2048-g1",
    CopyTagsToSnapshot: cluster.copyTagsToSnapshot,
    MonitoringInterval: instance.monitoringInterval,
    PromotionTier: instance.promotionTier,
    DBInstanceArn: instance.arn,
    IAMDatabaseAuthenticationEnabled: cluster.iamAuthentication,
    PerformanceInsightsEnabled: instance.performanceInsights,
    DeletionProtection: false,
    TagList: tagList(instance.tags),
  };
}

/** `DBClusterSnapshot`. */
export function snapshotShape(snapshot: Snapshot, status: string): XmlStructure {
  return {
    AvailabilityZones: zones(snapshot.arn),
    DBClusterSnapshotIdentifier: snapshot.id,
    DBClusterIdentifier: snapshot.clusterId,
    SnapshotCreateTime: snapshot.createdAt,
    Engine: "aurora-postgresql",
    EngineMode: "provisioned",
    AllocatedStorage: 1,
    Status: status,
    Port: 0,
    ClusterCreateTime: snapshot.clusterCreatedAt,
    MasterUsername: snapshot.masterUsername,
    EngineVersion: snapshot.engineVersion,
    LicenseModel: "postgresql-license",
    SnapshotType: snapshot.type,
    PercentProgress: status === "available" ? 100 : 0,
    StorageEncrypted: snapshot.encryption !== undefined,
    KmsKeyId: snapshot.encryption?.keyArn,
    DBClusterSnapshotArn: snapshot.arn,
    SourceDBClusterSnapshotArn: snapshot.sourceArn,
    IAMDatabaseAuthenticationEnabled: false,
    TagList: tagList(snapshot.tags),
    StorageType: "aurora",
    DbClusterResourceId: snapshot.clusterResourceId,
  };
}

/** `DBSubnetGroup`. */
export function subnetGroupShape(group: SubnetGroup): XmlStructure {
  return {
    DBSubnetGroupName: group.name,
    DBSubnetGroupDescription: group.description,
    VpcId: "vpc-local",
    SubnetGroupStatus: "Complete",
    Subnets: list(
      "Subnet",
      group.subnets.map((SubnetIdentifier) => ({ SubnetIdentifier, SubnetStatus: "Active" })),
    ),
    DBSubnetGroupArn: group.arn,
  };
}

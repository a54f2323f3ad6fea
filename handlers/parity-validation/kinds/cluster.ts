/** Aurora clusters: day 0's, and those of the generations that pointers name. */
import { type DBCluster, DescribeDBClustersCommand } from "@aws-sdk/client-rds";
import { flag, keyId, majorVersion, number, orEmpty, set, tags } from "../compare/index.ts";
import { optional, pages, tagMap } from "../live/index.ts";
import { type Kind, ofEnvironment } from "./kind.ts";

export const cluster: Kind<"cluster"> = {
  service: "rds",
  fields: {
    engineVersion: majorVersion,
    encryptionKey: keyId,
    httpEndpoint: flag,
    parameterGroup: orEmpty,
    subnetGroup: orEmpty,
    securityGroups: set,
    backupRetentionDays: number,
    deletionProtection: flag,
    minCapacity: number,
    maxCapacity: number,
    tags,
  },
  async *scan(account) {
    const all = pages<DBCluster>(async (token) => {
      const page = await account.clients.rds.send(new DescribeDBClustersCommand(optional("Marker", token)));
      return [page.DBClusters, page.Marker];
    });
    for await (const found of all) {
      const name = found.DBClusterIdentifier ?? "";
      if (ofEnvironment(account, name)) yield [name, found];
    }
  },
  async find({ clients: { rds } }, DBClusterIdentifier, listed) {
    const found =
      (listed as DBCluster | undefined) ?? (await rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier }))).DBClusters?.[0];
    if (found === undefined) return undefined;
    return {
      engineVersion: () => found.EngineVersion,
      encryptionKey: () => found.KmsKeyId,
      httpEndpoint: () => found.HttpEndpointEnabled,
      parameterGroup: () => found.DBClusterParameterGroup,
      subnetGroup: () => found.DBSubnetGroup,
      securityGroups: () => found.VpcSecurityGroups?.map((group) => group.VpcSecurityGroupId ?? ""),
      backupRetentionDays: () => found.BackupRetentionPeriod,
      deletionProtection: () => found.DeletionProtection,
      minCapacity: () => found.ServerlessV2ScalingConfiguration?.MinCapacity,
      maxCapacity: () => found.ServerlessV2ScalingConfiguration?.MaxCapacity,
      tags: () => tagMap(found.TagList),
    };
  },
};

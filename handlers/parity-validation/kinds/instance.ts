/** Instances of Aurora clusters. */
import { type DBInstance, DescribeDBInstancesCommand } from "@aws-sdk/client-rds";
import { flag, majorVersion, orEmpty, plain, tags } from "../compare/index.ts";
import { optional, pages, tagMap } from "../live/index.ts";
import { type Kind, ofEnvironment } from "./kind.ts";

export const instance: Kind<"instance"> = {
  service: "rds",
  fields: {
    cluster: plain,
    engineVersion: majorVersion,
    instanceClass: plain,
    parameterGroup: orEmpty,
    publiclyAccessible: flag,
    performanceInsights: flag,
    tags,
  },
  async *scan(account) {
    const all = pages<DBInstance>(async (token) => {
      const page = await account.clients.rds.send(new DescribeDBInstancesCommand(optional("Marker", token)));
      return [page.DBInstances, page.Marker];
    });
    for await (const found of all) {
      const name = found.DBInstanceIdentifier ?? "";
      if (ofEnvironment(account, name)) yield [name, found];
    }
  },
  async find({ clients: { rds } }, DBInstanceIdentifier, listed) {
    const answer = listed === undefined ? await rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier })) : undefined;
    const found = (listed as DBInstance | undefined) ?? answer?.DBInstances?.[0];
    if (found === undefined) return undefined;
    return {
      cluster: () => found.DBClusterIdentifier,
      engineVersion: () => found.EngineVersion,
      instanceClass: () => found.DBInstanceClass,
      parameterGroup: () => found.DBParameterGroups?.[0]?.DBParameterGroupName,
      publiclyAccessible: () => found.PubliclyAccessible,
      performanceInsights: () => found.PerformanceInsightsEnabled,
      tags: () => tagMap(found.TagList),
    };
  },
};

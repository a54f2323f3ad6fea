/** Drifts of the cluster and its writer. */
import {
  AddTagsToResourceCommand,
  DescribeDBClustersCommand,
  DisableHttpEndpointCommand,
  ModifyDBClusterCommand,
  ModifyDBInstanceCommand,
} from "@aws-sdk/client-rds";
import { REGION, TEST, test } from "../../refresh/names.ts";
import { eventually } from "../../refresh/seed/eventually.ts";
import { changed, type Drift, type Hands } from "./drift.ts";

const clusterArn = `arn:aws:rds:${REGION}:${TEST}:cluster:${test.cluster}`;

/** RDS changes one thing at a time. */
const settled = ({ clients: { rds } }: Hands): Promise<unknown> =>
  eventually("the cluster", async () => {
    const { DBClusters } = await rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier: test.cluster }));
    return DBClusters?.[0]?.Status === "available" ? true : undefined;
  });

async function modify(
  hands: Hands,
  change: Omit<ConstructorParameters<typeof ModifyDBClusterCommand>[0], "DBClusterIdentifier">,
): Promise<void> {
  await settled(hands);
  await hands.clients.rds.send(new ModifyDBClusterCommand({ DBClusterIdentifier: test.cluster, ...change }));
}

export const auroraDrifts: readonly Drift[] = [
  changed("TLS is no longer forced on the cluster", ["cluster", test.cluster, "parameterGroup", "high"], (hands) =>
    modify(hands, { DBClusterParameterGroupName: "default.aurora-postgresql17" }),
  ),
  changed("the cluster is in another security group", ["cluster", test.cluster, "securityGroups", "critical"], (hands) =>
    modify(hands, { VpcSecurityGroupIds: ["sg-0open"] }),
  ),
  changed("the cluster's backups end after a day", ["cluster", test.cluster, "backupRetentionDays", "medium"], (hands) =>
    modify(hands, { BackupRetentionPeriod: 1 }),
  ),
  changed("the cluster may be deleted", ["cluster", test.cluster, "deletionProtection", "medium"], (hands) =>
    modify(hands, { DeletionProtection: false }),
  ),
  changed("the cluster grows larger", ["cluster", test.cluster, "maxCapacity", "medium"], (hands) =>
    modify(hands, { ServerlessV2ScalingConfiguration: { MinCapacity: 0, MaxCapacity: 64 } }),
  ),
  changed("the Data API is closed", ["cluster", test.cluster, "httpEndpoint", "high"], async (hands) => {
    await settled(hands);
    await hands.clients.rds.send(new DisableHttpEndpointCommand({ ResourceArn: clusterArn }));
  }),
  changed("the cluster has a tag too many", ["cluster", test.cluster, "tags.Owner", "low"], ({ clients }) =>
    clients.rds.send(new AddTagsToResourceCommand({ ResourceName: clusterArn, Tags: [{ Key: "Owner", Value: "somebody" }] })),
  ),
  changed("the writer is public", ["instance", `${test.cluster}-1`, "publiclyAccessible", "critical"], ({ clients }) =>
    clients.rds.send(new ModifyDBInstanceCommand({ DBInstanceIdentifier: `${test.cluster}-1`, PubliclyAccessible: true })),
  ),
];

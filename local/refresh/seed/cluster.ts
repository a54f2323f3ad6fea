/** Makes an Aurora cluster with its writer, and connects to it. */
import {
  CreateDBClusterCommand,
  CreateDBInstanceCommand,
  type DBCluster,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  EnableHttpEndpointCommand,
} from "@aws-sdk/client-rds";
import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import pg from "pg";
import { DATABASE } from "../names.ts";
import type { AccountClients } from "./clients.ts";
import { eventually } from "./eventually.ts";

/** The user that owns everything in a cluster. */
const MASTER = "app_owner";

/** Where a cluster listens and which secret opens it. */
export interface ClusterAddress {
  readonly arn: string;
  readonly endpoint: string;
  readonly readerEndpoint: string;
  readonly port: number;
  readonly secretArn: string;
}

/** Asks for a cluster and its writer `<cluster>-1`; they are there when `clusterAddress` answers. */
export async function createCluster(clients: AccountClients, cluster: string, kmsKeyId?: string): Promise<void> {
  await clients.rds.send(
    new CreateDBClusterCommand({
      DBClusterIdentifier: cluster,
      Engine: "aurora-postgresql",
      EngineVersion: "17.4",
      DatabaseName: DATABASE,
      MasterUsername: MASTER,
      ManageMasterUserPassword: true,
      StorageEncrypted: true,
      ...(kmsKeyId ? { KmsKeyId: kmsKeyId } : {}),
      BackupRetentionPeriod: 7,
      ServerlessV2ScalingConfiguration: { MinCapacity: 0, MaxCapacity: 2 },
    }),
  );
  await availableCluster(clients, cluster);
  await clients.rds.send(
    new CreateDBInstanceCommand({
      DBInstanceIdentifier: `${cluster}-1`,
      DBClusterIdentifier: cluster,
      Engine: "aurora-postgresql",
      DBInstanceClass: "db.serverless",
    }),
  );
}

/** Waits until the cluster and its writer serve, opens the Data API, and gives the address. */
export async function clusterAddress(clients: AccountClients, cluster: string): Promise<ClusterAddress> {
  await eventually(`the writer of ${cluster}`, async () => {
    const { DBInstances } = await clients.rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: `${cluster}-1` }));
    return DBInstances?.[0]?.DBInstanceStatus === "available" ? true : undefined;
  });
  const found = await availableCluster(clients, cluster);
  const { DBClusterArn: arn, Endpoint: endpoint, ReaderEndpoint: readerEndpoint, Port: port, MasterUserSecret: secret } = found;
  if (!arn || !endpoint || !port || !secret?.SecretArn)
    throw new Error(`The cluster ${cluster} is available but has no address or no secret.`);
  await clients.rds.send(new EnableHttpEndpointCommand({ ResourceArn: arn }));
  return { arn, endpoint, readerEndpoint: readerEndpoint ?? endpoint, port, secretArn: secret.SecretArn };
}

function availableCluster(clients: AccountClients, cluster: string): Promise<DBCluster> {
  return eventually(`the cluster ${cluster}`, async () => {
    const { DBClusters } = await clients.rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier: cluster }));
    return DBClusters?.[0]?.Status === "available" ? DBClusters[0] : undefined;
  });
}

/** A connection as the master user; the caller ends it. */
export async function connect(
  clients: AccountClients,
  address: Pick<ClusterAddress, "endpoint" | "port" | "secretArn">,
): Promise<pg.Client> {
  const { SecretString } = await clients.secrets.send(new GetSecretValueCommand({ SecretId: address.secretArn }));
  const { username, password } = JSON.parse(SecretString ?? "{}") as { username?: string; password?: string };
  const client = new pg.Client({
    host: address.endpoint,
    port: address.port,
    database: DATABASE,
    user: username ?? MASTER,
    password: password ?? "",
  });
  // A server that ends while a connection is open must not end this process too; the next query says what happened.
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

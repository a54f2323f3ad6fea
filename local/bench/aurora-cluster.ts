/** One PostgreSQL of the local RDS with the local Data API before it, without the rest of the local AWS. */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { RDSDataClient } from "@aws-sdk/client-rds-data";
import pg from "pg";
import { AccessKeys, accountIds, rootCredentials } from "../aws/gateway/accounts.ts";
import { startGateway } from "../aws/gateway/server.ts";
import { AwsError, type ServiceHandler } from "../aws/gateway/service.ts";
import { createPostgres, freePort } from "../aws/rds/postgres/index.ts";
import { ClusterStorage } from "../aws/rds/storage.ts";
import { createRdsDataService } from "../aws/rds-data/index.ts";

const region = "us-west-2";
const clusterArn = `arn:aws:rds:${region}:${accountIds.test}:cluster:bench`;
const secretArn = `arn:aws:secretsmanager:${region}:${accountIds.test}:secret:bench`;

/** A cluster that is there for a benchmark alone. */
export interface BenchCluster {
  /** How the Data API names it. */
  readonly arns: { readonly clusterArn: string; readonly secretArn: string };
  readonly data: RDSDataClient;
  /** Connects as the master user, who is no superuser; ended by `stop`. */
  connect(database: string): Promise<pg.Client>;
  /** CPU seconds of the server's processes so far, those that have ended too; undefined where the system does not tell. */
  cpuSeconds(): Promise<number | undefined>;
  stop(): Promise<void>;
}

/** Starts the cluster with an empty database `base`. */
export async function startBenchCluster(): Promise<BenchCluster> {
  const home = await mkdtemp(path.join(tmpdir(), "bench-aurora-"));
  const postgres = createPostgres(path.join(home, "rds"));
  const storage = new ClusterStorage(postgres, await freePort(), () => {});
  const password = randomBytes(12).toString("hex");
  await storage.create({ user: "master", password, database: "base" });
  await storage.start();

  const secrets: ServiceHandler = async () => ({
    status: 200,
    headers: { "content-type": "application/x-amz-json-1.1" },
    body: JSON.stringify({ ARN: secretArn, SecretString: JSON.stringify({ username: "master", password }) }),
  });
  let endpoint = "";
  const cluster = {
    arn: clusterArn,
    host: "127.0.0.1",
    port: storage.port,
    status: "available",
    instances: 1,
    httpEndpointEnabled: true,
    pass: storage.gate.pass,
    writerArn: clusterArn,
    autoPauseSeconds: undefined,
  };
  const dataApi = createRdsDataService({
    endpoint: () => endpoint,
    region,
    credentialsFor: rootCredentials,
    log: () => {},
    clusters: (arn) => (arn === clusterArn ? cluster : undefined),
  });
  const refuse = (): never => {
    throw new AwsError("NotImplementedException", "The benchmark has the Data API alone.", 501);
  };
  const gateway = await startGateway({
    region,
    keys: new AccessKeys(),
    moto: { stream: refuse, forward: refuse, close: () => {} },
    services: new Map([
      ["rds-data", { handle: dataApi.handle }],
      ["secretsmanager", { handle: secrets }],
    ]),
    port: 0,
    log: () => {},
  });
  endpoint = gateway.endpoint;
  const data = new RDSDataClient({ endpoint, region, credentials: rootCredentials("test"), maxAttempts: 1 });
  const clients: pg.Client[] = [];
  return {
    arns: { clusterArn, secretArn },
    data,
    async connect(database) {
      const client = new pg.Client({ host: "127.0.0.1", port: storage.port, user: "master", password, database });
      client.on("error", () => {});
      await client.connect();
      clients.push(client);
      return client;
    },
    cpuSeconds: () => cpuOf(path.join(home, "rds")),
    async stop() {
      data.destroy();
      await Promise.all(clients.map((client) => client.end().catch(() => {})));
      await dataApi.stop();
      await gateway.close();
      await postgres.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

const ticks = 100;

async function cpuOf(folder: string): Promise<number | undefined> {
  try {
    const running = (await readdir(folder)).find((name) => /^data-\d+$/.test(name)) ?? "";
    const [postmaster = ""] = readFileSync(path.join(folder, running, "postmaster.pid"), "utf8").split("\n");
    const [, , , , own = 0, system = 0, childrens = 0, childrensSystem = 0] = fieldsOf(postmaster);
    let sum = own + system + childrens + childrensSystem;
    for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
      const [, parent, , , user = 0, kernel = 0] = fieldsOf(pid);
      if (parent === Number(postmaster)) sum += user + kernel;
    }
    return sum / ticks;
  } catch {
    return undefined;
  }
}

/** The state's place, the parent, and the CPU times of a process; nothing of one that has ended. */
function fieldsOf(pid: string): number[] {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [, parent, ...rest] = line.slice(line.lastIndexOf(")") + 2).split(" ");
    const [user, system, childrens, childrensSystem] = rest.slice(9, 13).map(Number);
    return [0, Number(parent), 0, 0, user ?? 0, system ?? 0, childrens ?? 0, childrensSystem ?? 0];
  } catch {
    return [];
  }
}

/** RDS for both accounts: routes operations to their account's resources, and runs the PostgreSQL servers behind them. */
import { randomUUID } from "node:crypto";
import path from "node:path";
import { type GatewayRequest, type GatewayResponse, notImplemented, queryXml } from "../gateway/index.ts";
import { AccountState } from "./account-state.ts";
import { ownCalls } from "./aws-clients.ts";
import type { ClusterEndpoint, RdsDependencies, RdsService } from "./deps.ts";
import type { Cluster } from "./model.ts";
import { type Context, OPERATIONS, takeSnapshot } from "./operations/index.ts";
import { createPostgres } from "./postgres/index.ts";

/** When a cluster with MinCapacity 0 sleeps, unless it says otherwise. */
const AUTO_PAUSE_SECONDS = 300;
const NAMESPACE = "http://rds.amazonaws.com/doc/2014-10-31/";

/** `2026-11-24-02-00`, the time in an automated snapshot's name. */
function minuteOf(now: number): string {
  return new Date(now).toISOString().slice(0, 16).replace(/[T:]/g, "-");
}

function find(states: ReadonlyMap<string, AccountState>, nameOrArn: string, account: string): Cluster | undefined {
  const state = states.get(account);
  state?.sweep();
  for (const cluster of state?.clusters.values() ?? []) if (cluster.arn === nameOrArn || cluster.id === nameOrArn) return cluster;
  return undefined;
}

/**
 * The RDS control plane of the local AWS. No server and no initdb before the first cluster.
 *
 * @example
 * const rds = createRdsService({ endpoint: () => gateway.endpoint, region: "us-west-2", dataDir, accounts, credentialsFor, log });
 * await rds.stop();
 */
export function createRdsService(deps: RdsDependencies): RdsService {
  const postgres = createPostgres(path.join(deps.dataDir, "rds"));
  const calls = ownCalls(deps);
  const states = new Map([deps.accounts.production, deps.accounts.test].map((account) => [account, new AccountState(account)]));
  const now = (): number => deps.clock?.now() ?? Date.now();
  const contextOf = (account: string): Context => {
    let state = states.get(account);
    if (state === undefined) {
      state = new AccountState(account);
      states.set(account, state);
    }
    state.sweep();
    return {
      state,
      account: (id) => states.get(id),
      accounts: () => states.values(),
      region: deps.region,
      postgres,
      calls,
      now,
      log: (line) => deps.log(line),
    };
  };
  const handle = async (request: GatewayRequest): Promise<GatewayResponse> => {
    const operation = OPERATIONS.get(request.operation);
    if (operation === undefined) throw notImplemented("rds", request.operation);
    const result = await operation(contextOf(request.account), request.parameters);
    const requestId = randomUUID();
    return {
      status: 200,
      headers: { "content-type": "text/xml", "x-amzn-requestid": requestId },
      body: queryXml(request.operation, result, { namespace: NAMESPACE, requestId }),
    };
  };
  return {
    handle,
    clusters(arn, account) {
      const cluster = find(states, arn, account);
      if (cluster === undefined) return undefined;
      const { serverless } = cluster;
      const members = states.get(account)?.members(cluster) ?? [];
      const endpoint: ClusterEndpoint = {
        arn: cluster.arn,
        host: "127.0.0.1",
        port: cluster.storage.port,
        status: cluster.status.current(),
        instances: members.filter((member) => member.status.current() !== "creating").length,
        httpEndpointEnabled: cluster.httpEndpoint,
        pass: cluster.storage.gate.pass,
        writerArn: members[0]?.arn ?? cluster.arn,
        autoPauseSeconds: serverless?.minimum === 0 ? (serverless.secondsUntilAutoPause ?? AUTO_PAUSE_SECONDS) : undefined,
      };
      return endpoint;
    },
    async createAutomatedSnapshot(name, account) {
      const context = contextOf(account);
      const cluster = context.state.cluster(name);
      const snapshot = takeSnapshot(context, cluster, {
        id: `rds:${cluster.id}-${minuteOf(now())}`,
        type: "automated",
        tags: new Map(cluster.copyTagsToSnapshot ? cluster.tags : []),
      });
      await snapshot.storage.directory();
      // Nobody waits for AWS's own backup: when the seeder goes on, last night's snapshot has long been there.
      snapshot.status.observe();
      return snapshot.id;
    },
    adminConnection(name, account, database) {
      const cluster = find(states, name, account);
      if (cluster === undefined || !cluster.storage.running) return undefined;
      const { user, password } = postgres.admin(cluster.storage.port, "postgres");
      return {
        host: "127.0.0.1",
        port: cluster.storage.port,
        user: String(user),
        password: String(password),
        database: database ?? cluster.databaseName ?? "postgres",
      };
    },
    ports() {
      const all = [...states.values()].flatMap((state) => [...state.clusters.values()]);
      return new Map(all.filter((cluster) => cluster.storage.running).map((cluster) => [cluster.arn, cluster.storage.port]));
    },
    warm: () => postgres.warm(),
    stop: () => postgres.stop(),
  };
}

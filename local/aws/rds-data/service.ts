/** The RDS Data API on the local AWS: SQL over HTTP, by the rules of Aurora PostgreSQL's. */
import type { GatewayRequest, GatewayResponse } from "../gateway/service.ts";
import { notImplemented } from "../gateway/service.ts";
import type { ClusterEndpoint } from "../rds/index.ts";
import { createAutoPause } from "./auto-pause.ts";
import { type Connection, createConnections, type Target } from "./connections.ts";
import { LIMITS, type RdsDataDependencies, type RdsDataService } from "./deps.ts";
import {
  asDatabaseError,
  badRequest,
  clusterNotFound,
  clusterState,
  httpEndpointNotEnabled,
  noInstance,
  statementTimeout,
} from "./errors.ts";
import { type DataRequest, dataRequest, exactParameters, type StatementRequest, statementRequest } from "./request.ts";
import { recordsJson, runStatement } from "./run-statement.ts";
import { createSecrets, type Login } from "./secrets.ts";
import { bindParameters } from "./sql/bind.ts";
import { columnOrigins, columnTypes } from "./sql/catalogue.ts";
import { columnMetadata } from "./sql/metadata.ts";
import { realTimers } from "./timers.ts";
import { createTransactions } from "./transactions.ts";

const REQUEST_BYTES = 4 * 1024 * 1024;
const SERVING = new Set(["available", "modifying", "backing-up"]);
const OPERATION_OF_PATH: ReadonlyMap<string, string> = new Map([
  ["/Execute", "ExecuteStatement"],
  ["/BatchExecute", "BatchExecuteStatement"],
  ["/BeginTransaction", "BeginTransaction"],
  ["/CommitTransaction", "CommitTransaction"],
  ["/RollbackTransaction", "RollbackTransaction"],
]);

/** Runs one statement on a connection and words its answer. */
async function execute({ client }: Connection, request: StatementRequest): Promise<string> {
  const result = await runStatement(client, bindParameters(request.sql, request.parameterSets[0] ?? []));
  const { columns } = result;
  if (columns.length === 0) return `{"generatedFields":[],"numberOfRecordsUpdated":${result.updated}}`;
  const types = await columnTypes(client, columns);
  const members = [
    `"numberOfRecordsUpdated":${result.updated}`,
    recordsJson(result, { types, returned: request.returned, format: request.format }),
  ];
  if (request.includeResultMetadata) {
    const origins = await columnOrigins(client, columns);
    const metadata = columns.map((column, index) =>
      columnMetadata(column, types[index] ?? { name: "", kind: "text", jdbc: 1111 }, origins[index]),
    );
    members.push(`"columnMetadata":${JSON.stringify(metadata)}`);
  }
  return `{${members.join(",")}}`;
}

/** Runs a statement once a parameter set. Outside a transaction all sets succeed or none. */
async function executeBatch({ client }: Connection, request: StatementRequest): Promise<string> {
  const own = request.transactionId === undefined;
  const statements = request.parameterSets.map((set) => bindParameters(request.sql, set));
  if (own) await client.query("BEGIN");
  try {
    for (const statement of statements) await runStatement(client, statement);
    if (own) await client.query("COMMIT");
  } catch (error) {
    if (own) await client.query("ROLLBACK").catch(() => {});
    throw error;
  }
  return JSON.stringify({ updateResults: statements.map(() => ({ generatedFields: [] })) });
}

/**
 * The Data API over the clusters of `createRdsService`.
 *
 * @example
 * const data = createRdsDataService({ ...access, clusters: rds.clusters, log });
 * await data.stop();
 */
export function createRdsDataService(deps: RdsDataDependencies): RdsDataService {
  const timers = deps.timers ?? realTimers;
  const wake = createAutoPause(timers.now);
  const connections = createConnections();
  const secrets = createSecrets(deps);
  const transactions = createTransactions(connections, timers);

  const endpointOf = (arn: string, account: string): ClusterEndpoint => {
    const cluster = deps.clusters(arn, account);
    if (cluster === undefined || cluster.arn !== arn) throw clusterNotFound(arn);
    if (!SERVING.has(cluster.status)) throw clusterState(cluster.status);
    if (cluster.instances === 0) throw noInstance();
    if (!cluster.httpEndpointEnabled) throw httpEndpointNotEnabled(arn);
    wake(cluster);
    return cluster;
  };

  const acquire = async (account: string, { resourceArn, secretArn, database }: DataRequest): Promise<Connection> => {
    endpointOf(resourceArn, account);
    const target = (login: Login): Target => ({ arn: resourceArn, login, database, endpoint: () => endpointOf(resourceArn, account) });
    const login = await secrets.login(account, secretArn);
    try {
      return await connections.acquire(target(login));
    } catch (error) {
      if ((error as { code?: unknown }).code !== "28P01") throw error;
      secrets.forget(account, secretArn);
      const renewed = await secrets.login(account, secretArn);
      if (renewed.user === login.user && renewed.password === login.password) throw error;
      return connections.acquire(target(renewed));
    }
  };

  /** Waits for a statement as long as the API does; `after` gets the statement's real end. */
  const limited = async (
    connection: Connection,
    request: StatementRequest,
    running: Promise<string>,
    after: (until: Promise<unknown>) => void,
  ): Promise<string> => {
    let callOff = (): void => {};
    const timeout = new Promise<"timeout">((resolve) => {
      callOff = timers.after(LIMITS.statement, () => resolve("timeout"));
    });
    try {
      const first = await Promise.race([running, timeout]);
      if (first !== "timeout") return first;
    } finally {
      callOff();
    }
    const ended = running.catch(() => {});
    if (request.continueAfterTimeout) after(ended);
    else {
      await connections.cancel(connection);
      await ended;
    }
    throw statementTimeout(connection.processId);
  };

  const statement = async (request: GatewayRequest, batch: boolean): Promise<string> => {
    const parsed = statementRequest(exactParameters(request.body, request.parameters), batch);
    // Refused before anything is connected: a name without its parameter is the caller's mistake, wherever the database is.
    for (const set of parsed.parameterSets) bindParameters(parsed.sql, set);
    const run = batch ? executeBatch : execute;
    const { transactionId } = parsed;
    const { pass } = endpointOf(parsed.resourceArn, request.account);
    return pass(async (goesOn) => {
      if (transactionId !== undefined) {
        return transactions.use(transactionId, request.account, parsed.resourceArn, (connection, keepBusy) =>
          limited(connection, parsed, run(connection, parsed), (until) => {
            keepBusy(until);
            goesOn(until);
          }),
        );
      }
      const connection = await acquire(request.account, parsed);
      let until: Promise<unknown> | undefined;
      try {
        return await limited(connection, parsed, run(connection, parsed), (promise) => {
          until = promise;
        });
      } finally {
        if (until === undefined) await connections.release(connection);
        else goesOn(until.then(() => connections.release(connection)));
      }
    });
  };

  const begin = async (request: GatewayRequest): Promise<string> => {
    const { account } = request;
    const asked = dataRequest(request.parameters);
    return endpointOf(asked.resourceArn, account).pass(async () => {
      const connection = await acquire(account, asked);
      await connection.client.query("BEGIN");
      return JSON.stringify({ transactionId: transactions.open(connection, account) });
    });
  };

  const end = async (request: GatewayRequest, command: "COMMIT" | "ROLLBACK", transactionStatus: string): Promise<string> => {
    const { transactionId, resourceArn } = dataRequest(request.parameters);
    if (transactionId === undefined) throw badRequest("transactionId is required.");
    await transactions.end(transactionId, request.account, resourceArn, command);
    return JSON.stringify({ transactionStatus });
  };

  const answer = (request: GatewayRequest): Promise<string> => {
    const operation = OPERATION_OF_PATH.get(request.path) ?? request.operation;
    switch (operation) {
      case "ExecuteStatement":
        return statement(request, false);
      case "BatchExecuteStatement":
        return statement(request, true);
      case "BeginTransaction":
        return begin(request);
      case "CommitTransaction":
        return end(request, "COMMIT", "Transaction Committed");
      case "RollbackTransaction":
        return end(request, "ROLLBACK", "Rollback Complete");
      default:
        throw notImplemented("rds-data", operation);
    }
  };

  return {
    async handle(request): Promise<GatewayResponse> {
      if (request.body.length > REQUEST_BYTES) throw badRequest("The request is larger than 4 MiB.");
      try {
        return { status: 200, headers: { "content-type": "application/json" }, body: await answer(request) };
      } catch (error) {
        throw asDatabaseError(error);
      }
    },
    async stop() {
      secrets.stop();
      await connections.stop();
    },
  };
}

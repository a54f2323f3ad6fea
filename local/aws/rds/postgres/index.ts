/** PostgreSQL on this machine: data directories made from one template, copied, and served. */
import { randomBytes } from "node:crypto";
import { appendFile, chmod, chown, mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type pg from "pg";
import { binariesIn, findBinaries, type PostgresBinaries } from "./binaries.ts";
import { type ProcessUser, processUser } from "./process-user.ts";
import { runProgram } from "./run-program.ts";
import { type PostgresServer, startServer } from "./server.ts";
import { type ServerSetting, serverSettings } from "./server-settings.ts";
import { ADMIN_USER, HOST_BASED_AUTHENTICATION, SERVER_SETTINGS, TEMPLATE_STATEMENTS } from "./settings.ts";
import { dropOldSegments } from "./wal.ts";

export type { PostgresServer } from "./server.ts";
export { freePort } from "./server.ts";
export type { ServerSetting } from "./server-settings.ts";
export { ADMIN_USER, identifier, literal } from "./settings.ts";

/** The PostgreSQL installation of one process. Directories are absolute paths below the directory given to {@link createPostgres}. */
export type Postgres = {
  /** A new data directory with AWS's roles and nothing else. The first call runs initdb. */
  create(): Promise<string>;
  /** Runs initdb ahead of the first {@link Postgres.create}. */
  warm(): Promise<void>;
  /** A copy of the data directory of a stopped server, without the write-ahead log from before its last checkpoint. */
  copy(directory: string): Promise<string>;
  /** Carries out statements, one line each, on the data directory of a stopped server. */
  execute(directory: string, statements: readonly string[]): Promise<void>;
  start(directory: string, port?: number): Promise<PostgresServer>;
  remove(directory: string): Promise<void>;
  /** Ends every server at once and waits for what is being copied; later calls are refused. */
  stop(): Promise<void>;
  /** What can be set in a parameter group. */
  settings(): Promise<ReadonlyMap<string, ServerSetting>>;
  /** How the control plane itself logs in. */
  admin(port: number, database: string): pg.ClientConfig;
};

type Installation = { readonly binaries: PostgresBinaries; readonly user: ProcessUser };

async function install(home: string): Promise<Installation> {
  const user = await processUser();
  await mkdir(home, { recursive: true });
  if (user.uid !== undefined && user.gid !== undefined) {
    // mkdtemp makes a directory that only root can enter; the server runs as somebody else.
    await chmod(path.dirname(home), 0o711);
    await chown(home, user.uid, user.gid);
  }
  const enters = await runProgram("sh", ["-c", 'test -w "$1"', "sh", home], { user, cwd: home });
  if (enters.code !== 0) {
    throw new Error(
      `PostgreSQL runs as user ${user.uid ?? "yours"} and cannot write to ${home}. Set TMPDIR to a directory that every user can enter.`,
    );
  }
  const shipped = findBinaries();
  const works = await runProgram(shipped.postgres, ["--version"], { user, cwd: home }).then(
    (result) => result.code === 0,
    () => false,
  );
  if (works || user.uid === undefined) return { binaries: shipped, user };
  // The project lies where only root can read (/root, for example): the server needs its programs elsewhere.
  const copied = path.join(home, "postgresql");
  await runProgram("cp", ["-R", shipped.home, copied], { user: {}, cwd: home });
  return { binaries: binariesIn(copied), user };
}

async function singleUser(installed: Installation, directory: string, statements: readonly string[]): Promise<void> {
  const result = await runProgram(installed.binaries.postgres, ["--single", "-D", directory, "postgres"], {
    user: installed.user,
    cwd: directory,
    input: statements.map((statement) => `${statement}\n`).join(""),
  });
  const failure = result.stderr.split("\n").find((line) => /(?:ERROR|FATAL|PANIC): /.test(line));
  if (failure !== undefined || result.code !== 0) {
    throw new Error(
      `PostgreSQL refused a statement on the stopped data directory ${path.basename(directory)}: ${failure ?? `exit code ${result.code}`}`,
    );
  }
}

async function initialise(home: string, installed: Installation, password: string): Promise<string> {
  const directory = path.join(home, "template");
  const passwordFile = path.join(home, ".password");
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (installed.user.uid !== undefined && installed.user.gid !== undefined)
    await chown(passwordFile, installed.user.uid, installed.user.gid);
  const args = [
    "-D",
    directory,
    "-U",
    ADMIN_USER,
    "-A",
    "scram-sha-256",
    `--pwfile=${passwordFile}`,
    "-E",
    "UTF8",
    "--no-sync",
    "--wal-segsize=4",
  ];
  args.push("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8");
  const result = await runProgram(installed.binaries.initdb, args, { user: installed.user, cwd: home });
  await rm(passwordFile, { force: true });
  if (result.code !== 0) throw new Error(`initdb failed in ${home}: ${result.stderr.trim().split("\n").slice(-2).join(" | ")}`);
  await appendFile(path.join(directory, "postgresql.conf"), SERVER_SETTINGS);
  await writeFile(path.join(directory, "pg_hba.conf"), HOST_BASED_AUTHENTICATION);
  await singleUser(installed, directory, TEMPLATE_STATEMENTS);
  return directory;
}

async function copyDirectory(home: string, user: ProcessUser, from: string, to: string): Promise<void> {
  const clone = process.platform === "darwin" ? ["-cR"] : ["-R", "--reflink=auto"];
  for (const flags of [clone, ["-R"]]) {
    await rm(to, { recursive: true, force: true });
    if ((await runProgram("cp", [...flags, from, to], { user, cwd: home })).code === 0) return;
  }
  throw new Error(`Copying the data directory ${from} to ${to} failed. Is the disk full?`);
}

/**
 * PostgreSQL below one directory; nothing runs until the first call.
 *
 * @param home a directory of its own; made when absent, never removed here.
 * @example
 * const postgres = createPostgres("/tmp/run/rds");
 * const server = await postgres.start(await postgres.create());
 */
export function createPostgres(home: string): Postgres {
  const password = randomBytes(18).toString("base64url");
  const running = new Set<PostgresServer>();
  const busy = new Set<Promise<unknown>>();
  let installing: Promise<Installation> | undefined;
  let template: Promise<string> | undefined;
  let made = 0;
  let stopped = false;

  const installation = (): Promise<Installation> => {
    installing ??= install(home);
    return installing;
  };
  const work = <T>(task: (installed: Installation) => Promise<T>): Promise<T> => {
    if (stopped) return Promise.reject(new Error("PostgreSQL is being stopped on this machine."));
    const done = installation().then(task);
    const settled = done.catch(() => {}).finally(() => busy.delete(settled));
    busy.add(settled);
    return done;
  };
  const copy = async (from: string, { user }: Installation): Promise<string> => {
    const to = path.join(home, `data-${++made}`);
    await copyDirectory(home, user, from, to);
    await dropOldSegments(to);
    return to;
  };
  const templateOf = (installed: Installation): Promise<string> => {
    template ??= initialise(home, installed, password);
    return template;
  };
  return {
    create: () => work(async (installed) => copy(await templateOf(installed), installed)),
    warm: () => work(async (installed) => void (await templateOf(installed))),
    copy: (directory) => work((installed) => copy(directory, installed)),
    execute: (directory, statements) => work((installed) => singleUser(installed, directory, statements)),
    start: (directory, port) =>
      work(async (installed) => {
        const server = await startServer({ ...installed, directory }, port);
        running.add(server);
        void server.exited.then(() => running.delete(server));
        return server;
      }),
    remove: (directory) => rm(directory, { recursive: true, force: true }),
    settings: () => work(({ binaries, user }) => serverSettings(binaries, user, home)),
    admin: (port, database) => ({ host: "127.0.0.1", port, user: ADMIN_USER, password, database }),
    async stop() {
      stopped = true;
      await Promise.all(busy);
      await Promise.all([...running].map((server) => server.stop("immediate")));
    },
  };
}

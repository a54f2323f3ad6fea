/** One running PostgreSQL server under a watchdog that ends it when this process dies, however it dies. */
import { spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import type { PostgresBinaries } from "./binaries.ts";
import type { ProcessUser } from "./process-user.ts";
import { programEnvironment } from "./run-program.ts";

/** A server that accepts connections on `127.0.0.1`. */
export type PostgresServer = {
  readonly port: number;
  /** Resolves when the process has ended, for whatever reason. */
  readonly exited: Promise<void>;
  /** `fast` writes a checkpoint and leaves a data directory that can be copied; `immediate` just ends. */
  stop(how: "fast" | "immediate"): Promise<void>;
};

// Reads signal names from its input and hands them on. The end of the input, which also comes when our process was killed, is an immediate shutdown.
const WATCHDOG = `exec 3<&0
"$@" </dev/null 3<&- &
server=$!
( while read -r signal <&3; do kill -"$signal" "$server"; done; kill -QUIT "$server" ) >/dev/null 2>&1 &
reader=$!
exec 3<&-
wait "$server"
code=$?
kill "$reader" 2>/dev/null
exit $code`;

const READY = "database system is ready to accept connections";
const PORT_TAKEN = "could not create any TCP/IP sockets";
const ATTEMPTS = 8;

// Below the ports that the system itself hands out: a cluster keeps its port from its creation to its first instance, and
// nobody who asks for any port gets it meanwhile.
const LOWEST_PORT = 20_000;
const HIGHEST_PORT = 32_000;

/** A port of the loopback interface that was free a moment ago. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = await listenable(randomInt(LOWEST_PORT, HIGHEST_PORT));
    if (port !== undefined) return port;
  }
  return (await listenable(0)) ?? 0;
}

function listenable(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(undefined));
    probe.listen(port, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : undefined));
    });
  });
}

type Start = { readonly binaries: PostgresBinaries; readonly user: ProcessUser; readonly directory: string };

function startOn(port: number, { binaries, user, directory }: Start): Promise<PostgresServer | "port taken"> {
  return new Promise((resolve, reject) => {
    const child = spawn("sh", ["-c", WATCHDOG, "sh", binaries.postgres, "-D", directory, "-p", String(port)], {
      ...user,
      cwd: directory,
      env: programEnvironment(),
      stdio: ["pipe", "ignore", "pipe"],
      detached: true,
    });
    const exited = new Promise<void>((done) => {
      child.once("exit", () => done());
      child.once("error", () => done());
    });
    child.stdin.on("error", () => {});
    let output = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      output = (output + text).slice(-4000);
      if (!output.includes(READY)) return;
      resolve({
        port,
        exited,
        async stop(how) {
          if (how === "fast") child.stdin.write("INT\n");
          else child.stdin.end();
          await exited;
          child.stdin.destroy();
          child.stderr.destroy();
        },
      });
    });
    child.once("error", reject);
    child.once("close", () => {
      if (output.includes(PORT_TAKEN)) resolve("port taken");
      else reject(new Error(`PostgreSQL did not start in ${directory}: ${output.trim().split("\n").slice(-3).join(" | ")}`));
    });
  });
}

/**
 * Starts a server on a data directory and waits until it accepts connections.
 *
 * @param wanted the port to take; another one is taken when somebody else has it.
 * @throws Error with the server's last lines when it does not start.
 * @example const server = await startServer({ binaries, user, directory }); await server.stop("fast");
 */
export async function startServer(start: Start, wanted?: number): Promise<PostgresServer> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const started = await startOn(attempt === 0 && wanted !== undefined ? wanted : await freePort(), start);
    if (started !== "port taken") return started;
  }
  throw new Error(`PostgreSQL found no free port on 127.0.0.1 in ${ATTEMPTS} attempts. Close what listens there, then run again.`);
}

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describeLocal } from "./support/session.ts";

jest.setTimeout(120_000);
const launcher = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../local/cli/run.mjs");

/** The command in a temporary folder of its own, so that what it leaves can be seen. */
function start(folder: string, ...args: string[]): { process: ChildProcess; said: () => string } {
  const child = spawn(process.execPath, [launcher, "local", "--rows", "20", "--services", "billing", ...args], {
    env: { ...process.env, TMPDIR: folder, CI: "true" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (data) => (said += String(data)));
  return { process: child, said: () => said };
}

async function until(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + 60_000; !condition(); ) {
    if (Date.now() > end) throw new Error("It did not happen within a minute.");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The folders of runs; the compiler's cache, which all commands share, is no run's. */
const workspacesIn = (folder: string): string[] => readdirSync(folder).filter((name) => !name.startsWith("tsx-"));

/** Processes that were started in the folder: every server and script has it in its arguments or its environment. */
function processesIn(folder: string): string[] {
  return readdirSync("/proc").filter((pid) => {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) return false;
    try {
      return ["cmdline", "environ"].some((file) => readFileSync(`/proc/${pid}/${file}`, "latin1").includes(folder));
    } catch {
      return false;
    }
  });
}

const linux = process.platform === "linux" ? describeLocal : describe.skip;

linux("the command", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), "local-command-"));
    // PostgreSQL does not run as root: its user has to pass through.
    chmodSync(folder, 0o755);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each(["Seed both accounts…", "Sync S3…"])("leaves no process and no file when it is stopped at “%s”", async (moment) => {
    const { process: child, said } = start(folder);
    await until(() => said().includes(moment) || child.exitCode !== null);
    child.kill("SIGINT");
    const [code] = await once(child, "exit");
    expect(code).toBe(130);
    expect(workspacesIn(folder)).toEqual([]);
    await until(() => processesIn(folder).length === 0);
  });

  it("leaves no process when it is killed, and the next one clears its folder away", async () => {
    const { process: child, said } = start(folder);
    await until(() => said().includes("Sync S3…") || child.exitCode !== null);
    child.kill("SIGKILL");
    await once(child, "exit");
    await until(() => processesIn(folder).length === 0);
    expect(workspacesIn(folder)).toHaveLength(1);
    const next = start(folder);
    await until(() => next.said().includes("Seed both accounts…") || next.process.exitCode !== null);
    expect(workspacesIn(folder)).toHaveLength(1);
    next.process.kill("SIGINT");
    await once(next.process, "exit");
    expect(workspacesIn(folder)).toEqual([]);
  });

  it("refuses a broken dump with its line and PostgreSQL's words, and a taken port", async () => {
    const dump = path.join(folder, "broken.sql");
    writeFileSync(dump, "create table t (a int);\ninsert into t values (1;\n");
    const child = spawn(process.execPath, [launcher, "local", "--source-sql", dump], { env: { ...process.env, CI: "true" } });
    let said = "";
    child.stderr.on("data", (data) => (said += String(data)));
    expect((await once(child, "exit"))[0]).toBe(2);
    expect(said).toContain("broken.sql, line 2: PostgreSQL says: syntax error");

    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const taken = start(folder, "--port", String((server.address() as { port: number }).port));
    expect((await once(taken.process, "exit"))[0]).toBe(2);
    expect(taken.said()).toMatch(/Port \d+ of this machine is taken/);
    server.close();
  });
});

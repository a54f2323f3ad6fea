/** The run's temporary folder, and the clearing away of those that a killed run has left. */
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";

const PREFIX = "step-functions-refresh-";

/** Makes the folder; its name holds this process's id. */
export function createWorkspace(parent = tmpdir()): string {
  const folder = mkdtempSync(join(parent, `${PREFIX}${process.pid}-`));
  // PostgreSQL does not run as root: its user has to pass through.
  chmodSync(folder, 0o711);
  return folder;
}

/** Removes a folder and all in it. */
export function removeWorkspace(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/**
 * Ends the PostgreSQL servers and removes the folders of runs whose process is gone.
 *
 * @returns how many folders were removed
 */
export function clearStaleWorkspaces(parent = tmpdir()): number {
  let removed = 0;
  for (const name of readdirSync(parent)) {
    const pid = name.startsWith(PREFIX) ? Number(name.slice(PREFIX.length).split("-")[0]) : Number.NaN;
    if (!Number.isInteger(pid) || isAlive(pid) || !isOurs(join(parent, name))) continue;
    for (const server of serversIn(join(parent, name))) endServer(server);
    removeWorkspace(join(parent, name));
    removed++;
  }
  return removed;
}

/** Another user's folder is none of our business. */
function isOurs(folder: string): boolean {
  return process.getuid === undefined || statSync(folder, { throwIfNoEntry: false })?.uid === process.getuid();
}

/** The process ids of servers whose data directory lies in the folder. */
function serversIn(folder: string): number[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name === "postmaster.pid")
    .map((entry) => readFileSync(join(entry.parentPath ?? entry.path, entry.name), "utf8").split("\n"))
    .filter(([, directory]) => directory?.startsWith(folder))
    .map(([pid]) => Number(pid))
    .filter((pid) => Number.isInteger(pid) && pid > 1);
}

function endServer(pid: number): void {
  try {
    process.kill(pid, "SIGQUIT");
  } catch {
    // It has ended already.
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

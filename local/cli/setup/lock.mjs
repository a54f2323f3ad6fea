/** One installation at a time: a lock file that names its process, taken over when that process is gone. */
import { closeSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import process from "node:process";

const pauseMilliseconds = 200;

/** Runs `work` while holding the lock file; waits for a living holder and says so once. */
export async function withLock(file, say, work) {
  let said = false;
  while (!take(file)) {
    const holder = readHolder(file);
    if (holder !== undefined && !isAlive(holder)) {
      discard(file);
      continue;
    }
    if (!said) say(`Another setup is running${holder ? ` (process ${holder})` : ""}; waiting for it.`);
    said = true;
    await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));
  }
  const release = () => rmSync(file, { force: true });
  process.once("exit", release);
  try {
    return await work();
  } finally {
    process.removeListener("exit", release);
    release();
  }
}

function take(file) {
  try {
    const descriptor = openSync(file, "wx");
    writeSync(descriptor, String(process.pid));
    closeSync(descriptor);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

function readHolder(file) {
  try {
    const pid = Number(readFileSync(file, "utf8"));
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** Renaming first, so that of two waiters only one removes the stale lock. */
function discard(file) {
  const grave = `${file}.${process.pid}`;
  try {
    renameSync(file, grave);
    rmSync(grave, { force: true });
  } catch {
    // The other waiter was faster.
  }
}

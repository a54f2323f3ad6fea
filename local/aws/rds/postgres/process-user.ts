/** The unprivileged operating-system user that PostgreSQL runs as, since it refuses to run as root. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** Numeric ids for `spawn`; empty when the process is not root and can run PostgreSQL itself. */
export type ProcessUser = { readonly uid?: number; readonly gid?: number };

const run = promisify(execFile);

async function numericId(flag: "-u" | "-g", name: string): Promise<number> {
  return Number.parseInt((await run("id", [flag, name])).stdout, 10);
}

/**
 * The user `postgres` where it exists, otherwise `nobody`; no change of user for a process that is not root.
 *
 * @throws Error when the process is root and neither user exists.
 * @example spawn(program, args, { ...(await processUser()) })
 */
export async function processUser(): Promise<ProcessUser> {
  if (process.getuid?.() !== 0) return {};
  for (const name of ["postgres", "nobody"]) {
    try {
      return { uid: await numericId("-u", name), gid: await numericId("-g", name) };
    } catch {
      // This user does not exist here; the next one may.
    }
  }
  throw new Error(
    "PostgreSQL cannot run as root, and this machine has neither a user postgres nor nobody. Create one, or run as another user.",
  );
}

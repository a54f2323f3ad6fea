/** The committed machines of a reference beside those that the sources build now. */
import { basename, relative, sep } from "node:path";
import { AslError, type AslMachine, readAsl } from "../../../workflows/kit/asl/index.ts";
import { diffMachines, type MachineDiff } from "../../../workflows/kit/diff/index.ts";
import type { Repository } from "./git.ts";
import { permissionLines } from "./permissions.ts";

/** The definitions of both sides, by the workflow's name. */
export interface Compared {
  readonly before: ReadonlyMap<string, AslMachine>;
  readonly after: ReadonlyMap<string, AslMachine>;
}

const ENDING = ".asl.json";

/** The workflow that a path is the definition of: `workflows/<name>/<name>.asl.json`. */
function nameOf(path: string): string | undefined {
  const name = basename(path, ENDING);
  return path === `workflows/${name}/${name}${ENDING}` ? name : undefined;
}

const posix = (path: string): string => path.split(sep).join("/");

function read(text: string, where: string): AslMachine {
  try {
    return readAsl(text);
  } catch (error) {
    if (error instanceof AslError) throw new AslError(`${where}: ${error.message}`);
    throw error;
  }
}

/**
 * Reads both sides.
 *
 * @param files - the built artifacts: absolute path → text
 * @throws AslError when a committed definition is no state machine
 */
export function compare(root: string, repository: Repository, reference: string, files: ReadonlyMap<string, string>): Compared {
  const before = new Map<string, AslMachine>();
  for (const path of repository.files("workflows")) {
    const name = nameOf(path);
    if (name !== undefined) before.set(name, read(repository.text(path), `${path} at ${reference}`));
  }
  const after = new Map<string, AslMachine>();
  for (const [path, text] of files) {
    const name = nameOf(posix(relative(root, path)));
    if (name !== undefined) after.set(name, read(text, `${name}${ENDING}`));
  }
  return { before, after };
}

/** The workflows of either side, sorted. */
export const namesIn = ({ before, after }: Compared): readonly string[] => [...new Set([...before.keys(), ...after.keys()])].sort();

/** The diffs of the named workflows, with the permissions that each needs. */
export const diffsOf = (names: readonly string[], { before, after }: Compared): readonly MachineDiff[] =>
  names.map((name) => {
    const [old, now] = [before.get(name), after.get(name)];
    const permissions = { before: permissionLines(name, old), after: permissionLines(name, now) };
    return { name, changes: diffMachines(old, now, permissions) };
  });

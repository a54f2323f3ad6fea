/** Reads references and files of the project's git repository; never through a shell. */
import { execFileSync } from "node:child_process";
import { nearestName } from "../setup.mjs";

/** A repository or a reference that is not there: wrong use. */
export class GitError extends Error {
  override readonly name = "GitError";
}

/** A definition has at most 1 MiB, a list of files less. */
const MOST_BYTES = 64 * 1024 * 1024;

const isMissing = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOENT";

/** The repository that a folder belongs to, read at one commit. */
export class Repository {
  readonly #root: string;
  readonly #commit: string;

  private constructor(root: string, commit: string) {
    this.#root = root;
    this.#commit = commit;
  }

  /**
   * Opens the repository around `root` at a reference: a branch, a tag, a commit, `HEAD~2`.
   *
   * @throws GitError when git is not installed, `root` is in no repository, or the reference is not there
   */
  static at(root: string, reference: string): Repository {
    if (git(root, ["rev-parse", "--git-dir"]) === undefined)
      throw new GitError(`${root} is in no git repository, so that there is nothing to compare with. Run it in a clone.`);
    if (reference.startsWith("-") || reference === "") throw new GitError(`"${reference}" is no reference: one does not begin with "-".`);
    const commit = git(root, ["rev-parse", "--verify", "--quiet", `${reference}^{commit}`])?.trim();
    if (!commit) throw new GitError(unknown(root, reference));
    return new Repository(root, commit);
  }

  /** The files below a folder, as paths relative to the root. */
  files(folder: string): readonly string[] {
    const listed = git(this.#root, ["ls-tree", "-r", "-z", "--name-only", this.#commit, "--", folder]) ?? "";
    return listed.split("\0").filter((path) => path !== "");
  }

  /** The text of a file that `files` has listed. */
  text(path: string): string {
    const found = git(this.#root, ["show", `${this.#commit}:./${path}`]);
    if (found === undefined) throw new GitError(`git cannot show ${path} at ${this.#commit}.`);
    return found;
  }
}

/** What git prints; undefined when it fails. */
function git(cwd: string, args: readonly string[]): string | undefined {
  try {
    return execFileSync("git", [...args], { cwd, encoding: "utf8", maxBuffer: MOST_BYTES, stdio: ["ignore", "pipe", "ignore"] });
  } catch (error) {
    if (isMissing(error)) throw new GitError("git is not installed, or not on the PATH.");
    return undefined;
  }
}

function unknown(root: string, reference: string): string {
  const names = (git(root, ["for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/tags", "refs/remotes"]) ?? "").split("\n");
  const near = nearestName(
    reference,
    names.filter((name) => name !== ""),
  );
  const shallow = git(root, ["rev-parse", "--is-shallow-repository"])?.trim() === "true";
  const hint = shallow ? " The clone is shallow: fetch the reference first." : "";
  return `There is no commit "${reference}" in this repository${near === undefined ? "." : `; did you mean "${near}"?`}${hint}`;
}

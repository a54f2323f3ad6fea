/** `npm run workflow:diff`: what changed in the machines since a git reference. */
import { relative } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { Command, Option } from "commander";
import { AslError } from "../../workflows/kit/asl/index.ts";
import { type DiffFormat, diffFormats, printDiff } from "../../workflows/kit/diff/index.ts";
import { buildArtifacts, staleFiles } from "./artifacts/index.ts";
import { type Compared, compare, diffsOf, GitError, namesIn, Repository } from "./diff/index.ts";
import { parseOrExit } from "./options/parse-or-exit.ts";
import { nearestName } from "./setup.mjs";

const project = fileURLToPath(new URL("../../", import.meta.url));

const say = (line: string): void => void process.stderr.write(`${line}\n`);

interface Options {
  readonly format: DiffFormat;
  readonly workflow?: string;
  readonly exitCode?: boolean;
}

/** The workflow that is asked for, or all; undefined and a sentence when there is none of that name. */
function chosen(workflow: string | undefined, compared: Compared): readonly string[] | undefined {
  const names = namesIn(compared);
  if (workflow === undefined) return names;
  if (names.includes(workflow)) return [workflow];
  const near = nearestName(workflow, [...names]);
  say(
    `There is no workflow "${workflow}"${near === undefined ? "." : `; did you mean "${near}"?`} The workflows are: ${names.join(", ")}.`,
  );
  return undefined;
}

function sayStale(files: ReadonlyMap<string, string>, root: string): void {
  const stale = staleFiles(files).filter((path) => path.endsWith(".asl.json"));
  for (const path of stale) say(`${relative(root, path)} is stale: the diff shows what its source builds now. Run npm run workflow:build.`);
}

async function run(root: string, reference: string, { format, workflow, exitCode }: Options): Promise<number> {
  const repository = Repository.at(root, reference);
  const { files, problems } = await buildArtifacts(root);
  if (problems.length > 0) {
    for (const problem of problems) say(problem);
    say("Nothing was compared.");
    return 1;
  }
  const compared = compare(root, repository, reference, files);
  const names = chosen(workflow, compared);
  if (names === undefined) return 2;
  sayStale(files, root);
  const diffs = diffsOf(names, compared);
  process.stdout.write(printDiff(diffs, format, reference));
  const amount = diffs.reduce((sum, { changes }) => sum + changes.length, 0);
  return exitCode === true && amount > 0 ? 1 : 0;
}

/**
 * Runs the command; gives its exit code: 0 good, with or without changes (with `--exit-code` 1 when there are some),
 * 1 a source does not build, 2 wrong use.
 *
 * @param root - the project's folder
 */
export async function main(args: readonly string[], root: string = project): Promise<number> {
  const command = new Command("npm run workflow:diff --")
    .description("Says what changed in the workflows' machines between a git reference and what the sources in the working tree build now.")
    .argument("[reference]", "a branch, a tag or a commit", "HEAD")
    .addOption(
      new Option("--format <format>", "how to print it; markdown fits a pull request's comment").choices(diffFormats).default("text"),
    )
    .option("--workflow <name>", "only this workflow")
    .option("--exit-code", "exit 1 when there are changes");
  const stop = parseOrExit(command, args);
  if (stop !== undefined) return stop;
  const [reference = "HEAD"] = command.processedArgs as readonly string[];
  try {
    return await run(root, reference, command.opts<Options & { [name: string]: unknown }>());
  } catch (error) {
    if (!(error instanceof GitError || error instanceof AslError)) throw error;
    say(error.message);
    return error instanceof GitError ? 2 : 1;
  }
}

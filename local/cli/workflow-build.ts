/** `npm run workflow:build`: the committed artifacts of workflows and documents, from their sources. */
import { relative } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { buildArtifacts, leftOver, staleFiles, typeErrors, writeAll } from "./artifacts/index.ts";
import { parseOrExit } from "./options/parse-or-exit.ts";

const project = fileURLToPath(new URL("../../", import.meta.url));

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/**
 * Runs the command; gives its exit code: 0 good, 1 a source is broken or (with `--check`) an artifact is stale, 2 wrong use.
 *
 * @param root - the project's folder
 */
export async function main(args: readonly string[], root: string = project): Promise<number> {
  const command = new Command("npm run workflow:build --")
    .description(
      "Writes the artifacts of every workflow (.asl.json, .mmd, .policy.json, .tokens.json, .md), the documents' YAML, pages and pictures, the\n" +
        ".policy.json of every role, the kit's reference.md and local/MockConfigFile.json; lists what a workflow says by hand (jsonpath`…`, jsonata`…`, state(…)).",
    )
    .option("--check", "write nothing; fail and name the files that are not what their sources give")
    .option("--no-types", "do not ask the TypeScript compiler");
  const stop = parseOrExit(command, args);
  if (stop !== undefined) return stop;

  const { check, types } = command.opts<{ check?: boolean; types: boolean }>();
  const [{ files, problems, handwritten }, mistakes] = await Promise.all([buildArtifacts(root), types ? typeErrors(root) : []]);
  if (problems.length + mistakes.length > 0) {
    // Where tsc has told the line, the loader's words only repeat it.
    const others = mistakes.length > 0 ? problems.filter((problem) => !problem.startsWith("Transform failed")) : problems;
    for (const problem of new Set([...mistakes, ...others])) say(problem);
    say("Nothing was written.");
    return 1;
  }
  for (const line of handwritten) say(line);
  const stale = staleFiles(files);
  const names = stale.map((path) => relative(root, path));
  const orphans = leftOver(root, files).map((path) => relative(root, path));
  for (const name of orphans) say(`${name} has no source any more: delete it.`);
  if (check) {
    for (const name of names) process.stdout.write(`stale: ${name}\n`);
    if (stale.length > 0) say(`${stale.length} of ${files.size} artifacts are stale. Run npm run workflow:build and commit them.`);
    else say(`${files.size} artifacts are what their sources give.`);
    return stale.length + orphans.length > 0 ? 1 : 0;
  }
  writeAll(new Map([...files].filter(([path]) => stale.includes(path))));
  for (const name of names) process.stdout.write(`${name}\n`);
  say(`${files.size} artifacts, ${stale.length} written.`);
  return 0;
}

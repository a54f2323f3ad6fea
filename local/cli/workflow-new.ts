/** `npm run workflow:new`: a workflow, a contract, a handler and scenarios that pass at once; or a workflow from existing ASL. */
import { readFileSync, statSync } from "node:fs";
import { relative, resolve } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { KitError } from "../../workflows/kit/index.ts";
import { importedFiles } from "./new/imported.ts";
import { type Batch, make } from "./new/make.ts";
import { type Names, namesFrom, placesInUse } from "./new/names.ts";
import { filesOf } from "./new/templates.ts";
import { parseOrExit } from "./options/parse-or-exit.ts";

const project = fileURLToPath(new URL("../../", import.meta.url));
/** The definition of a machine has at most 1 MiB; comments and blanks may make a file longer. */
const LARGEST = 8 * 1024 * 1024;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Wrong use: a sentence and exit code 2. */
class WrongUse extends Error {}

function readDefinition(path: string): string {
  const file = resolve(process.env.INIT_CWD ?? ".", path);
  const size = statSync(file, { throwIfNoEntry: false })?.size;
  if (size === undefined) throw new WrongUse(`There is no file ${path}.`);
  if (size > LARGEST) throw new WrongUse(`${path} has ${size} bytes; Step Functions takes definitions of 1 MiB at most.`);
  return readFileSync(file, "utf8");
}

/** Says what the import did, and what it left to the reader. */
function sayImported({ imported }: ReturnType<typeof importedFiles>): void {
  const { native, handwritten, functions, placeholders, leftOut } = imported;
  say(`${native.length} states are said in the language's own words, ${handwritten.length} are written by hand with state():`);
  for (const sentence of handwritten) say(`  ${sentence}`);
  if (functions.length > 0)
    say(`Functions that it calls: ${functions.join(", ")}. A contract makes a state typed: see workflows/kit/README.md.`);
  if (placeholders.length > 0) say(`These stay in the texts as they are: ${placeholders.map((name) => `\${${name}}`).join(", ")}.`);
  if (leftOut.length > 0) say(`Left out of the machine: ${leftOut.join(", ")}.`);
}

function batchesFor(root: string, names: Names, from: string | undefined): { readonly batches: readonly Batch[]; tell(): void } {
  if (from === undefined) return { batches: [filesOf(names)], tell: () => {} };
  try {
    const files = importedFiles(root, readDefinition(from), names);
    return { batches: files.batches, tell: () => sayImported(files) };
  } catch (error) {
    if (error instanceof KitError) throw new WrongUse(`${from}: ${error.message}`);
    throw error;
  }
}

async function run(root: string, given: string, from: string | undefined): Promise<number> {
  const names = namesFrom(given);
  if (typeof names === "string") throw new WrongUse(names);
  const taken = placesInUse(root, names);
  if (taken.length > 0) throw new WrongUse(`The name "${names.kebab}" is in use: ${taken.join(", ")}. Nothing was written.`);
  const { batches, tell } = batchesFor(root, names, from);
  const { written, problems } = await make(root, batches);
  for (const problem of problems) say(problem);
  if (problems.length > 0) {
    say("Nothing was written.");
    return 1;
  }
  for (const path of written) process.stdout.write(`${relative(root, path)}\n`);
  tell();
  say(`Next: npm run workflow:test -- --workflow ${names.kebab}; then terraform/README.md says how a workflow gets into tap_stack.tf.`);
  return 0;
}

/**
 * Runs the command; gives its exit code: 0 good, 1 what it made does not build, 2 wrong use.
 *
 * @param root - the project's folder
 */
export async function main(args: readonly string[], root: string = project): Promise<number> {
  const command = new Command("npm run workflow:new --")
    .description("Makes a workflow with a contract, a handler and scenarios, and builds its artifacts.")
    .argument("<name>", "in kebab case, for example order-report")
    .option("--from <file>", "make the workflow from existing Amazon States Language, JSONPath or JSONata");
  const stop = parseOrExit(command, args);
  if (stop !== undefined) return stop;
  try {
    return await run(root, command.args[0] ?? "", command.opts<{ from?: string }>().from);
  } catch (error) {
    if (!(error instanceof WrongUse)) throw error;
    say(error.message);
    return 2;
  }
}

/** `npm run workflow:new`: a workflow, a contract, a handler and scenarios that pass at once. */
import { relative } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { make } from "./new/make.ts";
import { namesFrom, placesInUse } from "./new/names.ts";
import { filesOf } from "./new/templates.ts";
import { parseOrExit } from "./options/parse-or-exit.ts";

const project = fileURLToPath(new URL("../../", import.meta.url));

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/**
 * Runs the command; gives its exit code: 0 good, 1 what it made does not build, 2 wrong use.
 *
 * @param root - the project's folder
 */
export async function main(args: readonly string[], root: string = project): Promise<number> {
  const command = new Command("npm run workflow:new --")
    .description("Makes a workflow with a contract, a handler and scenarios, and builds its artifacts.")
    .argument("<name>", "in kebab case, for example order-report");
  const stop = parseOrExit(command, args);
  if (stop !== undefined) return stop;
  const names = namesFrom(command.args[0] ?? "");
  if (typeof names === "string") {
    say(names);
    return 2;
  }
  const taken = placesInUse(root, names);
  if (taken.length > 0) {
    say(`The name "${names.kebab}" is in use: ${taken.join(", ")}. Nothing was written.`);
    return 2;
  }
  const { written, problems } = await make(root, filesOf(names));
  for (const problem of problems) say(problem);
  if (problems.length > 0) {
    say("Nothing was written.");
    return 1;
  }
  for (const path of written) process.stdout.write(`${relative(root, path)}\n`);
  say(`Next: npm run workflow:test -- --workflow ${names.kebab}; then terraform/README.md says how a workflow gets into tap_stack.tf.`);
  return 0;
}

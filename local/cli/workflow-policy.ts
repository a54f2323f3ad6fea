/** `npm run workflow:policy`: the least privilege of any state machine's role, from its definition. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, relative, resolve } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { Command, Option } from "commander";
import { AslError, readAsl } from "../../workflows/kit/asl/index.ts";
import { describeNotes, describePolicy, policyDocument, policyOf } from "../../workflows/kit/policy/index.ts";
import { parseOrExit } from "./options/parse-or-exit.ts";
import { nearestName } from "./setup.mjs";

const project = fileURLToPath(new URL("../../", import.meta.url));

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const put = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);

interface Options {
  readonly format: "policy" | "text" | "json";
  readonly machine?: string;
  readonly region?: string;
  readonly account?: string;
  readonly logging?: boolean;
  readonly tracing?: boolean;
}

/** The text of a file; a sentence when there is none, with the file of the nearest name beside it. */
function textOf(file: string, root: string): { readonly text: string } | { readonly problem: string } {
  if (file === "-") return { text: readFileSync(0, "utf8") };
  const path = resolve(process.cwd(), file);
  if (existsSync(path) && statSync(path).isFile()) return { text: readFileSync(path, "utf8") };
  const folder = dirname(path);
  const beside = existsSync(folder) && statSync(folder).isDirectory() ? readdirSync(folder).filter((name) => name.endsWith(".json")) : [];
  const near = nearestName(basename(path), beside);
  const hint = near === undefined ? "" : ` Did you mean ${relative(process.cwd(), resolve(folder, near))}?`;
  return { problem: `There is no file ${relative(root, path).startsWith("..") ? path : relative(root, path)}.${hint}` };
}

/**
 * Runs the command; gives its exit code: 0 good, 2 wrong use (no such file, or no Amazon States Language in it).
 *
 * @param root - the project's folder
 */
export async function main(args: readonly string[], root: string = project): Promise<number> {
  const command = new Command("npm run workflow:policy --")
    .description(
      "Prints the IAM policy that a state machine's role needs: as narrow as its definition says. What it cannot narrow is on stderr.",
    )
    .argument("<file>", "Amazon States Language; - reads standard input")
    .addOption(
      new Option("--format <format>", "policy: what IAM takes; text: for people; json: with states, reasons and roles")
        .choices(["policy", "text", "json"])
        .default("policy"),
    )
    .option("--machine <name>", "name or ARN of the machine itself, for Distributed Maps; wildcards may stand in it")
    .option("--region <region>", "narrow what has no region to this one")
    .option("--account <account>", "narrow what has no account to this one")
    .option("--logging", "add the delivery of logs to CloudWatch")
    .option("--tracing", "add traces to X-Ray");
  const stop = parseOrExit(command, args);
  if (stop !== undefined) return stop;

  const [file = ""] = command.args;
  const { format, ...options } = command.opts<Options>();
  const read = textOf(file, root);
  if ("problem" in read) {
    say(read.problem);
    return 2;
  }
  try {
    const policy = policyOf(readAsl(read.text), options);
    if (format === "text") process.stdout.write(describePolicy(policy));
    else if (format === "json") put(policy);
    else {
      put(policyDocument(policy));
      for (const line of describeNotes(policy)) say(line);
    }
    return 0;
  } catch (error) {
    if (!(error instanceof AslError)) throw error;
    say(`${file === "-" ? "Standard input" : file} holds no Amazon States Language. ${error.message}`);
    return 2;
  }
}

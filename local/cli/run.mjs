/** Starts a command of the project, `node local/cli/run.mjs <command> [arguments]`, and installs what is missing first. Needs nothing but Node. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { nearestName, nodeProblem, SetupError, setUp } from "./setup.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../..");
/** Commands that run moto, boto3 or the Automation document's scripts. */
const needsPython = new Set(["conformance", "local", "parity", "test", "test-faults"]);

/** The commands are those that package.json's scripts start. */
function commands() {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const started = Object.values(scripts).flatMap((script) =>
    [...script.matchAll(/local\/cli\/run\.mjs ([\w-]+)/g)].map((match) => match[1]),
  );
  return [...new Set(started)].filter((name) => existsSync(join(here, `${name}.ts`))).sort();
}

function refuse(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 2;
}

/** A command that has ended but left a handle open must not keep the terminal. */
function endSoon(code) {
  process.exitCode = code;
  setTimeout(() => process.exit(), 1500).unref();
}

// Whoever read the output, such as head, has what it wanted.
process.stdout.on("error", (error) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

async function main() {
  const problem = nodeProblem(process.versions.node);
  if (problem) return refuse(problem);
  const [command, ...args] = process.argv.slice(2);
  const known = commands();
  const file = join(here, `${command}.ts`);
  if (!command || !known.includes(command)) {
    const near = command ? nearestName(command, known) : undefined;
    return refuse(
      `${command ? `There is no command "${command}"` : "A command is missing"}${near ? `; did you mean "${near}"?` : "."} The commands are: ${known.join(", ")}.`,
    );
  }
  const said = (line) => process.stderr.write(`${line}\n`);
  const { python } = await setUp({ root, python: needsPython.has(command) && !args.includes("--help"), say: said });
  if (python) process.env.KIT_PYTHON = python;
  // The project says itself which Node it needs.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const { register } = await import("tsx/esm/api");
  register();
  const { main: run } = await import(pathToFileURL(file).href);
  if (typeof run !== "function") throw new Error(`local/cli/${command}.ts exports no function main(args).`);
  endSoon((await run(args)) ?? 0);
}

main().catch((error) => {
  if (error instanceof SetupError) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error.exitCode;
    return;
  }
  process.stderr.write(`${error?.stack ?? error}\n`);
  endSoon(1);
});

/** `npm run workflow:diff` in a git repository of its own; the project is a folder of it. */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const project = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const link = (path: string): string => pathToFileURL(join(project, path)).href;
const source = (name: string, body: string): string =>
  `import { z } from "zod";
import { workflow } from "${link("workflows/kit/index.ts")}";
export const it = workflow({ name: "${name}", comment: "", input: z.object({ runId: z.string() }), tasks: {} }).define(${body});\n`;
const good = "({ pass, input }) => void pass('A', { a: input.runId })";
const broken = "({ pass }) => { pass('A', {}); pass('A', {}); }";

jest.setTimeout(180_000);

let top: string;
let root: string;
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), "workflow-diff-"));
  root = join(top, "kit");
  mkdirSync(root);
  writeFileSync(join(root, "package.json"), '{ "type": "module" }');
  symlinkSync(join(project, "node_modules"), join(root, "node_modules"));
});
afterEach(() => rmSync(top, { recursive: true, force: true }));

/** The developer's own settings and repository must not matter. */
const environment = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_"))),
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
};
function git(...args: readonly string[]): void {
  const identity = ["-c", "user.name=test", "-c", "user.email=test@example.com"];
  execFileSync("git", [...identity, ...args], { cwd: top, env: environment, stdio: ["ignore", "ignore", "pipe"] });
}
function commit(tag: string): void {
  git("add", "kit/workflows");
  git("commit", "-m", tag);
  git("tag", tag);
}

const path = (name: string, ending: string): string => join(root, "workflows", name, `${name}${ending}`);
function put(name: string, ending: string, text: string): void {
  mkdirSync(dirname(path(name, ending)), { recursive: true });
  writeFileSync(path(name, ending), text);
}

interface Result {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command several times in one process: starting one costs seconds. */
function run(command: "workflow-build" | "workflow-diff", ...steps: readonly (readonly string[])[]): readonly Result[] {
  const script = `
    const { main } = await import(${JSON.stringify(link(`local/cli/${command}.ts`))});
    const results = [];
    for (const step of ${JSON.stringify(steps)}) {
      const said = { stdout: "", stderr: "" };
      const { write: out } = process.stdout, { write: err } = process.stderr;
      process.stdout.write = (text) => { said.stdout += text; return true; };
      process.stderr.write = (text) => { said.stderr += text; return true; };
      const status = await main(step, ${JSON.stringify(root)});
      process.stdout.write = out; process.stderr.write = err;
      results.push({ status, ...said });
    }
    console.log(JSON.stringify(results));`;
  const args = ["--import", "tsx", "--input-type=module", "-e", script];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: project, encoding: "utf8", env: environment });
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout) as readonly Result[];
}

/** v0: also a workflow that is gone since; v1: what the source builds; torn: no JSON; HEAD: another field, and nobody has rebuilt. */
function history(): void {
  git("init", "-b", "main");
  put("one", ".ts", source("one", good));
  expect(run("workflow-build", ["--no-types"])).toMatchObject([{ status: 0 }]);
  const built = readFileSync(path("one", ".asl.json"), "utf8");
  put("gone", ".asl.json", built);
  commit("v0");
  rmSync(path("gone", ".asl.json"));
  commit("v1");
  put("one", ".asl.json", built.slice(0, 20));
  commit("torn");
  put("one", ".asl.json", built.replace("$.runId", "$.other"));
  commit("stale");
}

const changed = "one: 1 change\n    A  Parameters.a: $.other → $.runId\n";

it("compares what the sources build now with a reference, HEAD by default", () => {
  history();
  const [head, fresh, gone, code, same, json, markdown] = run(
    "workflow-diff",
    [],
    ["v1"],
    ["v0"],
    ["--exit-code"],
    ["--exit-code", "v1"],
    ["--format", "json", "HEAD"],
    ["--format", "markdown", "--workflow", "one", "main"],
  );
  expect(head).toMatchObject({ status: 0, stdout: changed });
  expect(head?.stderr).toContain("one.asl.json is stale: the diff shows what its source builds now.");
  expect(fresh).toMatchObject({ status: 0, stdout: "No changes.\n" });
  expect(gone).toMatchObject({ status: 0, stdout: 'gone: 1 change, 1 risky\n  ! removed (1 state, starts at "A")\n' });
  expect(code).toMatchObject({ status: 1, stdout: changed });
  expect(same).toMatchObject({ status: 0, stdout: "No changes.\n" });
  expect(JSON.parse(json?.stdout ?? "")).toMatchObject({
    schemaVersion: 1,
    since: "HEAD",
    workflows: [{ name: "one", changes: [{ subject: "payload", action: "changed", state: "A", from: "$.other", to: "$.runId" }] }],
  });
  expect(markdown?.stdout).toContain("|  | A | Parameters.a: \\$.other → \\$.runId |");
});

it("refuses what is not there with the nearest name, exit 2; what is broken is exit 1", () => {
  history();
  const trap = join(top, "trap");
  const [reference, option, dash, shell, workflow, format, help, torn] = run(
    "workflow-diff",
    ["mian"],
    ["--output=x"],
    ["--", "-x"],
    [`main; touch ${trap}`],
    ["--workflow", "ome"],
    ["--format", "yaml"],
    ["--help"],
    ["torn"],
  );
  expect(reference).toEqual({
    status: 2,
    stdout: "",
    stderr: 'There is no commit "mian" in this repository; did you mean "main"?\n',
  });
  expect(option).toMatchObject({ status: 2, stdout: "" });
  expect(dash).toMatchObject({ status: 2, stdout: "", stderr: '"-x" is no reference: one does not begin with "-".\n' });
  expect(shell).toMatchObject({ status: 2, stdout: "" });
  expect(existsSync(trap)).toBe(false);
  expect(workflow).toEqual({
    status: 2,
    stdout: "",
    stderr: 'There is no workflow "ome"; did you mean "one"? The workflows are: one.\n',
  });
  expect(format).toMatchObject({ status: 2, stdout: "", stderr: expect.stringContaining("Allowed choices are text, markdown, json.") });
  expect(help).toMatchObject({ status: 0, stdout: expect.stringContaining('default: "HEAD"') });
  expect(torn).toMatchObject({ status: 1, stdout: "" });
  expect(torn?.stderr).toMatch(/^workflows\/one\/one\.asl\.json at torn: Line \d+, column \d+: it is no JSON/);
});

it("says that a source does not build, or that there is no repository", () => {
  put("one", ".ts", source("one", broken));
  const [nowhere] = run("workflow-diff", []);
  expect(nowhere).toMatchObject({ status: 2, stdout: "", stderr: expect.stringContaining("is in no git repository") });
  git("init", "-b", "main");
  const [empty] = run("workflow-diff", []);
  expect(empty).toMatchObject({ status: 2, stdout: "", stderr: expect.stringContaining('There is no commit "HEAD"') });
  commit("first");
  const [unbuilt] = run("workflow-diff", []);
  expect(unbuilt).toMatchObject({ status: 1, stdout: "" });
  expect(unbuilt?.stderr).toMatch(/one \/ A: two states[\s\S]*Nothing was compared\./);
});

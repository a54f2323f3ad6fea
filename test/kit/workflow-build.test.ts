/** `npm run workflow:build` on small projects of its own: all or nothing, `--check`, exit codes. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const project = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const source = (name: string, body: string): string =>
  `import { z } from "zod";
import { workflow } from "${pathToFileURL(join(project, "workflows/kit/index.ts")).href}";
export const it = workflow({ name: "${name}", comment: "", input: z.object({ runId: z.string() }), tasks: {} }).define(${body});\n`;
const good = "({ pass, input }) => void pass('A', { a: input.runId })";
const broken = "({ pass }) => { pass('A', {}); pass('A', {}); }";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "workflow-build-"));
  writeFileSync(join(root, "package.json"), '{ "type": "module" }');
  symlinkSync(join(project, "node_modules"), join(root, "node_modules"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(name: string, body: string): string {
  const folder = join(root, "workflows", name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.ts`), source(name, body));
  return folder;
}

function run(...args: string[]) {
  const command = pathToFileURL(join(project, "local/cli/workflow-build.ts")).href;
  const script = `const { main } = await import(${JSON.stringify(command)}); process.exit(await main(${JSON.stringify(args)}, ${JSON.stringify(root)}));`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    cwd: project,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

it("writes the artifacts, and the second time nothing", () => {
  const folder = put("one", good);
  expect(run()).toMatchObject({ status: 0, stdout: "workflows/one/one.asl.json\nworkflows/one/one.mmd\nworkflows/one/one.tokens.json\n" });
  expect(readFileSync(join(folder, "one.tokens.json"), "utf8")).toBe("[]\n");
  expect(readdirSync(folder).sort()).toEqual(["one.asl.json", "one.mmd", "one.tokens.json", "one.ts"]);
  expect(run()).toMatchObject({ status: 0, stdout: "" });
  expect(run("--check").status).toBe(0);
});

it("--check writes nothing, fails and names what is stale", () => {
  const folder = put("one", good);
  run();
  writeFileSync(join(folder, "one.mmd"), "old\n");
  expect(run("--check")).toMatchObject({ status: 1, stdout: "stale: workflows/one/one.mmd\n" });
  expect(readFileSync(join(folder, "one.mmd"), "utf8")).toBe("old\n");
});

it("writes nothing at all when one source is broken, and names the others' problems too", () => {
  const folder = put("one", good);
  put("three", broken);
  put("two", broken);
  const { status, stderr } = run();
  expect(status).toBe(1);
  expect(stderr).toMatch(/three \/ A: two states[\s\S]*two \/ A: two states[\s\S]*Nothing was written/);
  expect(existsSync(join(folder, "one.asl.json"))).toBe(false);
});

it("refuses an unknown option with 2, and helps with 0", () => {
  expect(run("--chekc")).toMatchObject({ status: 2, stdout: "" });
  expect(run("--help")).toMatchObject({ status: 0, stderr: "" });
});

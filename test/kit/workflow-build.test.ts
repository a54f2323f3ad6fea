/** `npm run workflow:build` on small projects of its own: all or nothing, `--check`, exit codes. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { runCommand, type Step } from "../support/run-command.ts";

const project = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const source = (name: string, body: string): string =>
  `import { z } from "zod";
import { workflow } from "${pathToFileURL(join(project, "workflows/kit/index.ts")).href}";
export const it = workflow({ name: "${name}", comment: "", input: z.object({ runId: z.string() }), tasks: {} }).define(${body});\n`;
const good = "({ pass, input }) => void pass('A', { a: input.runId })";
const broken = "({ pass }) => { pass('A', {}); pass('A', {}); }";

jest.setTimeout(180_000);

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

const run = (...steps: readonly Step[]) => runCommand("workflow-build", root, steps);

it("writes the artifacts, the second time nothing; --check names what is stale and writes nothing", () => {
  const folder = put("one", good);
  const picture = join(folder, "one.mmd");
  const [first, second, fresh, stale, wrong, help] = run(
    { args: [] },
    { args: [] },
    { args: ["--check"] },
    { write: picture, text: "old\n" },
    { args: ["--check"] },
    { args: ["--chekc"] },
    { args: ["--help"] },
  );
  const kinds = ["asl.json", "mmd", "policy.json", "tokens.json", "md"];
  expect(first).toMatchObject({ status: 0, stdout: kinds.map((kind) => `workflows/one/one.${kind}\n`).join("") });
  expect(second).toMatchObject({ status: 0, stdout: "" });
  expect(fresh).toMatchObject({ status: 0, stdout: "" });
  expect(stale).toMatchObject({ status: 1, stdout: "stale: workflows/one/one.mmd\n" });
  expect(readFileSync(picture, "utf8")).toBe("old\n");
  expect(readFileSync(join(folder, "one.tokens.json"), "utf8")).toBe("[]\n");
  expect(readdirSync(folder).sort()).toEqual([...kinds, "ts"].map((kind) => `one.${kind}`).sort());
  expect(wrong).toMatchObject({ status: 2, stdout: "" });
  expect(help).toMatchObject({ status: 0, stderr: "" });
});

it("writes nothing at all when a source is broken, and names every source's problems", () => {
  const folder = put("one", good);
  put("three", broken);
  put("two", broken);
  const [result] = run({ args: [] });
  expect(result).toMatchObject({ status: 1, stdout: "" });
  expect(result?.stderr).toMatch(/three \/ A: two states[\s\S]*two \/ A: two states[\s\S]*Nothing was written/);
  expect(existsSync(join(folder, "one.asl.json"))).toBe(false);
});

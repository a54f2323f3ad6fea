/** The tutorial and the kit's first example: every snippet is a file that compiles, and the tutorial's scenarios are green. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { loadScenarios, runScenario } from "../../local/scenarios/index.ts";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const readme = readFileSync(join(root, "workflows/kit/README.md"), "utf8");

interface Snippet {
  /** The path in its first line. */
  readonly path: string;
  readonly text: string;
  /** Where it is: a file and the line above its first one. */
  readonly file: string;
  readonly line: number;
}

const tutorial: readonly Snippet[] = [...readme.matchAll(/^```ts\n(\/\/ (\S+)\n.*?)^```$/gms)].map((match) => ({
  path: match[2] ?? "",
  text: match[1] ?? "",
  file: "README.md",
  line: readme.slice(0, match.index).split("\n").length,
}));

/** The example that `index.ts` opens with, and what its reader has around it. */
const opening = /@example\n \* ```ts\n(.*?)^ \* ```$/ms.exec(readFileSync(join(root, "workflows/kit/index.ts"), "utf8"))?.[1] ?? "";
const around = [
  'import { z } from "zod"; import { lambda } from "../kit/contract/index.ts"; import { workflow } from "../kit/index.ts";',
  'const maskTable = lambda("h", "mask", { input: z.object({ table: z.string() }), output: z.object({ rows: z.int() }) });',
];
const example: Snippet = {
  path: "workflows/opening/opening.ts",
  text: [...around, opening.replace(/^ \* ?/gm, "")].join("\n"),
  file: "index.ts",
  line: 6 - around.length,
};
const snippets = [...tutorial, example];

/** The snippets as files of a project of its own, with the rooms that they enter beside them. */
let project: string;
beforeAll(() => {
  project = mkdtempSync(join(root, ".tutorial-"));
  for (const { path, text } of snippets) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  }
  symlinkSync(join(root, "workflows/kit"), join(project, "workflows/kit"), "junction");
  symlinkSync(join(root, "local"), join(project, "local"), "junction");
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

it("has only snippets that begin with their path", () => {
  expect(readme.match(/^```ts$/gm)).toHaveLength(tutorial.length);
  expect(tutorial.map(({ path }) => path)).toContain("test/scenarios/stock-report.scenarios.ts");
});

it("opens index.ts with an example of six lines", () => {
  expect(opening.trimEnd().split("\n")).toHaveLength(6);
});

it("has only snippets that compile", () => {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(root, "tsconfig.json"),
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} },
  );
  const program = ts.createProgram(
    snippets.map(({ path }) => join(project, path)),
    config?.options ?? {},
  );
  const errors = snippets.flatMap(({ path, file, line }) => {
    const source = program.getSourceFile(join(project, path));
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(({ messageText, start = 0 }) => {
      const within = source?.getLineAndCharacterOfPosition(start).line ?? 0;
      return `${file}:${line + 1 + within}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
    });
  });
  expect(errors).toEqual([]);
}, 180_000);

it("ends with green scenarios", async () => {
  const scenarios = await loadScenarios(join(project, "test/scenarios"));
  const results = await Promise.all(scenarios.map(runScenario));
  expect(results.map(({ problems }) => problems)).toEqual([[], []]);
});

it("tells of every room", () => {
  const rooms = ts.sys.getDirectories(join(root, "workflows/kit"));
  expect(rooms.filter((room) => !readme.includes(`\`${room}/\``))).toEqual([]);
});

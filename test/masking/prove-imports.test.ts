/** The prover shares no code with what it checks: everything that it loads, however indirectly, is its own, Node's, or a reader of Parquet. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const computed = "(computed)";
// Ways to load code that have no name to look at, or none that can be trusted.
const loaders = new Set(["require", "eval", "Function", "getBuiltinModule"]);

/** What a module loads; `(computed)` where it cannot be told. Types are no code: they leave no import behind. */
function importsOf(source: string): readonly string[] {
  const found: string[] = [];
  const add = (specifier: ts.Node | undefined): void =>
    void found.push(specifier !== undefined && ts.isStringLiteralLike(specifier) ? specifier.text : computed);
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node)) return;
    if (ts.isImportDeclaration(node)) {
      if (node.importClause?.isTypeOnly !== true) add(node.moduleSpecifier);
    } else if (ts.isExportDeclaration(node)) {
      if (node.moduleSpecifier !== undefined && !node.isTypeOnly) add(node.moduleSpecifier);
    } else if (ts.isExternalModuleReference(node)) add(node.expression);
    else if (node.kind === ts.SyntaxKind.ImportKeyword && ts.isCallExpression(node.parent)) add(node.parent.arguments[0]);
    else if (ts.isIdentifier(node) && loaders.has(node.text)) {
      const { parent } = node;
      add(ts.isCallExpression(parent) && parent.expression === node && node.text === "require" ? parent.arguments[0] : undefined);
    } else ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("module.ts", source, ts.ScriptTarget.ES2022, true));
  return found;
}

const own = /^handlers\/masking\/prove\//;
const packages = new Set(["node:buffer", "node:crypto", "node:zlib", "hyparquet", "hyparquet-compressors"]);

/** What is loaded from elsewhere, from one module on. */
function foreign(entry: string, read: (file: string) => string): { readonly wrong: readonly string[]; readonly seen: ReadonlySet<string> } {
  const wrong: string[] = [];
  const seen = new Set([entry]);
  for (const file of seen) {
    for (const name of importsOf(read(file))) {
      const target = name.startsWith(".") ? path.posix.join(path.posix.dirname(file), name) : name;
      if (own.test(target)) seen.add(target);
      else if (!packages.has(target)) wrong.push(`${file} → ${target}`);
    }
  }
  return { wrong, seen };
}

describe("the prover's code", () => {
  const entry = "handlers/masking/prove/index.ts";

  it("reaches neither engine nor formats, however indirectly", () => {
    const { wrong, seen } = foreign(entry, (file) => readFileSync(path.join(root, file), "utf8"));
    expect(wrong).toEqual([]);
    expect(seen).toContain("handlers/masking/prove/unfold/encodings.ts");
    expect(seen).toContain("handlers/masking/prove/scan/parquet.ts");
  });

  const engine = "../engine/index.ts";
  it.each([
    `import { a } from "${engine}";`,
    `import a from '${engine}';`,
    `import * as a from "${engine}";`,
    `import { type A } from "${engine}";`,
    `import "${engine}";`,
    `import\n  {\n a }\n from\n "${engine}";`,
    `export { a } from '${engine}';`,
    `export * from "${engine}";`,
    `export * as a from "${engine}";`,
    `import a = require("${engine}");`,
    `const a = await import("${engine}");`,
    `const a = import('${engine}');`,
    `const a = import(\`${engine}\`);`,
    `const f = (): unknown => { if (x) return import("${engine}"); };`,
    `const a = require('${engine}');`,
    `const a = require(\`${engine}\`);`,
    `/* " */ import { a } from "${engine}"; // "`,
    `const a = "; import type x"; export { b } from "${engine}";`,
  ])("would be found out by %j", (source) => {
    expect(foreign(entry, () => source).wrong).toEqual([`${entry} → handlers/masking/engine/index.ts`]);
  });

  it.each([
    "const a = import(name);",
    "const a = import(`../${name}/index.ts`);",
    'const a = import("../engine" + "/index.ts");',
    "const a = require(name);",
    'const load = require; load("../engine/index.ts");',
    'const a = module.require("../engine/index.ts");',
    'eval("import(name)");',
    'new Function("name", "return import(name)");',
    'process.getBuiltinModule("module");',
  ])("would be found out by the computed name of %j", (source) => {
    expect(foreign(entry, () => source).wrong).toEqual([`${entry} → ${computed}`]);
  });

  it("is followed into its own modules, and may not make a loader", () => {
    const files: Record<string, string> = {
      [entry]: 'export { a } from "./a.ts";',
      "handlers/masking/prove/a.ts": 'import { createRequire } from "node:module"; import { parse } from "csv-parse";',
    };
    expect(foreign(entry, (file) => files[file] ?? "").wrong).toEqual(
      ["node:module", "csv-parse"].map((name) => `handlers/masking/prove/a.ts → ${name}`),
    );
  });

  it.each([
    `import type { A } from "${engine}";`,
    `export type { A } from "${engine}";`,
    `type A = import("${engine}").A;`,
    `// import { a } from "${engine}";`,
    `const a = 'import { a } from "${engine}"';`,
    'import { createHmac } from "node:crypto";',
  ])("may have %j", (source) => {
    expect(foreign(entry, () => source).wrong).toEqual([]);
  });
});

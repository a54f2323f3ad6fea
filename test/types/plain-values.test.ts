/** An expression used as a plain value fails in lint, each on its line, and throws when the workflow is built. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type Expr, rootExpression, rootOf } from "../../workflows/kit/expressions/index.ts";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../..");
const file = join(here, "plain-values.ts");

interface Report {
  readonly messages: readonly { readonly line: number; readonly ruleId: string | null }[];
}

it("each use is named by lint on its line, and no other line is", () => {
  const eslint = join(root, "node_modules/eslint/bin/eslint.js");
  const { stdout } = spawnSync(process.execPath, [eslint, "--format", "json", file], { cwd: root, encoding: "utf8" });
  const [report] = JSON.parse(stdout) as readonly Report[];
  const lines = [...new Set(report?.messages.map(({ line }) => line))].sort((a, b) => a - b);
  const expected = readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line, index) => (/^\s*\/\* \d\d /.test(line) ? [index + 1] : []));
  expect(lines).toEqual(expected);
  expect(new Set(report?.messages.map(({ ruleId }) => ruleId))).toEqual(
    new Set([
      "@typescript-eslint/no-base-to-string",
      "@typescript-eslint/no-unnecessary-condition",
      "@typescript-eslint/restrict-plus-operands",
      "@typescript-eslint/restrict-template-expressions",
    ]),
  );
}, 120_000);

describe("at build", () => {
  const value = rootExpression<string>(rootOf("input", "input")) as Expr<string> & string;

  for (const [name, use] of Object.entries<() => unknown>({
    "a template string": () => `${value}`,
    "adding to a text": () => "a" + value,
    "arithmetic": () => (value as unknown as number) * 2,
    "String()": () => String(value),
  })) {
    it(`${name} throws with the way out`, () => {
      expect(use).toThrow(/used as a plain value.*Compare with eq\(\).*text`…`.*choice\(\)/);
    });
  }
});

/** Round trips: imports a machine, evaluates the source with the kit's own exports, and compares the machines. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { transformSync } from "@swc/core";
import * as zod from "zod";
import { type AslMachine, readAsl } from "../../workflows/kit/asl/index.ts";
import * as contract from "../../workflows/kit/contract/index.ts";
import { type Imported, type ImportOptions, importAsl } from "../../workflows/kit/import/index.ts";
import * as kit from "../../workflows/kit/index.ts";
import { TemplateString } from "../../workflows/kit/template/template-string.ts";

export const project = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** What the source exports, built. */
export function evaluate({ source, exported }: Pick<Imported, "source" | "exported">): kit.AnyWorkflow {
  const { code } = transformSync(source, {
    filename: "imported.ts",
    jsc: { target: "es2022", parser: { syntax: "typescript" } },
    module: { type: "commonjs" },
  });
  const exports: Record<string, kit.AnyWorkflow> = {};
  const modules: Readonly<Record<string, unknown>> = { zod, "../kit/index.ts": kit, "../kit/contract/index.ts": contract };
  new Function("require", "exports", code)((name: string) => modules[name], exports);
  const made = exports[exported];
  if (!made) throw new Error(`The source exports no ${exported}.`);
  return made;
}

/** Tokens as their text in a template. */
function plain(value: unknown): unknown {
  if (value instanceof TemplateString) return value.parts.map((part) => (typeof part === "string" ? part : `\${${part.token}}`)).join("");
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, plain(entry)]));
}

/** A template's signs as Terraform gives them out. */
const unescaped = (value: unknown): unknown => {
  if (typeof value === "string") return value.replace(/\$\$\{|%%\{/g, (sign) => sign.slice(1));
  if (Array.isArray(value)) return value.map(unescaped);
  if (typeof value !== "object" || value === null) return value;
  // Names of states stay as they are.
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, NAMES.has(key) ? entry : unescaped(entry)]));
};
const NAMES = new Set(["StartAt", "Next", "Default"]);

export interface Trip {
  readonly imported: Imported;
  /** The first difference; undefined: the same machine. */
  readonly difference: string | undefined;
}

function differenceOf(a: unknown, b: unknown, path: string): string | undefined {
  if (isDeepStrictEqual(a, b)) return undefined;
  const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
  if (!isObject(a) || !isObject(b) || Array.isArray(a) !== Array.isArray(b))
    return `${path}: ${JSON.stringify(a)} became ${JSON.stringify(b)}`;
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const found = differenceOf(Object.hasOwn(a, key) ? a[key] : undefined, Object.hasOwn(b, key) ? b[key] : undefined, `${path}/${key}`);
    if (found !== undefined) return found;
  }
  return `${path}: differs`;
}

/** There and back. */
export function roundTrip(machine: AslMachine, options: Partial<ImportOptions> = {}): Trip {
  const imported = importAsl(machine, { name: "imported", ...options });
  const { Comment, Version: _, ...rebuilt } = plain(evaluate(imported).definition) as Record<string, unknown>;
  const given = options.texts === "plain" ? machine : (unescaped(machine) as AslMachine);
  const { Comment: comment, Version: __, QueryLanguage: language, ...original } = given as unknown as Record<string, unknown>;
  // JSONPath is what a machine without a QueryLanguage is; a machine without a Comment gets an empty one.
  const expected = { ...original, ...(language === "JSONata" ? { QueryLanguage: language } : {}) };
  if (Comment !== (comment === undefined ? "" : machine.Comment))
    return { imported, difference: `/Comment became ${JSON.stringify(Comment)}` };
  return { imported, difference: differenceOf(expected, rebuilt, "") };
}

/** Every definition of the recorded cases that is a machine, with the file where it was found first. */
export function recordedMachines(): ReadonlyMap<string, string> {
  const folder = resolve(project, "../shared/conformance/cases");
  const found = new Map<string, string>();
  const visit = (value: unknown, file: string): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, entry] of Object.entries(value)) {
      if (key.toLowerCase() !== "definition") visit(entry, file);
      else {
        const text = typeof entry === "string" ? entry : JSON.stringify(entry);
        if (text.includes('"States"') && !found.has(text)) found.set(text, file);
      }
    }
  };
  if (!existsSync(folder)) return found;
  for (const group of readdirSync(folder).sort()) {
    for (const file of readdirSync(join(folder, group)).sort())
      visit(JSON.parse(readFileSync(join(folder, group, file), "utf8")), `${group}/${file}`);
  }
  return found;
}

export { readAsl };

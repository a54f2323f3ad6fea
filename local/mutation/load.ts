/** Loads the project's modules again and again in one process, with one source changed. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import vm from "node:vm";
import { transformSync } from "@swc/core";

type Exports = Record<string, unknown>;
type ModuleFunction = (exports: Exports, require: (name: string) => unknown, module: { exports: Exports }, file: string) => void;

/** Loads modules; every `load` is a new world, but for packages and compiled code. */
export interface Loader {
  /**
   * The exports of a module of the project.
   *
   * @param changed - absolute file → the source that stands there instead
   */
  load(file: string, changed?: ReadonlyMap<string, string>): Exports;
  /** A package, which is loaded once. */
  package(name: string): unknown;
}

/**
 * A loader for a project's folder.
 *
 * @param packages - packages that Node can only import, already imported
 */
export function createLoader(root: string, packages: ReadonlyMap<string, unknown> = new Map()): Loader {
  const requirePackage = createRequire(path.join(root, "package.json"));
  const compiled = new Map<string, ModuleFunction>();
  const fromPackage = (name: string): unknown => packages.get(name) ?? requirePackage(name);
  const functionOf = (file: string, changed: ReadonlyMap<string, string>): ModuleFunction => {
    const other = changed.get(file);
    if (other !== undefined) return compile(file, other);
    const known = compiled.get(file) ?? compile(file, readFileSync(file, "utf8"));
    compiled.set(file, known);
    return known;
  };
  const load = (entry: string, changed: ReadonlyMap<string, string> = new Map()): Exports => {
    const modules = new Map<string, { exports: Exports }>();
    const loadFile = (file: string): Exports => {
      const known = modules.get(file);
      if (known !== undefined) return known.exports;
      const module = { exports: {} };
      modules.set(file, module);
      if (file.endsWith(".json")) module.exports = JSON.parse(readFileSync(file, "utf8"));
      else functionOf(file, changed)(module.exports, requireFrom(file), module, file);
      return module.exports;
    };
    const requireFrom = (file: string) => (name: string) =>
      name.startsWith(".") ? loadFile(path.resolve(path.dirname(file), name)) : fromPackage(name);
    return loadFile(entry);
  };
  return { load, package: fromPackage };
}

function compile(file: string, source: string): ModuleFunction {
  const { code } = transformSync(source, {
    filename: file,
    swcrc: false,
    sourceMaps: false,
    jsc: { target: "es2022", parser: { syntax: "typescript" } },
    module: { type: "commonjs" },
  });
  return new vm.Script(`(function (exports, require, module, __filename) {${code}\n})`, { filename: file }).runInThisContext();
}

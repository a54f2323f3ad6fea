/** Runs test files in this process until one test fails. */
import { type Collected, testWords } from "./collect-tests.ts";
import type { Loader } from "./load.ts";

/**
 * Runs the files one after another.
 *
 * @param changed - absolute file → the source that stands there instead
 * @returns the first failure; undefined when all tests pass
 */
export async function firstFailure(
  loader: Loader,
  files: readonly string[],
  changed: ReadonlyMap<string, string>,
): Promise<Error | undefined> {
  for (const file of files) {
    const collected: Collected = { tests: [], before: [], after: [] };
    Object.assign(globalThis, testWords(collected), { expect: expectOf(loader) });
    try {
      loader.load(file, changed);
      for (const work of [...collected.before, ...collected.tests]) await work();
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    } finally {
      for (const work of collected.after) await work();
    }
  }
  return undefined;
}

function expectOf(loader: Loader): unknown {
  const { expect } = loader.package("expect") as { expect: unknown };
  return expect;
}

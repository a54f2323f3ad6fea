/** Answers the parent process: a mutant in, whether a test fails out. */
import { createRequire } from "node:module";
import path from "node:path";
import process from "node:process";
import { createLoader } from "./load.ts";
import { firstFailure } from "./run-tests.ts";
import { steadyProperties } from "./steady-properties.ts";

/** What the process is started with. */
export interface Work {
  readonly root: string;
  /** Test files, relative to the root. */
  readonly tests: readonly string[];
  /** Packages that Node can only import. */
  readonly packages: readonly string[];
  /** Runs of a property at most. */
  readonly mostRuns: number;
}

/** A file with another source; or the run without a change. */
export type Question = { readonly file: string; readonly source: string } | "unchanged";

/** The first failing test's words; undefined when all pass. */
export type Answer = { readonly failure: string | undefined };

/** Serves until the process is ended; says when it is ready. */
export async function serve(work: Work): Promise<void> {
  const require = createRequire(path.join(work.root, "package.json"));
  const packages = new Map<string, unknown>([["fast-check", steadyProperties(require("fast-check"), work.mostRuns)]]);
  for (const name of work.packages) packages.set(name, await import(name));
  const loader = createLoader(work.root, packages);
  const tests = work.tests.map((file) => path.join(work.root, file));
  process.on("message", async (question: Question) => {
    const changed = new Map(question === "unchanged" ? [] : [[path.join(work.root, question.file), question.source]]);
    const error = await firstFailure(loader, tests, changed);
    process.send?.({ failure: error?.message } satisfies Answer);
  });
  process.once("disconnect", () => process.exit());
  process.send?.("ready");
}

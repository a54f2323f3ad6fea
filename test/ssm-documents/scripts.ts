/** Scripts for tests, written into a folder of their own. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { AutomationBuildError, script } from "../../ssm-documents/kit/index.ts";

export const head = '"""Says what it is."""\nfrom __future__ import annotations\n\n';

/** A folder for scripts, removed after the tests of the file that asks for it. */
export function scriptFolder() {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), "documents-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const python = (name: string, source: string): URL => {
    writeFileSync(path.join(folder, `${name}.py`), source);
    return pathToFileURL(path.join(folder, `${name}.py`));
  };
  /** Takes a table, gives `rows` and `names`. */
  const countRows = () =>
    script(
      [python("count_rows", `${head}import os\n\ndef count_rows(events, context):\n    return {"rows": 1, "names": []}\n`)],
      "count_rows",
      {
        payload: { table: z.string() },
        outputs: { rows: z.int(), names: z.array(z.string().max(63)).max(10) },
      },
    );
  return { python, countRows };
}

/** What a document's build complains about. */
export function problemsOf(build: () => unknown): readonly string[] {
  try {
    build();
  } catch (error) {
    if (error instanceof AutomationBuildError) return error.problems;
    throw error;
  }
  return [];
}

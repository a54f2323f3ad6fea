/** The tests themselves, counted one by one. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { type Check, type CheckResult, runNode } from "./check.ts";

const Results = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  numFailedTestSuites: z.number(),
  testResults: z.array(
    z.object({ name: z.string(), status: z.string(), message: z.string(), assertionResults: z.array(z.object({ status: z.string() })) }),
  ),
});

/** Jest with its results as JSON; a file that does not even load counts as one failed test. */
export const jestCheck: Check = {
  name: "jest",
  title: "Tests",
  run: async (detail) => {
    const folder = mkdtempSync(join(tmpdir(), "refresh-jest-"));
    const file = join(folder, "results.json");
    let files = 0;
    try {
      const { output } = await runNode(["node_modules/jest/bin/jest.js", "--json", `--outputFile=${file}`], (text) => {
        files += text.match(/^(?:PASS|FAIL) /gm)?.length ?? 0;
        detail(`${files} files`);
      });
      return read(file, output);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function read(file: string, output: string): CheckResult {
  let results: z.infer<typeof Results>;
  try {
    results = Results.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return { passed: 0, failed: 1, skipped: 0, output: `Jest left no results:\n${output}` };
  }
  const broken = results.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && !assertionResults.some((one) => one.status === "failed"),
  );
  return {
    passed: results.numPassedTests,
    failed: results.numFailedTests + broken.length,
    skipped: results.numPendingTests + results.numTodoTests,
    output: results.testResults
      .filter(({ status }) => status === "failed")
      .map(({ name, message }) => `${name}\n${message}`)
      .join("\n"),
  };
}

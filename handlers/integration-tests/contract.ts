/** What `integration_tests_handler` does: tests tonight's candidates as an application would use them. */
import { z } from "zod";
import { lambda } from "../../workflows/kit/contract/index.ts";
import { Count, InRun, ObjectKey } from "../shared/names.ts";

/** Runs every test against tonight's candidates and writes the report, failed tests included. */
export const runTests = lambda("integration_tests_handler", "runTests", {
  input: InRun,
  output: z.object({ passed: Count, reportKey: ObjectKey }),
  errors: ["Tests.CandidatesMissing", "Tests.Failed"],
});

export const integrationTestsOperations = { runTests };

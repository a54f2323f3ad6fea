/** Runs every test against every candidate and writes the report. */
import type { Operation } from "../../workflows/kit/contract/index.ts";
import type { Context } from "../shared/context.ts";
import { inParallel } from "../shared/in-parallel.ts";
import { staging } from "../shared/layout.ts";
import { createLogger } from "../shared/logger.ts";
import { writeJson } from "../shared/objects.ts";
import type { TestsReport } from "../shared/reports.ts";
import { readCandidates } from "./candidates.ts";
import { connect } from "./connect.ts";
import type { runTests as contract } from "./contract.ts";
import { auroraTests } from "./tests/aurora.ts";
import { dynamodbTests } from "./tests/dynamodb.ts";
import { joinTests } from "./tests/joins.ts";
import { s3Tests } from "./tests/s3.ts";
import { type Candidate, type CandidateTest, Failed, type Tools } from "./tests/test.ts";

/** The variables that the tests read. */
export const variableNames = ["ENVIRONMENT", "QUARANTINE_BUCKET", "STAGING_BUCKET"] as const;

/** What the operation works with. */
export interface TestContext extends Context<(typeof variableNames)[number] | "CONTROL_TABLE"> {
  readonly tls: boolean;
}

type Result = TestsReport["tests"][number];
const tests: readonly CandidateTest[] = [...auroraTests, ...dynamodbTests, ...s3Tests, ...joinTests];
/** Services that are tested at once: each takes a few connections of the cluster. */
const servicesAtOnce = 4;

/** The operation `runTests`: raises `Tests.Failed` after the report is written and each service's counts are in the log. */
export function runTests(context: TestContext): Operation<typeof contract> {
  const { clients, variables } = context;
  const logger = createLogger("integration_tests_handler");
  return async ({ environment, runId }, raise) => {
    const candidates = await readCandidates(context, runId);
    if (candidates.length === 0)
      raise("Tests.CandidatesMissing", "No service has a candidate: every one is held back. plan.json and inventory.json say why.");
    const results = (await inParallel(servicesAtOnce, candidates, (candidate) => testOne(context, candidate))).flat();
    const report: TestsReport = { schemaVersion: 1, runId, tests: results };
    const reportKey = staging.tests(runId);
    await writeJson(clients.s3, variables.STAGING_BUCKET, reportKey, report);
    const failed = results.filter(({ status }) => status === "failed");
    for (const { service: serviceName } of candidates) {
      const of = (all: readonly Result[]): number => all.filter(({ service }) => service === serviceName).length;
      logger.info("service tested", { environment, runId, serviceName, tests: of(results), failed: of(failed) });
    }
    const [first] = failed;
    if (first) {
      raise(
        "Tests.Failed",
        `${failed.length} of ${results.length} tests failed, the first in ${first.service}: ${first.name}: ${first.message}. All of them: ${reportKey}.`,
      );
    }
    return { passed: results.length, reportKey };
  };
}

async function testOne({ clients, tls }: TestContext, candidate: Candidate): Promise<Result[]> {
  const sql = await connect(clients.secretsManager, candidate.pointer, tls);
  const tools: Tools = { sql, dynamodb: clients.dynamodb, s3: clients.s3 };
  const results: Result[] = [];
  try {
    for (const test of tests.filter(({ applies }) => applies(candidate))) {
      const message = await outcome(() => test.run(candidate, tools));
      results.push({ service: candidate.service, name: test.name, status: message === "" ? "passed" : "failed", message });
    }
  } finally {
    await sql.end();
  }
  return results;
}

/** "" when the test passed. A database's own message may quote a value, so only its code is told. */
async function outcome(run: () => Promise<void>): Promise<string> {
  try {
    await run();
    return "";
  } catch (error) {
    if (error instanceof Failed) return error.message.slice(0, 400);
    const { name, code } = error as { name?: string; code?: string };
    return `the test itself could not run: ${code ?? name ?? "unknown error"}`;
  }
}

/** Adds up what the run did, for the metrics and the report. */
import type { Operation } from "../../../workflows/kit/contract/index.ts";
import { readRun } from "../../shared/control/index.ts";
import { staging } from "../../shared/layout.ts";
import { createLogger } from "../../shared/logger.ts";
import { readJson, readTextIfThere, writeJson } from "../../shared/objects.ts";
import { ProofReport, type ServiceProof, SummaryReport, TestsReport } from "../../shared/reports.ts";
import { startOfRun } from "../../shared/run-id.ts";
import type { summarize } from "../contract.ts";
import { announce, toldOf } from "./announce.ts";
import type { MaskingContext } from "./context.ts";
import { keepInventory } from "./keep-inventory.ts";

/** The operation: the sums of the proof's services, and how long the run took; a line of log for each service, counts only. */
export function summarizeOperation(context: MaskingContext): Operation<typeof summarize> {
  const logger = createLogger("masking_handler");
  return async ({ environment, runId, testsPassed }) => {
    const { STAGING_BUCKET } = context.variables;
    const { s3 } = context.clients;
    const { body } = ProofReport.parse(await readJson(s3, STAGING_BUCKET, staging.proof(runId)));
    const tests = await readTextIfThere(s3, STAGING_BUCKET, staging.tests(runId));
    const failed = tests === undefined ? 0 : TestsReport.parse(JSON.parse(tests)).tests.filter(({ status }) => status === "failed").length;
    const run = await readRun(context.control, runId);
    const now = context.now();
    const since = (start: Date): number => Math.max(0, Math.round((now - start.getTime()) / 100) / 10);
    const sum = (count: (service: (typeof body.services)[number]) => number): number =>
      body.services.reduce((total, service) => total + count(service), 0);
    const totals = {
      services: body.services.length,
      held: sum(({ status }) => (status === "held" ? 1 : 0)),
      degraded: sum(({ degraded }) => (degraded ? 1 : 0)),
      objects: sum(({ s3: { copied, masked } }) => copied + masked),
      items: sum(({ dynamodb }) => dynamodb.items),
      rows: sum(({ aurora }) => aurora.rows),
      seconds: since(run === undefined ? startOfRun(runId) : new Date(run.startedAt)),
      generationAgeSeconds: since(new Date(body.asOf)),
    };
    const changes = await keepInventory(context, body);
    const report: SummaryReport = {
      schemaVersion: 1,
      runId,
      environment,
      finishedAt: new Date(now).toISOString(),
      ...totals,
      tests: { passed: testsPassed, failed },
      proofKey: staging.proof(runId),
      ...(changes === undefined ? {} : { changes }),
    };
    await writeJson(s3, STAGING_BUCKET, staging.summary(runId), SummaryReport.parse(report));
    for (const service of body.services) {
      if (service.status !== "held") continue;
      const told = { environment, service: service.name, run: runId, event: "data-held", ...toldOf(service, body.warnings) } as const;
      await announce(context.clients.sns, context.variables.DATA_TOPIC_ARN, told);
    }
    for (const service of body.services) logger.info("service refreshed", { environment, runId, ...countsOf(service) });
    return totals;
  };
}

// What a service's dashboard shows; the log's own member `service` is the function.
const countsOf = ({ name, status, s3, dynamodb, aurora, undeclared }: ServiceProof) => ({
  serviceName: name,
  switched: status === "proved" ? 1 : 0,
  objects: s3.copied + s3.masked,
  items: dynamodb.items,
  rows: aurora.rows,
  redacted: undeclared.length,
});

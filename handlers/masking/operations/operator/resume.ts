/** Takes up a run that stopped inside the switch, so that this execution can finish it. */
import type { Operation } from "../../../../workflows/kit/contract/index.ts";
import { readGenerations, readRun } from "../../../shared/control/index.ts";
import { staging } from "../../../shared/layout.ts";
import { readJson } from "../../../shared/objects.ts";
import { TestsReport } from "../../../shared/reports.ts";
import type { resume } from "../../contract.ts";
import type { MaskingContext } from "../context.ts";
import { takeUp } from "./take-up.ts";
import { whyNotResumable } from "./why-not-resumable.ts";

/** The operation. It looks before and after it has the lock: a clean-up may have rolled the run back in between. */
export function resumeOperation(context: MaskingContext): Operation<typeof resume> {
  return async ({ runId, execution }, raise) => {
    const { control, clients, variables } = context;
    const look = async (): Promise<void> => {
      const why = whyNotResumable({ runId, run: await readRun(control, runId), generations: await readGenerations(control) });
      if (why !== undefined) raise("Refresh.NotResumable", why);
    };
    await look();
    const busy = await takeUp(context, { runId, execution });
    if (busy !== undefined) return raise("Refresh.AlreadyRunning", busy);
    await look();
    const { tests } = TestsReport.parse(await readJson(clients.s3, variables.STAGING_BUCKET, staging.tests(runId)));
    return { runId, proofKey: staging.proof(runId), testsPassed: tests.filter(({ status }) => status === "passed").length };
  };
}

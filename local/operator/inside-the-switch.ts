/** A run that stopped inside the switch: which one, what is done, what is left. */
import { z } from "zod";
import { readCursor, readGenerations, readRun } from "../../handlers/shared/control/index.ts";
import { staging } from "../../handlers/shared/layout.ts";
import { readTextIfThere } from "../../handlers/shared/objects.ts";
import { readPointers } from "../../handlers/shared/pointers.ts";
import { ProofReport } from "../../handlers/shared/reports.ts";
import { describe } from "./executions.ts";
import type { Operator } from "./operator.ts";
import type { SwitchReport } from "./reports.ts";
import { whyOf } from "./runs.ts";

/** The newest run that is marked as inside the switch and whose execution has ended, unless a later one has gone live. */
export async function stoppedInside({ control, clients }: Operator): Promise<string | undefined> {
  for (const { runId, status } of (await readGenerations(control)).reverse()) {
    if (status === "live") return undefined;
    const run = await readRun(control, runId);
    if (run?.status !== "switching") continue;
    const execution = await describe(clients.sfn, run.executionArn);
    if (execution?.status !== "RUNNING") return runId;
  }
  return undefined;
}

/** How far the publication of objects is, as `s3_sync_handler` keeps it. */
const Publication = z.object({ phase: z.enum(["copy", "delete", "done"]), objects: z.number().int() });

/** What is done and what is left. */
export async function readSwitch({ control, clients, stagingBucket, environment }: Operator, runId: string): Promise<SwitchReport> {
  const [run, publication, pointers, proof] = await Promise.all([
    readRun(control, runId),
    readCursor(control, runId, "publish", Publication),
    readPointers(clients.ssm, environment),
    readTextIfThere(clients.s3, stagingBucket, staging.proof(runId)),
  ]);
  const proved = proof === undefined ? [] : ProofReport.parse(JSON.parse(proof)).body.services.filter(({ status }) => status === "proved");
  const switched = [...pointers].filter(([, pointer]) => pointer.run === runId).map(([service]) => service);
  return {
    runId,
    ...whyOf(run),
    objects:
      publication === undefined ? { phase: "not begun", published: 0 } : { phase: publication.phase, published: publication.objects },
    switched,
    left: proved.map(({ name }) => name).filter((name) => !switched.includes(name)),
  };
}

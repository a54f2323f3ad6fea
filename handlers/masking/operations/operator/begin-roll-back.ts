/** Checks that what a run has replaced is still there and was proved, and marks the run: the clean-up then rolls it back. */
import type { Operation } from "../../../../workflows/kit/contract/index.ts";
import { changeGeneration, changeRun } from "../../../shared/control/index.ts";
import { staging } from "../../../shared/layout.ts";
import { readProof } from "../../../shared/proofs.ts";
import type { beginRollBack } from "../../contract.ts";
import type { MaskingContext } from "../context.ts";
import { readRollBackPlan } from "./roll-back-plan.ts";
import { takeUp } from "./take-up.ts";

/** The operation; repeated, it finds the run marked. */
export function beginRollBackOperation(context: MaskingContext): Operation<typeof beginRollBack> {
  const { clients, variables } = context;
  const proofProblem = async (runId: string, services: readonly string[]): Promise<string | undefined> => {
    const where = { bucket: variables.STAGING_BUCKET, key: staging.proof(runId), keyId: variables.MASKING_KEY_ID, runId };
    const read = await readProof(clients, where);
    if (read.problem !== undefined) return read.problem;
    const proved = new Set(read.proof.services.filter(({ status }) => status === "proved").map(({ name }) => name));
    const not = services.filter((service) => !proved.has(service));
    return not.length === 0 ? undefined : `The proof of run ${runId} does not prove ${not.slice(0, 5).join(", ")}.`;
  };
  return async ({ environment, runId, execution }, raise) => {
    const { control } = context;
    const plan = await readRollBackPlan({ environment, control, ssm: clients.ssm, dynamodb: clients.dynamodb, proofProblem }, runId);
    if (plan.problems.length > 0) return raise("Refresh.RollBackRefused", plan.problems.join(" ").slice(0, 1024));
    const busy = await takeUp(context, { runId, execution });
    if (busy !== undefined) return raise("Refresh.AlreadyRunning", busy);
    const said = { error: "Refresh.RolledBack", message: "An operator went back to the data from before this run." };
    if (!(await changeRun(control, runId, "switching", ["live", "switching"], said)))
      return raise("Refresh.RollBackRefused", `Run ${runId} has ended in between: nothing is rolled back.`);
    await changeGeneration(control, runId, { status: "staged" });
    return { runId, services: plan.changes.length };
  };
}

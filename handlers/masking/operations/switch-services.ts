/** Verifies the proof's signature and points every proved service at tonight's generation. */
import type { Operation } from "../../../workflows/kit/contract/index.ts";
import { changeGeneration, changeRun, readCandidate, readHeld, readRun, readTables, rememberPointer } from "../../shared/control/index.ts";
import { readPointers, writePointer } from "../../shared/pointers.ts";
import { readProof } from "../../shared/proofs.ts";
import type { switchServices } from "../contract.ts";
import { announce, toldOf } from "./announce.ts";
import type { MaskingContext } from "./context.ts";
import { newPointer } from "./new-pointer.ts";

/**
 * The operation. What a service had is remembered before its pointer changes, so that whatever fails in between can be
 * rolled back; repeated, it goes on where it stopped.
 */
export function switchServicesOperation(context: MaskingContext): Operation<typeof switchServices> {
  return async ({ environment, runId, proofKey }, raise) => {
    const { variables, clients, control } = context;
    const proof = await readProof(clients, { bucket: variables.STAGING_BUCKET, key: proofKey, keyId: variables.MASKING_KEY_ID, runId });
    if (proof.problem !== undefined) return raise("Refresh.ProofInvalid", `${proof.problem} Nothing is switched.`);
    const failed = (problem: string): never => raise("Refresh.SwitchFailed", `${problem} Services that were switched are rolled back.`);
    const held = await readHeld(control, runId);
    const proved = proof.proof.services.filter(({ name, status }) => status === "proved" && !held.has(name)).map(({ name }) => name);
    const counts = { switched: proved.length, held: proof.proof.services.length - proved.length };
    const [run, candidate, tables, pointers] = await Promise.all([
      readRun(control, runId),
      readCandidate(control, runId),
      readTables(control, runId),
      readPointers(clients.ssm, environment),
    ]);
    if (run?.status !== "live" && !(await changeRun(control, runId, "switching", ["running", "switching"]))) {
      return failed(`Run ${runId} has ended (${run?.status ?? "unknown"}).`);
    }
    if (candidate === undefined) return failed(`Run ${runId} has no cluster that was checked.`);
    for (const service of proved) {
      const before = pointers.get(service);
      if (before === undefined) return failed(`Service ${service} has no pointer any more.`);
      const own = tables.filter((table) => table.service === service);
      try {
        if (before.run !== runId) {
          await rememberPointer(control, runId, service, before);
          await writePointer(clients.ssm, environment, service, newPointer(before, runId, candidate, own));
        }
        const told = proof.proof.services.find(({ name }) => name === service);
        const about = told === undefined ? {} : toldOf(told, proof.proof.warnings);
        await announce(clients.sns, variables.DATA_TOPIC_ARN, { environment, service, run: runId, event: "data-ready", ...about });
      } catch (error) {
        return failed(`Service ${service} could not be switched: ${(error as Error).name}.`);
      }
    }
    await changeRun(control, runId, "live", ["switching"]);
    await changeGeneration(control, runId, { status: "live" });
    return counts;
  };
}

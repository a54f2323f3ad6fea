/** `rollback`: pointers and objects go back to what they were before a run. */
import { DescribeDBClustersCommand } from "@aws-sdk/client-rds";
import { type RollBackPlan, readRollBackPlan } from "../../handlers/masking/operations/operator/index.ts";
import { staging } from "../../handlers/shared/layout.ts";
import { listObjects, readTextIfThere } from "../../handlers/shared/objects.ts";
import { readPointers } from "../../handlers/shared/pointers.ts";
import { ProofReport } from "../../handlers/shared/reports.ts";
import { resources } from "../../handlers/shared/resources.ts";
import { aboutNow } from "./about.ts";
import { audited } from "./audit.ts";
import { whoIsAtWork } from "./begin.ts";
import { OperatorError } from "./errors.ts";
import type { Operator } from "./operator.ts";
import type { RollBackReport } from "./reports.ts";
import { newestRun } from "./runs.ts";
import { type Conversation, carryOut } from "./start.ts";

/** What is asked for beside the conversation. */
export interface RollBackOptions {
  /** The run to go back from; the newest that is live or inside the switch when absent. */
  readonly run?: string;
  readonly dryRun: boolean;
  /** Told what changes, service by service, before anything is asked. */
  readonly show: (plan: Pick<RollBackReport, "runId" | "changes" | "objectPages">) => void;
}

/**
 * Goes back from a run.
 *
 * @throws OperatorError when what was before is gone or was not proved, or somebody is at work
 */
export async function rollBackRun(operator: Operator, talk: Conversation, options: RollBackOptions): Promise<RollBackReport> {
  const runId = options.run ?? (await newestRun(operator, "live", "switching"));
  if (runId === undefined) throw new OperatorError("No run is live: there is nothing to go back from.");
  const busy = await whoIsAtWork(operator);
  if (busy !== undefined) throw new OperatorError(`${busy} Nothing was rolled back.`);
  const plan = await verifiedPlan(operator, runId);
  if (plan.problems.length > 0) throw new OperatorError(`${plan.problems.join("\n")}\nNothing was rolled back.`);
  const shown = { runId, changes: [...plan.changes], objectPages: await pagesOf(operator, runId) };
  options.show(shown);
  const report = { ...aboutNow(operator), command: "rollback" as const, ...shown };
  if (options.dryRun) return { ...report, execution: "", outcome: "dry run" };
  await talk.agree(`Go back from run ${runId} in ${operator.environment}? Its cluster and tables are deleted afterwards.`);
  const { execution, outcome } = await audited(operator, { command: "rollback", run: runId }, () =>
    carryOut(operator, talk, "rollback", { rollBack: runId }),
  );
  if (outcome === "succeeded") await verifyPointers(operator, plan);
  return { ...report, execution, outcome };
}

/** What changes, and what speaks against it; the function looks once more, and verifies the proofs' signatures, before it changes anything. */
async function verifiedPlan(operator: Operator, runId: string): Promise<RollBackPlan> {
  const { control, clients, environment } = operator;
  const proofProblem = (run: string, services: readonly string[]): Promise<string | undefined> => problemOfProof(operator, run, services);
  const plan = await readRollBackPlan({ environment, control, ssm: clients.ssm, dynamodb: clients.dynamodb, proofProblem }, runId);
  const targets = [...new Set(plan.changes.map(({ to }) => to))];
  const clusters = await Promise.all(targets.map((target) => clusterProblem(operator, resources.cluster(environment, target))));
  return { ...plan, problems: [...plan.problems, ...clusters.flatMap((problem) => problem ?? [])] };
}

async function problemOfProof(operator: Operator, runId: string, services: readonly string[]): Promise<string | undefined> {
  const text = await readTextIfThere(operator.clients.s3, operator.stagingBucket, staging.proof(runId));
  const parsed = text === undefined ? undefined : ProofReport.safeParse(JSON.parse(text)).data;
  if (parsed === undefined) return `The proof of generation ${runId} is not there any more: nothing shows that it is masked.`;
  if (parsed.body.runId !== runId || parsed.body.found !== 0) return `The proof of generation ${runId} does not prove it.`;
  const proved = new Set(parsed.body.services.filter(({ status }) => status === "proved").map(({ name }) => name));
  const not = services.filter((service) => !proved.has(service));
  return not.length === 0 ? undefined : `The proof of generation ${runId} does not prove ${not.slice(0, 5).join(", ")}.`;
}

async function clusterProblem({ clients }: Operator, DBClusterIdentifier: string): Promise<string | undefined> {
  try {
    const { DBClusters = [] } = await clients.rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier }));
    const status = DBClusters[0]?.Status;
    return status === "available" ? undefined : `Cluster ${DBClusterIdentifier} is ${status ?? "not there"}: services could not use it.`;
  } catch (error) {
    if (/^DBClusterNotFound/.test((error as Error).name)) return `Cluster ${DBClusterIdentifier} is not there any more.`;
    throw error;
  }
}

async function pagesOf({ clients, stagingBucket }: Operator, runId: string): Promise<number> {
  let pages = 0;
  for await (const _ of listObjects(clients.s3, stagingBucket, staging.replacedParts(runId))) pages++;
  return pages;
}

async function verifyPointers({ clients, environment }: Operator, { changes }: RollBackPlan): Promise<void> {
  const pointers = await readPointers(clients.ssm, environment);
  const wrong = changes.filter(({ service, to }) => pointers.get(service)?.run !== to).map(({ service }) => service);
  if (wrong.length > 0)
    throw new OperatorError(
      `The roll-back has ended, but these services do not point at what they had before: ${wrong.slice(0, 10).join(", ")}.`,
    );
}

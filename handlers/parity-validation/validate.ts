/** The operation `validate`: one call compares as much as its time allows; the last one repairs and reports. */
import { createHash } from "node:crypto";
import { TaskError } from "../../workflows/kit/contract/index.ts";
import { controlTable } from "../shared/control/index.ts";
import { readTextIfThere } from "../shared/objects.ts";
import { checkAll, type Slice } from "./check-all.ts";
import { checkTagged } from "./check-tagged.ts";
import type { Remediation } from "./contract.ts";
import { type Expectations, parseExpectations } from "./expectations.ts";
import type { Finding } from "./finding.ts";
import { type Generations, pointersIn, readLiveGenerations } from "./generations.ts";
import type { Account } from "./kinds/index.ts";
import type { ParityClients } from "./live/index.ts";
import { cursorOf, type Position, positionOf, validationOf } from "./plan.ts";
import { planRepairs, proposeRepairs, type RepairRecord, runRepairs } from "./repair/index.ts";
import {
  createReport,
  type DriftReport,
  isAlarming,
  notify,
  type Part,
  type Place,
  publishDrift,
  readParts,
  writePart,
  writeReport,
} from "./report/index.ts";
import type { ParityVariables } from "./variables.ts";

/** What a validation works with. */
export interface Validator {
  readonly variables: ParityVariables;
  readonly clients: ParityClients;
  /** Milliseconds since 1970. */
  now(): number;
  /** Whether the call has to come to its end. */
  outOfTime(): boolean;
}

/** What a call has come to. */
export type Outcome =
  | { readonly done: false; readonly cursor: string; readonly findings: readonly Finding[] }
  | { readonly done: true; readonly report: DriftReport; readonly reportKey: string };

/**
 * Compares from the cursor on.
 *
 * @throws TaskError `Parity.ExpectationsMissing` or `Parity.ExpectationsInvalid`
 */
export async function validate(
  validator: Validator,
  input: { readonly cursor?: string | undefined; readonly remediation?: Remediation | undefined },
): Promise<Outcome> {
  const { variables, clients, now } = validator;
  const place: Place = { s3: clients.s3, bucket: variables.ARTIFACT_BUCKET, prefix: variables.DRIFT_REPORT_PREFIX };
  const { expected, hash } = await readExpectations(validator);
  const from = positionOf(input.cursor, hash);
  const validation = from?.validation ?? validationOf(now(), hash);
  const account = accountOf(clients, expected);
  const generations = await readLiveGenerations(account, expected, controlTable(clients.dynamodb, variables.CONTROL_TABLE));
  const slice = await checkAll({ account, expected, generations, outOfTime: afterFirst(validator.outOfTime) }, from);
  const before = await readParts(place, validation, from?.part ?? 0);
  if (slice.stoppedAt !== undefined) {
    const position: Position = { validation, part: from?.part ?? 0, ...slice.stoppedAt };
    await writePart(place, validation, position.part, partOf(slice));
    return {
      done: false,
      cursor: cursorOf({ ...position, part: position.part + 1 }),
      findings: [...before, slice].flatMap(({ findings }) => findings),
    };
  }
  let report = await finish(validator, { account, expected, generations, validation, remediation: input.remediation }, [
    ...before,
    partOf(slice),
  ]);
  const reportKey = await writeReport(place, report);
  if (variables.DRIFT_TOPIC_ARN !== undefined && isAlarming(report)) {
    const uri = `s3://${place.bucket}/${reportKey.replace(/\.json$/, ".html")}`;
    const untold = await notify(clients.sns, variables.DRIFT_TOPIC_ARN, report, uri);
    if (untold !== undefined) {
      report = createReport({ ...report, findings: [...report.findings, untold] });
      await writeReport(place, report);
    }
  }
  publishDrift(report);
  return { done: true, report, reportKey };
}

interface Finished {
  readonly account: Account;
  readonly expected: Expectations;
  readonly generations: Generations;
  readonly validation: string;
  readonly remediation: Remediation | undefined;
}

async function finish(
  validator: Validator,
  { account, expected, generations, validation, remediation }: Finished,
  parts: readonly Part[],
): Promise<DriftReport> {
  const { variables, now } = validator;
  const named = parts.flatMap(({ findings }) => findings);
  const findings = [...named, ...(await checkTagged(account, expected, generations.known, named))];
  const wanted = remediation ?? variables.REMEDIATION;
  const total = (count: (part: Part) => number): number => parts.reduce((sum, part) => sum + count(part), 0);
  const report = (repairs: readonly RepairRecord[], heldBack?: string): DriftReport =>
    createReport({
      validation,
      environment: expected.environment,
      account: expected.account,
      region: expected.region,
      startedAt: startOf(validation),
      finishedAt: new Date(now()).toISOString(),
      compared: { resources: total((part) => part.resources), fields: total((part) => part.fields) },
      threshold: variables.DRIFT_THRESHOLD,
      remediation: wanted,
      findings,
      repairs: [...repairs],
      ...(heldBack === undefined ? {} : { heldBack }),
    });
  if (wanted === "off") return report([]);
  const planned = planRepairs(expected, report([]).findings);
  if (wanted === "report" || planned.length === 0) return report(proposeRepairs(planned));
  if (findings.length >= variables.DRIFT_THRESHOLD) {
    const why = `Nothing was repaired: ${findings.length} findings are not below the threshold of ${variables.DRIFT_THRESHOLD}. So much drift has a cause; look for it first.`;
    return report(proposeRepairs(planned), why);
  }
  return report(await runRepairs(account, planned, { most: variables.MAX_REPAIRS, outOfTime: validator.outOfTime }));
}

async function readExpectations({ variables, clients }: Validator): Promise<{ expected: Expectations; hash: string }> {
  const { ARTIFACT_BUCKET, EXPECTATIONS_KEY } = variables;
  const json = await readTextIfThere(clients.s3, ARTIFACT_BUCKET, EXPECTATIONS_KEY);
  if (json === undefined) {
    throw new TaskError(
      "Parity.ExpectationsMissing",
      `There is no object ${EXPECTATIONS_KEY} in ${ARTIFACT_BUCKET}; terraform apply writes it.`,
    );
  }
  try {
    return { expected: parseExpectations(json), hash: createHash("sha256").update(json).digest("hex").slice(0, 8) };
  } catch (error) {
    throw new TaskError("Parity.ExpectationsInvalid", (error as Error).message);
  }
}

function accountOf(clients: ParityClients, expected: Expectations): Account {
  const { environment, account, region } = expected;
  return { clients, environment, account, region, services: [...new Set(pointersIn(expected).values())] };
}

const partOf = ({ findings, resources, fields }: Slice): Part => ({ findings: [...findings], resources, fields });

/** However little time there is, each call gets a bit further. */
function afterFirst(outOfTime: () => boolean): () => boolean {
  let asked = false;
  return () => {
    if (asked) return outOfTime();
    asked = true;
    return false;
  };
}

/** `20261124t020000-…` as ISO 8601. */
function startOf(validation: string): string {
  return validation.replace(/^(\d{4})(\d\d)(\d\d)t(\d\d)(\d\d)(\d\d)-.*$/, "$1-$2-$3T$4:$5:$6Z");
}

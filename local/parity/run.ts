/** `npm run parity`'s work: start the local AWS, seed it, break it if asked, let the validator's function run, read its report. */
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { parityClients } from "../../handlers/parity-validation/live/index.ts";
import { DriftReport } from "../../handlers/parity-validation/report/index.ts";
import { readText } from "../../handlers/shared/objects.ts";
import { type Denial, denialLine, type LocalAws, startLocalAws } from "../aws/index.ts";
import { bundleHandlers } from "../refresh/functions.ts";
import { ENVIRONMENT, REGION, test } from "../refresh/names.ts";
import { type Progress, shown } from "../refresh/progress/index.ts";
import { drifts } from "./drifts/index.ts";
import { validatorEnvironment, validatorFunction, validatorRole } from "./expected/index.ts";
import { seedAccount } from "./seed.ts";

/** What a run needs to know. */
export interface ParityOptions {
  readonly services: readonly string[];
  /** So many drifts are made first. */
  readonly drifts: number;
  readonly remediation: "off" | "report" | "repair";
  readonly threshold: number;
  readonly python: string;
  /** The run's temporary folder. */
  readonly folder: string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** What a run has come to. */
export interface ParityRun {
  readonly report: DriftReport;
  /** The report as a page. */
  readonly page: string;
  /** What the validator's role was refused: its policy lacks something, or allows it elsewhere. */
  readonly denials: readonly Denial[];
  /** What was done by hand before. */
  readonly made: readonly string[];
}

/**
 * Runs everything; the caller stops the local AWS afterwards.
 *
 * @param started - told as soon as there is something to stop
 */
export async function runParity(options: ParityOptions, started: (aws: Promise<LocalAws>) => void): Promise<ParityRun> {
  const { progress, services, signal } = options;
  const aws = await shown(progress, "Start the local AWS", async () => {
    const file = (await bundleHandlers(options.folder, { names: ["parity-validation"] })).get("parity-validation") ?? "";
    const validator = {
      name: validatorFunction,
      file,
      environment: environmentOf(options),
      timeoutSeconds: 900,
      role: validatorRole,
      account: "test",
    } as const;
    signal.throwIfAborted();
    const starting = startLocalAws({
      dataDir: options.folder,
      python: options.python,
      functions: [validator],
      region: REGION,
      enforce: true,
      onDenied: (denial) => progress.note(denialLine(denial)),
    });
    started(starting);
    return await starting;
  });
  const clients = parityClients({ AWS_ENDPOINT_URL: aws.endpoint, AWS_REGION: aws.region }, aws.credentials("test"));
  const account = await shown(progress, "Make the test account as Terraform leaves it", () =>
    seedAccount(clients, services, environmentOf(options)),
  );
  const made = drifts.slice(0, options.drifts);
  if (made.length > 0) {
    await shown(progress, `Change ${made.length} things by hand`, async () => {
      for (const drift of made) {
        signal.throwIfAborted();
        await drift.make(account.hands);
      }
    });
  }
  const reportKey = await shown(progress, "Validate", () => validateAll(aws, signal));
  return {
    report: DriftReport.parse(JSON.parse(await readText(clients.s3, test.artifactsBucket, reportKey))),
    page: await readText(clients.s3, test.artifactsBucket, reportKey.replace(/\.json$/, ".html")),
    denials: aws.access?.denials() ?? [],
    made: made.map(({ name }) => name),
  };
}

function environmentOf({ threshold, remediation }: ParityOptions): Record<string, string> {
  return { ...validatorEnvironment(), DRIFT_THRESHOLD: String(threshold), REMEDIATION: remediation };
}

/** Invokes the function until it is done; gives the key of its report. */
async function validateAll(aws: LocalAws, abortSignal: AbortSignal): Promise<string> {
  // The answer comes when the function has ended.
  const lambda = new LambdaClient({ endpoint: aws.endpoint, region: aws.region, credentials: aws.credentials("test"), maxAttempts: 1 });
  try {
    for (let cursor: string | undefined; ; ) {
      const event = { operation: "validate", environment: ENVIRONMENT, goOn: false, ...(cursor === undefined ? {} : { cursor }) };
      const { FunctionError, Payload } = await lambda.send(
        new InvokeCommand({ FunctionName: validatorFunction, Payload: JSON.stringify(event) }),
        { abortSignal },
      );
      const answer = JSON.parse(Buffer.from(Payload ?? "").toString()) as {
        done?: boolean;
        cursor?: string;
        reportKey?: string;
        errorMessage?: string;
      };
      if (FunctionError !== undefined) throw new Error(`The validator failed: ${answer.errorMessage ?? FunctionError}`);
      if (answer.done === true && answer.reportKey !== undefined) return answer.reportKey;
      cursor = answer.cursor;
    }
  } finally {
    lambda.destroy();
  }
}

/** One command's work: start the local AWS, seed it, let the nights run, look for leaks, report. */
import { performance } from "node:perf_hooks";
import { type LocalAws, startLocalAws } from "../aws/index.ts";
import { collectNight, livePointers } from "./collect.ts";
import { describeData } from "./data/index.ts";
import { type Followed, followRefresh } from "./follow.ts";
import { localFunctions } from "./functions.ts";
import { ruleKinds, rulesIn, runLeakCheck } from "./leaks/index.ts";
import { ENVIRONMENT, production, REGION, stateMachineArn } from "./names.ts";
import type { Progress, Step } from "./progress/index.ts";
import type { NightReport, RefreshReport } from "./report/index.ts";
import type { RuleSet } from "./rules.ts";
import { eventually } from "./seed/eventually.ts";
import {
  type AccountClients,
  accountClients,
  clusterAddress,
  type Dump,
  seedArtifacts,
  seedProduction,
  seedTestAccount,
} from "./seed/index.ts";

/** What a run needs to know. */
export interface RunOptions {
  readonly services: readonly string[];
  readonly rows: number;
  readonly items: number;
  readonly rules: RuleSet;
  /** Production's cluster is loaded from it; then there is one service, without objects and items. */
  readonly dump?: Dump;
  readonly nights: number;
  readonly port?: number;
  readonly failAt?: string;
  readonly python: string;
  /** The run's temporary folder. */
  readonly folder: string;
  readonly progress: Progress;
  /** Takes what functions and scripts print, for the curious. */
  readonly log?: (line: string) => void;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** A run whose local AWS still stands. */
export interface RunningRefresh {
  readonly aws: LocalAws;
  readonly report: RefreshReport;
}

/** Waits in state machines take a hundredth of their time: what they wait for is ready at once here. */
const WAIT_TIME_SCALE = 0.01;

/**
 * Runs everything; the caller stops `aws` afterwards.
 *
 * @param started - told as soon as there is something to stop
 */
export async function runRefresh(options: RunOptions, started: (aws: Promise<LocalAws>) => void): Promise<RunningRefresh> {
  const begun = performance.now();
  const since = (from: number): number => Math.round((performance.now() - from) / 10) / 100;

  const starting = options.progress.step("Start the local AWS");
  const aws = await startAws(options, started).catch((error: unknown) => {
    starting.failed("");
    throw error;
  });
  starting.done(aws.endpoint);
  const start = since(begun);

  const accounts = { production: clientsOf(aws, "production"), test: clientsOf(aws, "test") };
  options.signal.addEventListener("abort", () => Object.values(accounts).forEach((clients) => void clients.destroy()), { once: true });
  const seedBegun = performance.now();
  const seeded = await seed(options, aws, accounts);
  const seedSeconds = since(seedBegun);

  const nights: NightReport[] = [];
  const nightsBegun = performance.now();
  for (let night = 1; night <= options.nights; night++) {
    options.signal.throwIfAborted();
    nights.push(await runNight(options, aws, accounts, night));
    if (nights.at(-1)?.status !== "SUCCEEDED") break;
  }
  const nightSeconds = since(nightsBegun);

  const leakBegun = performance.now();
  const checking = options.progress.step("Search the live test environment for production's values");
  const leaks = await runLeakCheck({
    ...accounts,
    productionCluster: await clusterAddress(accounts.production, production.cluster),
    pointers: await livePointers(accounts.test, options.services),
    rules: ruleKinds({
      common: rulesIn(options.rules.common),
      byService: new Map([...options.rules.byService].map(([name, file]) => [name, rulesIn(file)])),
    }),
  });
  if (leaks.found === 0) checking.done(`${leaks.scanned.toLocaleString("en-US")} texts, nothing found`);
  else checking.failed(`${leaks.found} found`);
  for (const clients of Object.values(accounts)) clients.destroy();

  const last = nights.at(-1);
  if (!last) throw new Error("No night has run.");
  const timing = { total: since(begun), start, seed: seedSeconds, nights: nightSeconds, leakCheck: since(leakBegun) };
  return {
    aws,
    report: { schemaVersion: 1, ...last, nights, leaks: { ...leaks, places: [...leaks.places] }, production: { ...seeded }, timing },
  };
}

async function startAws(options: RunOptions, started: (aws: Promise<LocalAws>) => void): Promise<LocalAws> {
  const functions = await localFunctions(`${options.folder}/functions`);
  options.signal.throwIfAborted();
  const starting = startLocalAws({
    dataDir: options.folder,
    python: options.python,
    functions,
    region: REGION,
    waitTimeScale: WAIT_TIME_SCALE,
    ...(options.log === undefined ? {} : { log: options.log }),
    ...(options.port === undefined ? {} : { port: options.port }),
    ...(options.failAt === undefined ? {} : { failAt: options.failAt }),
  });
  started(starting);
  return await starting;
}

function clientsOf(aws: LocalAws, account: "production" | "test"): AccountClients {
  return accountClients({ endpoint: aws.endpoint, region: aws.region, credentials: aws.credentials(account) });
}

type Accounts = { production: AccountClients; test: AccountClients };

async function seed(options: RunOptions, aws: LocalAws, accounts: Accounts): Promise<{ objects: number; items: number; rows: number }> {
  const parent = options.progress.step("Seed both accounts");
  const data = options.dump ? [] : describeData(options);
  const dayZero = options.dump
    ? [{ name: options.dump.service, schema: "public", itemTables: [] }]
    : data.map(({ name, schema, itemTables }) => ({ name, schema, itemTables }));
  try {
    const snapshot = (): Promise<string> => aws.rds.createAutomatedSnapshot(production.cluster, aws.accounts.production);
    const [seeded, keys] = await Promise.all([
      shown(parent, "Production", () =>
        seedProduction(accounts.production, { services: data, ...(options.dump ? { dump: options.dump } : {}) }, snapshot),
      ),
      shown(parent, "Test account", () => seedTestAccount(accounts.test, dayZero, options.rules)),
    ]);
    await shown(parent, "Workflows and document", () => seedArtifacts(accounts.test, keys));
    parent.done(`${seeded.objects} objects, ${seeded.items} items, ${seeded.rows} rows`);
    return seeded;
  } catch (error) {
    parent.failed("");
    throw error;
  }
}

async function shown<T>(parent: Step, name: string, work: () => Promise<T>): Promise<T> {
  const step = parent.step(name);
  try {
    const result = await work();
    step.done();
    return result;
  } catch (error) {
    step.failed("");
    throw error;
  }
}

async function runNight(options: RunOptions, aws: LocalAws, accounts: Accounts, night: number): Promise<NightReport> {
  const step = options.progress.step(options.nights === 1 ? "Refresh" : `Refresh, night ${night}`);
  const begun = performance.now();
  const followed = await followRefresh(aws.engine, { environment: ENVIRONMENT }, step, (listener) =>
    aws.onEvent((told) => {
      if (told.type !== "automation") return;
      const { event } = told;
      if (event.type === "step") listener({ step: event.step });
      else if (event.failureMessage !== undefined) listener({ failure: event.failureMessage });
    }),
  );
  // Stopping the local AWS ends the execution, too.
  options.signal.throwIfAborted();
  if (followed.status === "SUCCEEDED") step.done();
  else step.failed(`${followed.status} at ${followed.failure?.state ?? "an unknown state"}`);
  if (followed.status !== "SUCCEEDED") await cleanUpEnded(aws, options.progress);
  const seconds = Math.round((performance.now() - begun) / 10) / 100;
  return await collectNight(accounts, options.services, night, followed, seconds, runIdOf(aws, followed));
}

/** A run that ends badly starts `refresh-cleanup` through its EventBridge rule: wait until that is over, too. */
async function cleanUpEnded(aws: LocalAws, progress: Progress): Promise<void> {
  const step = progress.step("Clean up after the failed run");
  // The rule may not have started it yet; one may have run inside the execution already.
  await aws.settled();
  await eventually(
    "the clean-up",
    async () => {
      const { executions } = aws.engine.listExecutions({ stateMachineArn: stateMachineArn("refresh-cleanup") });
      return executions.length > 0 && executions.every(({ status }) => status !== "RUNNING") ? true : undefined;
    },
    300,
  );
  step.done();
}

/** The run id stands in Plan's output. */
function runIdOf(aws: LocalAws, followed: Followed): string | null {
  for (const event of aws.engine.getExecutionHistory({ executionArn: followed.executionArn }).events) {
    const details = event.stateExitedEventDetails as { name?: string; output?: string } | undefined;
    const found = details?.name === "Plan" ? /\b\d{8}t\d{4}-[0-9a-f]{4}\b/.exec(details.output ?? "") : null;
    if (found) return found[0];
  }
  return null;
}

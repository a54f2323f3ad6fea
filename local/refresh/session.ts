/** A local AWS with both accounts seeded: what nights run in. */
import { performance } from "node:perf_hooks";
import { denialLine, type LocalAws, startLocalAws } from "../aws/index.ts";
import type { Accounts } from "./collect.ts";
import { describeData } from "./data/index.ts";
import { localFunctions } from "./functions.ts";
import { production, REGION } from "./names.ts";
import { type Progress, shown } from "./progress/index.ts";
import type { RuleSet } from "./rules.ts";
import {
  type AccountClients,
  accountClients,
  type Dump,
  keyBehind,
  seedArtifacts,
  seedProduction,
  seedRoles,
  seedTestAccount,
} from "./seed/index.ts";

/** What a session needs to know. */
export interface SessionOptions {
  readonly services: readonly string[];
  readonly rows: number;
  readonly items: number;
  readonly rules: RuleSet;
  /** Production's cluster is loaded from it; then there is one service, without objects and items. */
  readonly dump?: Dump;
  readonly port?: number;
  /** Every call is decided by its role's policies; true when absent. */
  readonly enforce?: boolean;
  readonly python: string;
  /** The session's temporary folder. */
  readonly folder: string;
  readonly progress: Progress;
  /** What the functions print. */
  readonly log?: (line: string) => void;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** A session; whoever started it stops `aws`. */
export interface Session {
  readonly aws: LocalAws;
  readonly accounts: Accounts;
  readonly seeded: { readonly objects: number; readonly items: number; readonly rows: number };
  /** Seconds that each took. */
  readonly seconds: { readonly start: number; readonly seed: number };
}

/** Waits in state machines take a hundredth of their time: what they wait for is ready at once here. */
const WAIT_TIME_SCALE = 0.01;

/**
 * Starts the local AWS and seeds both accounts.
 *
 * @param started - told as soon as there is something to stop
 */
export async function startSession(options: SessionOptions, started: (aws: Promise<LocalAws>) => void): Promise<Session> {
  const begun = performance.now();
  const starting = options.progress.step("Start the local AWS");
  const aws = await startAws(options, started).catch((error: unknown) => {
    starting.failed("");
    throw error;
  });
  starting.done(aws.endpoint);
  const start = secondsSince(begun);
  const accounts = { production: clientsOf(aws, "production"), test: clientsOf(aws, "test") };
  options.signal.addEventListener("abort", () => destroyClients(accounts), { once: true });
  const seedBegun = performance.now();
  const seeded = await seed(options, aws, accounts);
  return { aws, accounts, seeded, seconds: { start, seed: secondsSince(seedBegun) } };
}

/** Ends the clients of both accounts. */
export function destroyClients(accounts: Accounts): void {
  for (const clients of Object.values(accounts)) clients.destroy();
}

/** Seconds since a moment of `performance.now()`, to a hundredth. */
export const secondsSince = (from: number): number => Math.round((performance.now() - from) / 10) / 100;

async function startAws(options: SessionOptions, started: (aws: Promise<LocalAws>) => void): Promise<LocalAws> {
  const functions = await localFunctions(`${options.folder}/functions`);
  options.signal.throwIfAborted();
  const starting = startLocalAws({
    dataDir: options.folder,
    python: options.python,
    functions,
    region: REGION,
    waitTimeScale: WAIT_TIME_SCALE,
    enforce: options.enforce ?? true,
    onDenied: (denial) => options.progress.note(denialLine(denial)),
    ...(options.log === undefined ? {} : { log: options.log }),
    ...(options.port === undefined ? {} : { port: options.port }),
  });
  started(starting);
  return await starting;
}

function clientsOf(aws: LocalAws, account: "production" | "test"): AccountClients {
  return accountClients({ endpoint: aws.endpoint, region: aws.region, credentials: aws.credentials(account) });
}

async function seed(options: SessionOptions, aws: LocalAws, accounts: Accounts): Promise<{ objects: number; items: number; rows: number }> {
  const parent = options.progress.step("Seed both accounts");
  const data = options.dump ? [] : describeData(options);
  const dayZero = options.dump
    ? [{ name: options.dump.service, schema: "public", itemTables: [] }]
    : data.map(({ name, schema, itemTables }) => ({ name, schema, itemTables }));
  try {
    const snapshot = (): Promise<string> => aws.rds.createAutomatedSnapshot(production.cluster, aws.accounts.production);
    const [seeded, ownKeys] = await Promise.all([
      shown(parent, "Production", () =>
        seedProduction(accounts.production, { services: data, ...(options.dump ? { dump: options.dump } : {}) }, snapshot),
      ),
      shown(parent, "Test account", () => seedTestAccount(accounts.test, dayZero, options.rules)),
    ]);
    const keys = { ...ownKeys, snapshot: await keyBehind(accounts.production.kms, production.snapshotKeyAlias) };
    await shown(parent, "Roles and their policies", () => seedRoles(accounts, keys));
    await shown(parent, "Workflows and document", () => seedArtifacts(accounts.test, keys));
    parent.done(`${seeded.objects} objects, ${seeded.items} items, ${seeded.rows} rows`);
    return seeded;
  } catch (error) {
    parent.failed("");
    throw error;
  }
}

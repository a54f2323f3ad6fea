/** One command's work: start the local AWS, seed it, let the nights run, look for leaks, report. */
import { performance } from "node:perf_hooks";
import { denialLine, type LocalAws } from "../aws/index.ts";
import { livePointers } from "./collect.ts";
import { type LeakReport, ruleKinds, rulesIn, runLeakCheck } from "./leaks/index.ts";
import { production } from "./names.ts";
import { runNight } from "./night.ts";
import type { NightReport, RefreshReport } from "./report/index.ts";
import { clusterAddress } from "./seed/index.ts";
import { destroyClients, type Session, type SessionOptions, secondsSince, startSession } from "./session.ts";

/** What a run needs to know. */
export interface RunOptions extends SessionOptions {
  readonly nights: number;
  /** The Task with this state name fails, in the last night. */
  readonly failAt?: string;
}

/** A run whose local AWS still stands. */
export interface RunningRefresh {
  readonly aws: LocalAws;
  readonly report: RefreshReport;
}

/**
 * Runs everything; the caller stops `aws` afterwards.
 *
 * @param started - told as soon as there is something to stop
 */
export async function runRefresh(options: RunOptions, started: (aws: Promise<LocalAws>) => void): Promise<RunningRefresh> {
  const begun = performance.now();
  const session = await startSession(options, started);

  const nights: NightReport[] = [];
  const nightsBegun = performance.now();
  for (let number = 1; number <= options.nights; number++) {
    options.signal.throwIfAborted();
    const title = options.nights === 1 ? "Refresh" : `Refresh, night ${number}`;
    const fails = number === options.nights && options.failAt !== undefined ? { failAt: options.failAt } : {};
    nights.push(await runNight(session, { ...options, ...fails, number, title }));
    if (nights.at(-1)?.status !== "SUCCEEDED") break;
  }
  const nightSeconds = secondsSince(nightsBegun);

  const leakBegun = performance.now();
  const checking = options.progress.step("Search the live test environment for production's values");
  const leaks = await searchLeaks(session, options);
  if (leaks.found === 0) checking.done(`${leaks.scanned.toLocaleString("en-US")} texts, nothing found`);
  else checking.failed(`${leaks.found} found`);
  destroyClients(session.accounts);

  const last = nights.at(-1);
  if (!last) throw new Error("No night has run.");
  const timing = { total: secondsSince(begun), ...session.seconds, nights: nightSeconds, leakCheck: secondsSince(leakBegun) };
  return {
    aws: session.aws,
    report: {
      schemaVersion: 1,
      ...last,
      nights,
      leaks: { ...leaks, places: [...leaks.places] },
      production: { ...session.seeded },
      access: accessReport(session.aws),
      timing,
    },
  };
}

function accessReport({ access }: LocalAws): NonNullable<RefreshReport["access"]> {
  if (access === undefined) return { enforced: false, allowed: 0, denied: [] };
  const allowed = access.usage.list().reduce((sum, { times }) => sum + times, 0);
  return { enforced: true, allowed, denied: access.denials().map(denialLine) };
}

/** Reads production and the live test environment, and searches the one in the other. */
export async function searchLeaks(
  { accounts }: Session,
  { services, rules }: Pick<SessionOptions, "services" | "rules">,
): Promise<LeakReport> {
  return runLeakCheck({
    ...accounts,
    productionCluster: await clusterAddress(accounts.production, production.cluster),
    pointers: await livePointers(accounts.test, services),
    rules: ruleKinds({
      common: rulesIn(rules.common),
      byService: new Map([...rules.byService].map(([name, file]) => [name, rulesIn(file)])),
    }),
  });
}

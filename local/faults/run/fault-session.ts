/** A local AWS in which faults are run: seeded, with canaries, and with one good night behind it. */
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { runNight } from "../../refresh/night.ts";
import type { Progress, Step } from "../../refresh/progress/index.ts";
import type { NightReport } from "../../refresh/report/index.ts";
import { shippedRules } from "../../refresh/rules.ts";
import { destroyClients, type Session, type SessionOptions, startSession } from "../../refresh/session.ts";
import { createWorkspace, removeWorkspace } from "../../refresh/workspace.ts";
import { type CanarySearch, collectCanaries, type Hit, plantObjects, searchFor } from "../canaries/index.ts";
import { runningOperations } from "../inflict/index.ts";
import { type Look, prepareLook } from "../look/index.ts";
import { type CallCounts, countCalls } from "./count-calls.ts";

/** What a session needs to know. */
export interface FaultSessionOptions {
  readonly python: string;
  readonly signal: AbortSignal;
  /** What functions and scripts print. */
  readonly log?: (line: string) => void;
}

const services = ["billing"];
const amount = { rows: 30, items: 60 };

const silentStep: Step = { detail: () => undefined, done: () => undefined, failed: () => undefined, step: () => silentStep };
const silent: Progress = { step: () => silentStep, note: () => undefined, stop: () => undefined };

export interface FaultSession extends Session {
  readonly services: readonly string[];
  readonly look: Look;
  readonly search: CanarySearch;
  readonly cloudwatch: CloudWatchClient;
  /** The calls of the good night, by function, operation and permission. */
  readonly calls: CallCounts;
  running(functionName: string, operation: string | undefined): boolean;
  /** @param input - beside the environment */
  night(input?: object): Promise<NightReport>;
  /** Ends everything and removes the folder; further calls wait for the same. */
  end(): Promise<void>;
}

/** The first night, which nothing disturbs, does not hold the invariants: no fault can be judged then. */
export class BadFirstNight extends Error {
  override readonly name = "BadFirstNight";
}

/**
 * Starts it.
 *
 * @throws BadFirstNight when the night without a fault fails, or canaries are found after it
 */
export async function startFaultSession({ python, signal, log }: FaultSessionOptions): Promise<FaultSession> {
  const folder = createWorkspace();
  let starting: Promise<Session["aws"]> | undefined;
  let ending: Promise<void> | undefined;
  const end = (): Promise<void> => {
    ending ??= (async () => {
      await starting?.then(
        (aws) => aws.stop(),
        () => undefined,
      );
      removeWorkspace(folder);
    })();
    return ending;
  };
  signal.addEventListener("abort", () => void end(), { once: true });
  const options: SessionOptions = {
    services,
    ...amount,
    rules: shippedRules(services),
    python,
    folder,
    progress: silent,
    signal,
    ...(log === undefined ? {} : { log }),
  };
  try {
    const session = await startSession(options, (aws) => {
      starting = aws;
    });
    const canaries = [...collectCanaries({ services, ...amount }), ...(await plantObjects(session.accounts.production, services))];
    const search = searchFor(canaries);
    const look = await prepareLook(session, folder, search);
    const operations = runningOperations(session.aws);
    const { aws } = session;
    const cloudwatch = new CloudWatchClient({ endpoint: aws.endpoint, region: aws.region, credentials: aws.credentials("test") });
    let number = 0;
    const night = (input?: object): Promise<NightReport> => {
      number++;
      return runNight(session, { ...options, ...(input && { input }), number, title: `night ${number}` });
    };
    const { first, calls } = await countCalls(aws, operations, night);
    const { hits } = await look.everywhere();
    if (first.status !== "SUCCEEDED" || hits.length > 0) throw new BadFirstNight(problemOf(first, hits));
    return {
      ...session,
      services,
      look,
      search,
      cloudwatch,
      calls,
      running: operations.running,
      night,
      end: async () => {
        destroyClients(session.accounts);
        cloudwatch.destroy();
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

function problemOf({ status, failure }: NightReport, hits: readonly Hit[]): string {
  const where = failure === null ? "" : ` at ${failure.state} with ${failure.error}: ${failure.cause}`;
  const found = [...new Set(hits.map((hit) => `${hit.place} stands in ${hit.where}`))].join("; ");
  return `The night without a fault ended ${status}${where}.${found === "" ? "" : ` Found: ${found}.`}`;
}

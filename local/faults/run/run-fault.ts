/** One fault: the night that it disturbs, what is seen after its clean-up, and whether a resume or the next night puts things right. */
import { performance } from "node:perf_hooks";
import { test } from "../../refresh/names.ts";
import type { NightReport } from "../../refresh/report/index.ts";
import { secondsSince } from "../../refresh/session.ts";
import { inflict } from "../inflict/index.ts";
import { type Invariant, judge, type Seen, type Verdicts } from "../judge.ts";
import type { Disturbance, Fault } from "../list/index.ts";
import type { FaultSession } from "./fault-session.ts";
import {
  changedObjects,
  failureMetric,
  isInsideSwitch,
  type Live,
  lockExpiresAt,
  readLive,
  readLiveServices,
  readStrays,
} from "./observe.ts";

export interface FaultResult {
  readonly fault: Fault;
  /** `not reached`: no night came to the place of the fault; nothing is shown by it. */
  readonly outcome: "held" | "violated" | "not reached";
  /** Why it was not reached, or how the test itself went wrong. */
  readonly why?: string;
  /** How the disturbed night ended, and in which state. */
  readonly ending?: string;
  readonly next?: "next night" | "resume";
  readonly verdicts?: Verdicts;
  readonly seconds: number;
}

/** Runs it. A session is good for the next fault unless something was violated. */
export async function runFault(session: FaultSession, fault: Fault): Promise<FaultResult> {
  const begun = performance.now();
  const notReached = (why: string): FaultResult => ({ fault, outcome: "not reached", why, seconds: secondsSince(begun) });
  if (fault.outOfReach !== undefined) return notReached(fault.outOfReach);
  const never = neverMade(session, fault);
  if (never !== undefined) return notReached(never);

  const live = await readLive(session.accounts.test, session.services);
  const before = fault.nightBefore === undefined ? undefined : await disturbed(session, fault.nightBefore, "the night");
  const metric = await failureMetric(session.cloudwatch);
  await session.look.everywhere();
  const { night, met } = await disturbed(
    session,
    [...(fault.before ?? []), fault.disturbance],
    "the run",
    inputOf(fault, live, before?.night.runId ?? null),
  );
  const runId = night.runId ?? before?.night.runId ?? null;
  const seen = await see(session, { ...night, runId }, live, metric);
  const next = night.status === "SUCCEEDED" && fault.entry !== "preview" ? undefined : await putRight(session, runId);
  const ending = endingOf(night);
  if (met.at(-1) !== true) {
    return { ...notReached("the night did not come to it"), ending, seconds: secondsSince(begun) };
  }
  const verdicts = judge({ ...seen, ...(next && { next }) });
  const violated = (Object.keys(verdicts) as Invariant[]).some((name) => verdicts[name].length > 0);
  return {
    fault,
    outcome: violated ? "violated" : "held",
    ending,
    ...(next && { next: next.how }),
    verdicts,
    seconds: secondsSince(begun),
  };
}

/** A fault at a call that the good night has shown not to be made. */
function neverMade({ calls }: FaultSession, { disturbance, before, entry }: Fault): string | undefined {
  if (disturbance.kind !== "call" || before !== undefined || entry !== undefined) return undefined;
  const made = calls.of(disturbance);
  if (made === undefined || made >= disturbance.number) return undefined;
  return made === 0 ? "the operation makes no such call" : `the operation makes ${made} such calls`;
}

async function disturbed(
  session: FaultSession,
  disturbances: readonly Disturbance[],
  lasting: "the run" | "the night",
  input?: object,
): Promise<{ night: NightReport; met: readonly boolean[] }> {
  const inflicted = await inflict(session, disturbances, lasting);
  try {
    const night = await session.night(input);
    return { night, met: inflicted.met() };
  } finally {
    await inflicted.lift();
  }
}

function inputOf({ entry }: Fault, { pointers }: Live, runBefore: string | null): object | undefined {
  if (entry === undefined) return undefined;
  if (entry === "preview") return { preview: true };
  return { [entry]: entry === "resume" ? runBefore : [...pointers.values()][0]?.run };
}

async function see(session: FaultSession, night: NightReport, before: Live, metric: number): Promise<Omit<Seen, "next">> {
  const { aws, accounts, services, look, cloudwatch } = session;
  await aws.settled();
  const live = await readLive(accounts.test, services);
  const insideSwitch = await isInsideSwitch(accounts.test, night.runId);
  const { hits, messages } = await look.everywhere();
  return {
    ending: night.status,
    hits,
    leftBehind: night.leftBehind,
    strays: await readStrays(aws, accounts.test, live, insideSwitch),
    live: await readLiveServices(accounts.test, live),
    changedObjects: insideSwitch ? [] : changedObjects(before, live),
    lockExpiresAt: await lockExpiresAt(accounts.test),
    now: Date.now(),
    told: [
      ...(messages.some(({ topic }) => topic === test.failureTopic) ? (["topic"] as const) : []),
      ...((await failureMetric(cloudwatch)) > metric ? (["metric"] as const) : []),
      ...(night.status === "SUCCEEDED" ? [] : (["status"] as const)),
    ],
  };
}

async function putRight(session: FaultSession, runId: string | null): Promise<NonNullable<Seen["next"]>> {
  const resume = await isInsideSwitch(session.accounts.test, runId);
  const { status, leftBehind } = await session.night(resume ? { resume: runId } : undefined);
  return { ending: status, how: resume ? "resume" : "next night", leftBehind };
}

function endingOf({ status, failure }: NightReport): string {
  return failure === null ? status : `${status} at ${failure.state}: ${failure.error}`;
}

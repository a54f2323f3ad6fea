/** Step Functions' own limits on times, counts, labels and batches. */
import type { DistributedState, State, TaskState } from "../build/states.ts";
import { allStates } from "../build/storage.ts";
import type { Checked } from "./problem.ts";

/** Seconds that a TimeoutSeconds, HeartbeatSeconds or Wait may have. */
const LONGEST = 99_999_999;
const LARGEST_BATCH = 262_144;

/** Says when a number is not a whole one between two others. */
class Numbers {
  readonly #state: string;
  readonly #report: Checked["report"];

  constructor(state: string, report: Checked["report"]) {
    this.#state = state;
    this.#report = report;
  }

  check(name: string, value: unknown, least: number, most: number): void {
    if (typeof value !== "number" || (Number.isInteger(value) && value >= least && value <= most)) return;
    const remedy = `It has to be a whole number from ${least} to ${most.toLocaleString("en")}.`;
    this.#report(`${name} is ${value}.`, this.#state, remedy);
  }
}

function checkTask({ name, timeout, heartbeat }: TaskState, numbers: Numbers, report: Checked["report"]): void {
  numbers.check("timeout", timeout, 1, LONGEST);
  numbers.check("heartbeat", heartbeat, 1, LONGEST);
  if (heartbeat !== undefined && timeout !== undefined && heartbeat >= timeout) {
    const remedy = "A heartbeat has to be shorter than the timeout, or it is never missed.";
    report(`the heartbeat of ${heartbeat} seconds is not below the timeout of ${timeout}.`, name, remedy);
  }
}

function checkDistributed(state: DistributedState, numbers: Numbers, report: Checked["report"]): void {
  const { name, label, batch, reader, items } = state;
  if (label !== undefined && !/^[A-Za-z0-9_-]{1,40}$/.test(label)) {
    report(`the label "${label}" is not 1 to 40 letters, digits, - and _.`, name, "Give it another one.");
  }
  if ((reader === undefined) === (items === undefined))
    report("its items come from a reader or from items.", name, "Give it one of the two.");
  if (batch && batch.size === undefined && batch.bytes === undefined) report("the batch has no size.", name, "Give it size or bytes.");
  numbers.check("batch.size", batch?.size, 1, 100_000_000);
  numbers.check("batch.bytes", batch?.bytes, 1, LARGEST_BATCH);
  numbers.check("reader.atMost", reader?.atMost, 1, 100_000_000);
  numbers.check("toleratedFailureCount", state.toleratedFailureCount, 0, 100_000_000);
  const percentage = state.toleratedFailurePercentage;
  if (percentage !== undefined && !(percentage >= 0 && percentage <= 100))
    report(`toleratedFailurePercentage is ${percentage}.`, name, "It has to be between 0 and 100.");
}

function checkRetries(state: State, numbers: Numbers, report: Checked["report"]): void {
  for (const { every, max, maxDelay, backoff } of state.retry ?? []) {
    numbers.check("retry.every", every, 1, LONGEST);
    numbers.check("retry.max", max, 0, LONGEST);
    numbers.check("retry.maxDelay", maxDelay, 1, 31_622_400);
    if (backoff !== undefined && !(backoff >= 1)) report(`retry.backoff is ${backoff}.`, state.name, "It has to be 1 or more.");
    if (maxDelay !== undefined && maxDelay <= (every ?? 1))
      report(`retry.maxDelay of ${maxDelay} seconds is not above retry.every.`, state.name, "Step Functions wants it to be greater.");
  }
}

function checkState(state: State, report: Checked["report"]): void {
  const numbers = new Numbers(state.name, report);
  checkRetries(state, numbers, report);
  if (state.type === "Task") checkTask(state, numbers, report);
  if (state.type === "Wait") numbers.check("seconds", state.seconds, 0, LONGEST);
  if (state.type === "Map" || state.type === "DistributedMap") numbers.check("atOnce", state.atOnce, 0, 10_000);
  if (state.type === "DistributedMap") checkDistributed(state, numbers, report);
}

/** Checks every state. */
export function checkLimits({ top, report }: Checked): void {
  for (const state of allStates(top)) checkState(state, report);
}

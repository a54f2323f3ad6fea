/** The stages of a `daily-refresh` execution, made from the engine's history events as they happen. */
import type { HistoryEvent } from "../stepfunctions/index.ts";
import type { Step } from "./progress/index.ts";

/** One Task state of `daily-refresh`. */
export interface Stage {
  readonly name: string;
  status: "SUCCEEDED" | "FAILED" | "RUNNING";
  seconds: number;
  /** The states of the child execution that the stage started, with the seconds that they took together. */
  steps: { name: string; seconds: number }[];
}

/** Where and why a run failed: the stage, and the state of the innermost execution that failed in it. */
export interface Failure {
  readonly stage: string;
  readonly state: string;
  readonly error?: string;
  readonly cause?: string;
}

/** States that run because something failed before. */
const AFTER_FAILURE = new Set(["Record failure", "Roll back services"]);

/** An execution that a stage started, directly or through a distributed Map. */
interface Child {
  state: string;
  enteredAt: number;
}

interface ShownStage extends Stage {
  readonly startedAt: number;
  readonly step: Step;
}

/** Keeps stages and the first failure; shows them inside a step of the progress. */
export class StageTracker {
  readonly #stages: ShownStage[] = [];
  readonly #children = new Map<string, Child>();
  readonly #parent: Step;
  #taskFailed = false;
  #innermost: Omit<Failure, "stage"> | undefined;
  #failure: Failure | undefined;

  constructor(parent: Step) {
    this.#parent = parent;
  }

  /** Undefined as long as nothing has failed. */
  get failure(): Failure | undefined {
    return this.#failure;
  }

  stages(): Stage[] {
    return this.#stages.map(({ name, status, seconds, steps }) => ({ name, status, seconds, steps: merged(steps) }));
  }

  /** An event of the `daily-refresh` execution itself. */
  onDaily(event: HistoryEvent): void {
    const entered = nameIn(event, "stateEnteredEventDetails");
    const running = this.#running();
    if (event.type === "TaskStateEntered" && entered) {
      if (running?.name === entered) return;
      if (AFTER_FAILURE.has(entered)) this.#fail();
      else this.#end("SUCCEEDED");
      this.#begin(entered);
    } else if (event.type === "TaskStateExited" && nameIn(event, "stateExitedEventDetails") === running?.name) {
      // A state whose error was caught is left like one that went well.
      if (this.#taskFailed) this.#fail();
      else this.#end("SUCCEEDED");
    } else if (/^Task(?:Failed|TimedOut|SubmitFailed|StartFailed)$/.test(event.type)) this.#taskFailed = true;
    else if (event.type === "TaskScheduled") this.#taskFailed = false;
    else if (/^Execution(?:Failed|Aborted|TimedOut)$/.test(event.type)) this.#fail();
  }

  /** An event of any other execution. */
  onChild(arn: string, event: HistoryEvent): void {
    const stage = this.#running();
    if (!stage) return;
    const child = this.#children.get(arn) ?? { state: "", enteredAt: 0 };
    this.#children.set(arn, child);
    // `…:execution:NAME/LABEL:ID` is one of the many executions of a distributed Map.
    const ofMap = arn.split(":")[6]?.includes("/") === true;
    const entered = nameIn(event, "stateEnteredEventDetails");
    if (entered) {
      child.state = entered;
      child.enteredAt = performance.now();
      if (!ofMap) stage.step.detail(entered);
    }
    const left = nameIn(event, "stateExitedEventDetails");
    if (left && left === child.state && !ofMap) stage.steps.push({ name: left, seconds: (performance.now() - child.enteredAt) / 1000 });
    // The innermost execution fails first; the ones around it only say that something inside has failed.
    if (event.type === "ExecutionFailed") {
      this.#innermost ??= { state: child.state, ...(event.executionFailedEventDetails as { error?: string; cause?: string } | undefined) };
    }
    if (/^Execution(?:Succeeded|Failed|Aborted|TimedOut)$/.test(event.type)) this.#children.delete(arn);
  }

  /** What an Automation is at, while a state polls it. */
  onAutomation(step: string): void {
    const state = [...this.#children.values()].at(0)?.state;
    this.#running()?.step.detail(state ? `${state}: ${step}` : step);
  }

  /** The execution has ended. */
  finish(succeeded: boolean): void {
    if (succeeded) this.#end("SUCCEEDED");
    else this.#fail();
  }

  #running(): ShownStage | undefined {
    return this.#stages.findLast((stage) => stage.status === "RUNNING");
  }

  #begin(name: string): void {
    this.#children.clear();
    this.#taskFailed = false;
    this.#innermost = undefined;
    this.#stages.push({ name, status: "RUNNING", seconds: 0, steps: [], startedAt: performance.now(), step: this.#parent.step(name) });
  }

  #end(status: "SUCCEEDED" | "FAILED"): void {
    const stage = this.#running();
    if (!stage) return;
    stage.status = status;
    stage.seconds = rounded((performance.now() - stage.startedAt) / 1000);
    if (status === "SUCCEEDED") stage.step.done("");
    else stage.step.failed(this.#failure && this.#failure.state !== stage.name ? `at ${this.#failure.state}` : "");
  }

  #fail(): void {
    const stage = this.#running() ?? this.#stages.at(-1);
    if (stage) {
      const unfinished = [...this.#children.values()].find(({ state }) => state !== "")?.state;
      this.#failure ??= { stage: stage.name, state: unfinished ?? stage.name, ...this.#innermost };
    }
    this.#end("FAILED");
  }
}

/** The same state entered again and again is one line; so are the states of a poll, `Await x: wait` with `Await x`. */
function merged(steps: Stage["steps"]): Stage["steps"] {
  const names = new Set(steps.map(({ name }) => name));
  const byName = new Map<string, number>();
  for (const { name, seconds } of steps) {
    const poll = name.slice(0, Math.max(0, name.lastIndexOf(": ")));
    const line = names.has(poll) ? poll : name;
    byName.set(line, (byName.get(line) ?? 0) + seconds);
  }
  return [...byName].map(([name, seconds]) => ({ name, seconds: rounded(seconds) }));
}

function nameIn(event: HistoryEvent, details: `${string}EventDetails`): string | undefined {
  return (event[details] as { name?: string } | undefined)?.name;
}

const rounded = (seconds: number): number => Math.round(seconds * 100) / 100;

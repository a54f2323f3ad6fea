/** A fault: where the refresh is disturbed, how, and what has to happen before so that it gets there. */

/** A state of a machine: its Task fails, its answer is lost, its execution is stopped, its function dies. */
export interface StateDisturbance {
  readonly kind: "state";
  readonly machine: string;
  readonly state: string;
  readonly way: "error" | "timeout" | "stopped" | "killed";
}

/** A step of the Automation document. */
export interface StepDisturbance {
  readonly kind: "step";
  readonly step: string;
  readonly way: "failed" | "timed out" | "cancelled" | "killed";
}

/** The `number`-th call of a function, while it carries out an operation, that needs the permission `action`. */
export interface CallDisturbance {
  readonly kind: "call";
  /** The machine and the Task in which the operation is met first. */
  readonly machine: string;
  readonly state: string;
  /** The handler's folder. */
  readonly handler: string;
  /** As the event names it; a function without operations has none. */
  readonly operation: string | undefined;
  /** `dynamodb:PutItem` */
  readonly action: string;
  /** 1 is the first. */
  readonly number: number;
  /** `throttled` and `denied`: this call and all after it, until the run has ended. */
  readonly way: "throttled" | "denied" | "killed before" | "killed after";
}

export type Disturbance = StateDisturbance | StepDisturbance | CallDisturbance;

/** What the operator asks `daily-refresh` for. */
export type Entry = "preview" | "resume" | "rollBack";

/** How a night gets to the place of a fault. */
export interface Situation {
  /** In the night before. */
  readonly nightBefore?: readonly Disturbance[];
  /** In the same night, before the fault is met. */
  readonly before?: readonly Disturbance[];
  readonly entry?: Entry;
}

export interface Fault extends Situation {
  /** Stable: `aurora-refresh/Await the clone/stopped`. */
  readonly name: string;
  /** The machine, document or function. */
  readonly group: string;
  /** The state, the step, or the call. */
  readonly place: string;
  readonly way: string;
  readonly disturbance: Disturbance;
  /** Why no night can get there on this machine; such a fault is not run. */
  readonly outOfReach?: string;
}

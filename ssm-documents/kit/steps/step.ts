/** The steps as they were written down: their expressions are still trees, so that checks, YAML and page can ask them. */
import type { Condition } from "../expression.ts";
import type { Schemas } from "../parameters.ts";
import type { Script } from "../script.ts";
import type { OutputShape, StepOptionsShape } from "../shapes.ts";
import type { ApiCall, Property } from "./steps.ts";

interface Written {
  readonly name: string;
  readonly options: StepOptionsShape;
}
interface ScriptStep extends Written {
  readonly action: "aws:executeScript";
  readonly script: Script;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly outputs: readonly OutputShape[];
}
interface ApiStep extends Written {
  readonly action: "aws:executeAwsApi";
  readonly call: ApiCall;
  readonly outputs: readonly OutputShape[];
}
export interface PropertyStep extends Written {
  readonly action: "aws:waitForAwsResourceProperty" | "aws:assertAwsResourceProperty";
  readonly call: ApiCall & Property;
}
interface BranchStep extends Written {
  readonly action: "aws:branch";
  readonly choices: readonly { readonly when: Condition; readonly nextStep: string }[];
  readonly otherwise: string;
}
export interface LoopStep extends Written {
  readonly action: "aws:loop";
  readonly atMost: number;
  /** The list whose items are gone through; a loop without one goes on while `condition` holds. */
  readonly items?: unknown;
  readonly condition?: Condition;
  readonly steps: readonly Step[];
}
interface SleepStep extends Written {
  readonly action: "aws:sleep";
  readonly duration: unknown;
}
interface VariableStep extends Written {
  readonly action: "aws:updateVariable";
  readonly variable: unknown;
  readonly value: unknown;
}
export type Step = ScriptStep | ApiStep | PropertyStep | BranchStep | LoopStep | SleepStep | VariableStep;

/** A list of steps: the document's own, or those inside a loop. */
export interface StepList {
  readonly steps: readonly Step[];
  readonly loop?: LoopStep;
  readonly outer?: StepList;
}

/** The list and every list inside it, outer ones first. */
export function stepLists(steps: readonly Step[], loop?: LoopStep, outer?: StepList): readonly StepList[] {
  const list: StepList = { steps, ...(loop && { loop }), ...(outer && { outer }) };
  return [list, ...steps.flatMap((step) => (step.action === "aws:loop" ? stepLists(step.steps, step, list) : []))];
}

/** A document as its source wrote it down. */
export interface Recorded {
  readonly name: string;
  readonly description: string;
  readonly assumeRole?: string | undefined;
  readonly parameters: Schemas;
  readonly variables: Schemas;
  readonly steps: readonly Step[];
  /** Name → the output that stands under it. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

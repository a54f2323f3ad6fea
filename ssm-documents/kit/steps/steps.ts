/** The actions as an author calls them, and what each gives. */
import type { z } from "zod";
import type { Condition, Expr, Ref, Val } from "../expression.ts";
import type { Schemas } from "../parameters.ts";
import type { Script } from "../script.ts";
import type { StepOptions, UncancellableOptions } from "./options.ts";

/** What a script is given: each field of its contract, as a value or as an expression that will have one. */
export type Payload<P extends Schemas> = { readonly [K in keyof P]: Val<z.output<P[K]>> };
export type Outputs<O extends Schemas> = { readonly [K in keyof O]: Expr<z.output<O[K]>> };

/** One output of an AWS call: where it stands in the answer, and its type. */
export type Selected<T extends z.ZodType = z.ZodType> = readonly [selector: `$${string}`, type: T];
export type SelectedOutputs<O extends Readonly<Record<string, Selected>>> = { readonly [K in keyof O]: Expr<z.output<O[K][1]>> };

/** An AWS call by the names of its API: `{ service: "rds", api: "DescribeDBClusters", inputs: { … } }`. */
export interface ApiCall {
  readonly service: string;
  readonly api: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}
/** A property of the answer, and the values that it shall have; Booleans are `"True"` and `"False"`. */
export interface Property {
  readonly property: `$${string}`;
  readonly values: readonly [string, ...string[]];
}
/** A way out of a branch. */
export interface Choice {
  readonly when: Condition;
  readonly nextStep: string;
}

export interface Steps {
  /** aws:executeScript, at most 600 seconds and 100 KB of outputs. */
  executeScript<P extends Schemas, O extends Schemas>(
    name: string,
    script: Script<P, O>,
    payload: Payload<P>,
    options?: StepOptions,
  ): Outputs<O>;
  /** aws:executeAwsApi, at most 25 seconds. */
  executeAwsApi<const O extends Readonly<Record<string, Selected>>>(
    name: string,
    call: ApiCall & { readonly outputs?: O },
    options?: StepOptions,
  ): SelectedOutputs<O>;
  /** aws:waitForAwsResourceProperty, an hour when `timeoutSeconds` is absent. */
  waitForAwsResourceProperty(name: string, call: ApiCall & Property, options?: StepOptions): void;
  /** aws:assertAwsResourceProperty: the step fails when the property has another value. */
  assertAwsResourceProperty(name: string, call: ApiCall & Property, options?: StepOptions): void;
  /** aws:branch: the first condition that holds decides. */
  branch(name: string, choices: readonly [Choice, ...Choice[]], otherwise: string): void;
  /** aws:loop: runs its steps again while what `body` returns holds, at most `atMost` times (1 to 100). */
  loop(
    name: string,
    atMost: number,
    body: (round: { readonly iteration: Expr<number> }) => Condition,
    options?: UncancellableOptions,
  ): void;
  /** aws:loop over a list, at most 100 items. */
  forEach(
    name: string,
    items: Ref<readonly string[]>,
    body: (round: { readonly iteration: Expr<number>; readonly value: Expr<string> }) => void,
    options?: UncancellableOptions,
  ): void;
  /** aws:sleep, for a duration in ISO 8601 (`PT5M`), less than seven days. */
  sleep(name: string, duration: string, options?: StepOptions): void;
  /** aws:updateVariable */
  updateVariable<V>(name: string, variable: Ref<V>, value: NoInfer<V> | Ref<NoInfer<V>>, options?: UncancellableOptions): void;
}

/** The actions, as functions: each writes a step down and gives its outputs as typed expressions. */
import type { z } from "zod";
import { type Condition, conditionShape, type Expr, type Ref, reference, referenceName, toSsm, type Val } from "./expression.ts";
import { type DataOf, type Schemas, ssmType } from "./parameters.ts";
import type { Recorder } from "./recorder.ts";
import type { Script } from "./script.ts";
import type { OutputShape } from "./shapes.ts";

/** What every step may say about its failure, its time and what comes next. */
export interface StepOptions {
  /** Per attempt. */
  readonly timeoutSeconds?: number;
  readonly maxAttempts?: number;
  readonly onFailure?: "Abort" | "Continue" | `step:${string}`;
  readonly onCancel?: "Abort" | `step:${string}`;
  readonly isCritical?: boolean;
  readonly isEnd?: boolean;
  readonly nextStep?: string;
}

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
  readonly values: readonly string[];
}

export interface Steps {
  /** aws:executeScript */
  executeScript<P extends Schemas, O extends Schemas>(
    name: string,
    script: Script<P, O>,
    payload: Val<DataOf<P>>,
    options?: StepOptions,
  ): Outputs<O>;
  /** aws:executeAwsApi */
  executeAwsApi<const O extends Readonly<Record<string, Selected>>>(
    name: string,
    call: ApiCall & { readonly outputs?: O },
    options?: StepOptions,
  ): SelectedOutputs<O>;
  /** aws:waitForAwsResourceProperty */
  waitForAwsResourceProperty(name: string, call: ApiCall & Property, options?: StepOptions): void;
  /** aws:assertAwsResourceProperty */
  assertAwsResourceProperty(name: string, call: ApiCall & Property, options?: StepOptions): void;
  /** aws:branch: the first condition that holds decides. */
  branch(name: string, choices: readonly { readonly when: Condition; readonly nextStep: string }[], otherwise: string): void;
  /** aws:loop: runs its steps again while what `body` returns holds, at most `atMost` times. */
  loop(name: string, atMost: number, body: (round: { readonly iteration: Expr<number> }) => Condition, options?: StepOptions): void;
  /** aws:loop over a list, at most 100 items. */
  forEach(
    name: string,
    items: Ref<readonly string[]>,
    body: (round: { readonly iteration: Expr<number>; readonly value: Expr<string> }) => void,
    options?: StepOptions,
  ): void;
  /** aws:sleep, for a duration in ISO 8601 (`PT5M`). */
  sleep(name: string, duration: string, options?: StepOptions): void;
  /** aws:updateVariable */
  updateVariable<V>(name: string, variable: Ref<V>, value: NoInfer<V> | Ref<NoInfer<V>>, options?: StepOptions): void;
}

/** The actions on a recorder. */
export function createSteps(recorder: Recorder): Steps {
  const add = (
    name: string,
    action: string,
    inputs: Record<string, unknown>,
    options: StepOptions = {},
    outputs: readonly OutputShape[] = [],
  ): void =>
    recorder.add({
      name,
      action: `aws:${action}`,
      ...options,
      inputs: toSsm(inputs) as Record<string, unknown>,
      ...(outputs.length > 0 ? { outputs } : {}),
    });
  const property = (action: string) => (name: string, call: ApiCall & Property, options?: StepOptions) =>
    add(
      name,
      action,
      { Service: call.service, Api: call.api, ...call.inputs, PropertySelector: call.property, DesiredValues: call.values },
      options,
    );
  return {
    executeScript: (name, script, payload, options) => {
      const outputs = Object.entries(script.outputs).map(([Name, type]) => ({ Name, Selector: `$.Payload.${Name}`, Type: ssmType(type) }));
      add(
        name,
        "executeScript",
        { Runtime: script.runtime, Handler: script.handler, InputPayload: payload, Script: script.source },
        options,
        outputs,
      );
      return outputsOf(name, script.outputs);
    },
    executeAwsApi: (name, call, options) => {
      const selected: Readonly<Record<string, Selected>> = call.outputs ?? {};
      const outputs = Object.entries(selected).map(([Name, [Selector, type]]) => ({ Name, Selector, Type: ssmType(type) }));
      add(name, "executeAwsApi", { Service: call.service, Api: call.api, ...call.inputs }, options, outputs);
      return outputsOf(name, selected);
    },
    waitForAwsResourceProperty: property("waitForAwsResourceProperty"),
    assertAwsResourceProperty: property("assertAwsResourceProperty"),
    branch: (name, choices, otherwise) => {
      const shapes = choices.map(({ when, nextStep }) => ({ NextStep: nextStep, ...conditionShape(when) }));
      add(name, "branch", { Choices: shapes, Default: otherwise });
    },
    loop: (name, atMost, body, options) => {
      const { steps, result } = recorder.nested(() => body({ iteration: reference(`${name}.CurrentIteration`) }));
      add(name, "loop", { MaxIterations: atMost, LoopCondition: conditionShape(result), Steps: steps }, options);
    },
    forEach: (name, items, body, options) => {
      const { steps } = recorder.nested(() =>
        body({ iteration: reference(`${name}.CurrentIteration`), value: reference(`${name}.CurrentIteratorValue`) }),
      );
      add(name, "loop", { MaxIterations: 100, Iterators: items, IteratorDataType: "String", Steps: steps }, options);
    },
    sleep: (name, duration, options) => add(name, "sleep", { Duration: duration }, options),
    updateVariable: (name, variable, value, options) =>
      add(name, "updateVariable", { Name: referenceName(variable), Value: value }, options),
  };
}

function outputsOf<T>(step: string, outputs: Readonly<Record<string, unknown>>): T {
  return Object.fromEntries(Object.keys(outputs).map((name) => [name, reference(`${step}.${name}`)])) as T;
}

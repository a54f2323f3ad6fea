/** `automation(…).define(…)`: a typed source becomes an Automation document. */
import { z } from "zod";
import { checkDocument } from "./checks/index.ts";
import { AutomationBuildError } from "./errors.ts";
import type { Expr, Ref } from "./expression.ts";
import type { Schemas } from "./parameters.ts";
import { createRecorder, type Recorder } from "./recorder.ts";
import { referenceName, toContent } from "./render/index.ts";
import type { DocumentShape } from "./shapes.ts";
import { createSteps, type Recorded, type Steps } from "./steps/index.ts";

export interface AutomationSetup<P extends Schemas, V extends Schemas> {
  readonly name: string;
  readonly description: string;
  /** The parameter that holds the ARN of the role that the steps work with. */
  readonly assumeRole?: keyof P & string;
  /** Enum, literal, regex, min, max, default and describe of a schema become SSM's constraints. */
  readonly parameters: P;
  /** Each has a default: its first value. */
  readonly variables?: V;
}

type Named<S extends Schemas> = { readonly [K in keyof S]: Expr<z.output<S[K]>> };

const systemValues = ["REGION", "ACCOUNT_ID", "AWS_PARTITION", "DATE", "DATE_TIME"] as const;

export interface DefineSteps<P extends Schemas, V extends Schemas> extends Steps {
  readonly parameters: Named<P>;
  readonly variables: Named<V>;
  /** `{{ global:REGION }}` and its like. */
  readonly global: { readonly [K in (typeof systemValues)[number]]: Expr<string> };
  readonly executionId: Expr<string>;
}

/** A document: its name, its content, and under which key of `AutomationExecution.Outputs` each output stands. */
export interface Automation<O extends string = string> {
  readonly name: string;
  readonly content: DocumentShape;
  readonly outputs: Readonly<Record<O, string>>;
  /** As its source wrote it down, with expressions; the page and the picture are made of it. */
  readonly recorded: Recorded;
}

/**
 * Declares a document; `define` runs the source once and checks what came of it.
 *
 * @throws AutomationBuildError with every problem: AWS's limits, jumps, what is read before it is there, types
 * @example
 * ```ts
 * export const count = automation({ name: "count-rows", description: "Counts.", parameters: { Table: z.string() } }).define(
 *   ({ parameters, executeScript }) => {
 *     const counted = executeScript("CountRows", countRows, { table: parameters.Table }, { timeoutSeconds: 60 });
 *     return { rows: counted.rows }; // read as Outputs["CountRows.rows"]
 *   },
 * );
 * ```
 */
export function automation<P extends Schemas, V extends Schemas = Record<never, never>>(setup: AutomationSetup<P, V>) {
  return {
    define: <O extends string>(body: (steps: DefineSteps<P, V>) => Readonly<Record<O, Ref<unknown>>>): Automation<O> => {
      const recorder = createRecorder();
      const { name, description, assumeRole, parameters, variables = {} as V } = setup;
      const outputs = body(surfaceOf(recorder, parameters, variables));
      const recorded: Recorded = { name, description, assumeRole, parameters, variables, outputs, steps: recorder.steps };
      const problems = checkDocument(recorded, recorder.declared);
      if (problems.length > 0) throw new AutomationBuildError(name, problems);
      const keys = Object.entries<Ref<unknown>>(outputs).map(([key, value]) => [key, referenceName(value)]);
      return Object.freeze({ name, content: toContent(recorded), outputs: Object.fromEntries(keys) as Record<O, string>, recorded });
    },
  };
}

/** What the source can call and read. */
function surfaceOf<P extends Schemas, V extends Schemas>(recorder: Recorder, parameters: P, variables: V): DefineSteps<P, V> {
  const named = <S extends Schemas>(schemas: S, prefix: string): Named<S> =>
    Object.fromEntries(Object.entries(schemas).map(([name, type]) => [name, recorder.declare(`${prefix}${name}`, type)])) as Named<S>;
  const system = Object.fromEntries(systemValues.map((name) => [name, z.string()])) as Record<(typeof systemValues)[number], z.ZodString>;
  return Object.assign(createSteps(recorder), {
    parameters: named(parameters, ""),
    variables: named(variables, "variable:"),
    global: named(system, "global:"),
    executionId: recorder.declare<string>("automation:EXECUTION_ID", z.string()),
  });
}

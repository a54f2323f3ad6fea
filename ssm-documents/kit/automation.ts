/** `automation(…).define(…)`: a typed source becomes an Automation document. */
import type { z } from "zod";
import { checkDocument } from "./check.ts";
import { AutomationBuildError } from "./errors.ts";
import { type Expr, type Ref, reference, referenceName } from "./expression.ts";
import { parameterShape, type Schemas } from "./parameters.ts";
import { createRecorder } from "./recorder.ts";
import type { DocumentShape } from "./shapes.ts";
import { createSteps, type Steps } from "./steps.ts";
import { toYaml } from "./to-yaml.ts";

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

export interface DefineSteps<P extends Schemas, V extends Schemas> extends Steps {
  readonly parameters: Named<P>;
  readonly variables: Named<V>;
  /** `{{ global:REGION }}` and its like. */
  readonly global: {
    readonly REGION: Expr<string>;
    readonly ACCOUNT_ID: Expr<string>;
    readonly DATE: Expr<string>;
    readonly DATE_TIME: Expr<string>;
  };
  readonly executionId: Expr<string>;
}

/** A document: its name, its content, and under which key of `AutomationExecution.Outputs` each output stands. */
export interface Automation<O extends string = string> {
  readonly name: string;
  readonly content: DocumentShape;
  readonly outputs: Readonly<Record<O, string>>;
}

/**
 * Declares a document; `define` runs the source once and checks what came of it.
 *
 * @throws AutomationBuildError with every problem: more than 64 KB, names, references, more than 600 seconds for a script
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
      const returned = body({
        ...createSteps(recorder),
        parameters: named(setup.parameters, ""),
        variables: named(setup.variables ?? ({} as V), "variable:"),
        global: {
          REGION: reference("global:REGION"),
          ACCOUNT_ID: reference("global:ACCOUNT_ID"),
          DATE: reference("global:DATE"),
          DATE_TIME: reference("global:DATE_TIME"),
        },
        executionId: reference("automation:EXECUTION_ID"),
      });
      const outputs = Object.fromEntries(Object.entries<Ref<unknown>>(returned).map(([name, value]) => [name, referenceName(value)]));
      const content = contentOf(setup, recorder.steps, Object.values(outputs));
      const problems = [...nameProblems(setup), ...checkDocument(content, toYaml({ content }))];
      if (problems.length > 0) throw new AutomationBuildError(setup.name, problems);
      return Object.freeze({ name: setup.name, content, outputs: outputs as Record<O, string> });
    },
  };
}

function contentOf<P extends Schemas, V extends Schemas>(
  setup: AutomationSetup<P, V>,
  mainSteps: DocumentShape["mainSteps"],
  outputs: string[],
): DocumentShape {
  const variables = Object.entries(setup.variables ?? {});
  return {
    schemaVersion: "0.3",
    description: setup.description,
    ...(setup.assumeRole === undefined ? {} : { assumeRole: `{{ ${setup.assumeRole} }}` }),
    parameters: Object.fromEntries(Object.entries(setup.parameters).map(([name, schema]) => [name, parameterShape(schema)])),
    ...(variables.length === 0 ? {} : { variables: Object.fromEntries(variables.map(([name, schema]) => [name, parameterShape(schema)])) }),
    ...(outputs.length === 0 ? {} : { outputs }),
    mainSteps,
  };
}

function nameProblems<P extends Schemas, V extends Schemas>({ name, variables = {} as V }: AutomationSetup<P, V>): string[] {
  const problems: string[] = [];
  if (!/^[A-Za-z0-9_.-]{3,128}$/.test(name)) problems.push("a document's name has 3 to 128 letters, digits, '_', '-' and '.'");
  for (const [variable, schema] of Object.entries(variables)) {
    if (parameterShape(schema).default === undefined) problems.push(`variable ${variable}: it needs a first value (.default(…))`);
  }
  return problems;
}

function named<S extends Schemas>(schemas: S, prefix: string): Named<S> {
  return Object.fromEntries(Object.keys(schemas).map((name) => [name, reference(`${prefix}${name}`)])) as Named<S>;
}

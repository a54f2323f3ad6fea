/** Small contracts and shortcuts for the kit's tests. */
import { z } from "zod";
import { awsSdk, lambda } from "../../workflows/kit/contract/index.ts";
import { type AnyWorkflow, type Problem, type Steps, type Tasks, toAsl, WorkflowError, workflow } from "../../workflows/kit/index.ts";

export const maskTable = lambda("masking_handler", "maskTable", {
  input: z.object({ runId: z.string(), table: z.string().optional(), names: z.array(z.string()).max(10).optional() }),
  output: z.object({
    rows: z.int(),
    columns: z.int(),
    done: z.boolean(),
    note: z.string().optional(),
    nested: z.object({ deep: z.string() }),
  }),
  errors: ["Mask.RuleMissing"],
});
export const describeTable = awsSdk("dynamodb:describeTable", {
  input: z.object({ TableName: z.string() }),
  output: z.object({
    Table: z.object({ TableStatus: z.string(), ItemCount: z.int(), Tags: z.array(z.string()).max(10) }).meta({ maxBytes: 65_536 }),
  }),
  errors: ["DynamoDb.ResourceNotFoundException"],
});
export const input = z.object({
  runId: z.string(),
  other: z.string(),
  limit: z.int().optional(),
  names: z.array(z.string()).max(2),
  tables: z.array(z.object({ name: z.string() })).max(2),
});
export type Input = z.output<typeof input>;

/** A workflow named `w` from tasks and a body. */
export const build = <const T extends Tasks, R>(tasks: T, body: (steps: Steps<T, Input>) => R) =>
  workflow({ name: "w", comment: "A test.", input, tasks, unbounded: true }).define(body);

type Json = Record<string, never> & { [key: string]: Json };
/** The rendered states by name, as JSON; inner ones under their Map. */
export const statesOf = (of: AnyWorkflow): Json => (JSON.parse(toAsl(of)) as { States: Json }).States;

/** The problems that building has. */
export function problemsOfBuild(made: () => unknown): readonly Problem[] {
  try {
    made();
    return [];
  } catch (error) {
    if (!(error instanceof WorkflowError)) throw error;
    return error.problems;
  }
}

/** The messages of the problems that a body has. */
export const problemsOf = (tasks: Tasks, body: (steps: Steps<Tasks, Input>) => unknown): readonly string[] =>
  problemsOfBuild(() => build(tasks, body)).map(({ state, message }) => `${state ?? ""}: ${message}`);

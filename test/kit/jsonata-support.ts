/** Shortcuts for the tests of the JSONata rendering. */
import { z } from "zod";
import { lambda } from "../../workflows/kit/contract/index.ts";
import { type AnyWorkflow, type Steps, type Tasks, toAsl, workflow } from "../../workflows/kit/index.ts";
import { problemsOfBuild } from "./support.ts";

const table = z.object({
  name: z.string().max(9),
  rows: z.int(),
  tags: z.array(z.string().max(9)).max(9),
  note: z.string().max(9).optional(),
});
export const plan = lambda("planner", "plan", {
  input: z.object({ runId: z.string() }),
  output: z.object({ key: z.string().max(9), tables: z.array(table).max(9), unread: z.boolean(), when: z.string().optional() }),
  errors: ["Plan.Failed"],
});
export const mask = lambda("worker", "mask", {
  input: z.object({ table: z.string(), run: z.string().optional(), tag: z.string().optional() }),
  output: z.object({ rows: z.int(), done: z.boolean() }),
});
export const input = z.object({
  runId: z.string().max(9),
  amount: z.int(),
  flag: z.boolean(),
  tables: z.array(table).max(9),
  limit: z.int().optional(),
  name: z.string().max(9).optional(),
  "odd key": z.string().max(9),
  "tick`key": z.string().max(9),
  list: z.array(z.int()).max(9),
  nothing: z.string().max(9).nullable(),
});
export type Input = z.output<typeof input>;

/** A workflow in JSONata. */
export const build = <const T extends Tasks, R>(tasks: T, body: (steps: Steps<T, Input>) => R) =>
  workflow({ name: "w", comment: "A test.", queryLanguage: "JSONata", input, tasks, unbounded: true }).define(body);

/** JSON as a test reads it. */
export interface Json {
  readonly [key: string]: Json | undefined;
}
/** The rendered machine. */
export const machineOf = (of: AnyWorkflow): Json => JSON.parse(toAsl(of)) as Json;

/** The problems that a body has in JSONata. */
export const problemsOf = (tasks: Tasks, body: (steps: Steps<Tasks, Input>) => unknown): readonly string[] =>
  problemsOfBuild(() => build(tasks, body)).map(({ state, message, remedy }) => `${state ?? ""}: ${message} ${remedy ?? ""}`.trim());

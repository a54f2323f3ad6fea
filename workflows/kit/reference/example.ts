/** An example of the reference: a small workflow that is built in both languages, and the part of its source that is shown. */
import { z } from "zod";
import type { Expr, Ref } from "../expressions/index.ts";
import type { Steps } from "../steps/index.ts";
import type { Tasks } from "../task.ts";
import { workflow } from "../workflow.ts";
import type { AnyWorkflow, QueryLanguage } from "../workflow-type.ts";

/** The input of every example. */
export const Input = z.object({
  runId: z.string().max(32),
  name: z.string().max(64),
  limit: z.int().min(0).max(100).optional(),
  count: z.int().min(0).max(1000),
  price: z.number().min(0).max(1000),
  at: z.string().max(32),
  document: z.string().max(1024),
  tags: z.array(z.string().max(32)).max(10),
  tables: z.array(z.object({ name: z.string().max(64), rows: z.int().min(0).max(1e9) })).max(10),
  owner: z.object({ name: z.string().max(64), team: z.string().max(64) }),
});
export type Input = z.output<typeof Input>;

export interface Example {
  /** The heading: the word of the language, or what is done with it. */
  readonly title: string;
  /** @throws WorkflowError with what the language cannot say */
  build(queryLanguage: QueryLanguage): AnyWorkflow;
}

/** A workflow around a body; its comment in the source says what it shows. */
export const example = <const T extends Tasks, R>(title: string, tasks: T, body: (steps: Steps<T, Input>) => R): Example => ({
  title,
  build: (queryLanguage) =>
    workflow({ name: "example", comment: title, input: Input, tasks, timeoutSeconds: 3600, queryLanguage, unbounded: true }).define(body),
});

/** One function: what it gives, and an expression with it; a condition is shown as a rule of a Choice. */
export interface Entry {
  readonly function: string;
  readonly gives: string;
  readonly of: (input: Expr<Input>) => Ref<unknown>;
}
export interface Group {
  readonly title: string;
  readonly as: "condition" | "value";
  readonly entries: readonly Entry[];
}

export const entry = (name: string, gives: string, of: Entry["of"]): Entry => ({ function: name, gives, of });

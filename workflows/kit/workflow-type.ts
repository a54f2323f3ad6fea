/** A workflow, built: what artifacts, scenarios and parents read. */
import type { z } from "zod";
import type { Bounds } from "./bounds/index.ts";
import type { Escape } from "./build/escapes.ts";
import type { Ending } from "./build/finish.ts";
import type { Scope } from "./build/scope.ts";
import type { State } from "./build/states.ts";
import type { Storage } from "./build/storage.ts";
import type { Plain, Root } from "./expressions/index.ts";
import type { Tasks } from "./task.ts";
import type { TemplateString } from "./template/index.ts";

/** A value of a rendered definition: JSON, with tokens in its texts. */
export type Rendered = null | boolean | number | string | TemplateString | readonly Rendered[] | { readonly [key: string]: Rendered };
/** A state as Amazon States Language, its keys in one fixed order. */
export type RenderedState = Readonly<Record<string, Rendered>>;
/** The languages in which Step Functions reads data. */
export type QueryLanguage = "JSONPath" | "JSONata";
/** A machine, or the inside of a Map or a branch. */
export interface RenderedMachine {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, RenderedState>>;
}

/** What was recorded, before it was rendered in a query language. */
export interface Recorded {
  readonly top: Scope;
  /** Which scope's data a variable belongs to. */
  readonly owners: ReadonlyMap<Root, Scope>;
  /** The variables that are read anywhere. */
  readonly live: ReadonlySet<Root>;
  /** The states that carry the output of their machine themselves. */
  readonly endings: ReadonlyMap<State, Ending>;
  /** How the result of each Task is stored. */
  readonly storages: ReadonlyMap<Root, Storage>;
}

/** The result of `workflow(…).define(…)`. `I` is what an execution is started with, `O` what it puts out. */
export interface Workflow<T extends Tasks = Tasks, I = unknown, O = unknown> {
  readonly name: string;
  readonly comment: string;
  readonly tasks: T;
  readonly input: z.ZodType<unknown, I>;
  readonly timeoutSeconds: number | undefined;
  readonly queryLanguage: QueryLanguage;
  /** The Amazon States Language with its tokens. */
  readonly definition: RenderedMachine & RenderedState;
  /** The same, before it was rendered: what the page and the picture read. */
  readonly recorded: Recorded;
  /** The worst case of its data and its history. */
  readonly bounds: Bounds;
  /** The fields of the output, when it is an object. */
  readonly outputFields: readonly string[] | undefined;
  /** Distributed Maps by name → the schema of the items that they read. */
  readonly readers: ReadonlyMap<string, z.ZodType>;
  /** Everything that was written by hand, in the order of the states. */
  readonly escapes: readonly Escape[];
  /** Never there; carries the types. */
  readonly types?: { readonly input: I; readonly output: O };
}
/** What an execution puts out when the body returns this; a body that returns nothing puts out an empty object. */
export type OutputOf<R> = [R] extends [void] ? Record<string, never> : Plain<R>;

/** Some workflow. */
// biome-ignore lint/suspicious/noExplicitAny: an input is contravariant; "some workflow" must accept every one
export type AnyWorkflow = Workflow<Tasks, any, any>;

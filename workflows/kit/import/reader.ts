/** Writes what a state reads: a constant of the source where one holds it, otherwise the path itself, by hand. */
import { JsonPathSyntaxError, parseIntrinsic, parsePath, referenceKeys } from "../jsonpath/index.ts";
import { printPath } from "../render/jsonpath/path.ts";
import { quoted } from "./code.ts";
import type { Data, Source } from "./flow.ts";
import type { Segments, Shape, Want, Wish } from "./shape.ts";
import type { Uses } from "./texts.ts";

/** What of the context object the language knows. */
const CONTEXT: Readonly<Record<string, Want>> = {
  "Execution.Id": "text",
  "Execution.Name": "text",
  "Execution.StartTime": "text",
  "Execution.RoleArn": "text",
  "StateMachine.Id": "text",
  "StateMachine.Name": "text",
  "State.Name": "text",
  "State.EnteredTime": "text",
  "State.RetryCount": "number",
};
const TYPES: Readonly<Record<Want, string>> = {
  text: "string",
  number: "number",
  truth: "boolean",
  array: "unknown[]",
  anything: "unknown",
};

/** A constant of the source that holds data, and what is known about it. */
export interface Holder {
  readonly name: string;
  readonly shape: Pick<Shape, "accepts">;
  /** Fields that lie in it under names of their own. */
  readonly hidden: ReadonlySet<string>;
  use(): void;
}

/** The keys of a reference path. */
function keysOf(text: string): { readonly start: "$" | "$$"; readonly keys: Segments } | undefined {
  const path = parsePath(text);
  const keys = referenceKeys(path);
  if (!keys || path.root.kind === "variable") return undefined;
  // An expression takes a name of digits for an index, and its type knows the first ten.
  if (keys.some((key) => (typeof key === "number" ? key < 0 || key > 9 : /^\d+$/.test(key) || key === "__proto__"))) return undefined;
  const start = path.root.kind === "context" ? "$$" : "$";
  return printPath(start, keys) === text ? { start, keys } : undefined;
}

/** `name.field["other field"][0]`. */
const accessCode = (name: string, path: Segments): string =>
  name +
  path.map((key) => (typeof key === "number" ? `[${key}]` : /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${quoted(key)}]`)).join("");

/** Whether a text can stand in a template literal as it is. */
export const isRaw = (text: string): boolean => !/`|\$\{|\r|\\$/.test(text) && text.trim() === text && text !== "";

export interface ReaderOf {
  readonly data: Data;
  readonly uses: Uses;
  /** The constant for a source, where it can be seen. */
  holder(source: Source): Holder | undefined;
  /** Where in `$` the source's value begins. */
  readonly base?: readonly string[];
}

export class Reader {
  readonly #of: ReaderOf;
  constructor(of: ReaderOf) {
    this.#of = of;
  }

  /** The keys of a path from `$` on; undefined for any other path. */
  static keys(text: string): Segments | undefined {
    try {
      const path = keysOf(text);
      return path?.start === "$" ? path.keys : undefined;
    } catch (error) {
      if (error instanceof JsonPathSyntaxError) return undefined;
      throw error;
    }
  }

  /** The code for what a path holds; undefined where the kit cannot write the path. */
  path(text: unknown, wish: Omit<Wish, "path">): string | undefined {
    if (typeof text !== "string" || !isRaw(text)) return undefined;
    try {
      if (!referenceKeys(parsePath(text))) return undefined;
    } catch (error) {
      if (error instanceof JsonPathSyntaxError) return undefined;
      throw error;
    }
    return this.#known(text, wish) ?? this.#byHand(text, wish.want);
  }

  /** The code for a path or a function. */
  value(text: unknown, wish: Omit<Wish, "path">): string | undefined {
    if (typeof text !== "string" || !isRaw(text)) return undefined;
    try {
      if (!text.startsWith("States.")) parsePath(text);
      else if (!parseIntrinsic(text)) return undefined;
    } catch (error) {
      if (error instanceof JsonPathSyntaxError) return undefined;
      throw error;
    }
    return (text.startsWith("States.") ? undefined : this.#known(text, wish)) ?? this.#byHand(text, wish.want);
  }

  /** The constant that holds what a path reads, where there is one. */
  constant(text: unknown, wish: Omit<Wish, "path">): string | undefined {
    if (typeof text !== "string" || text.startsWith("States.")) return undefined;
    try {
      return this.#known(text, wish);
    } catch (error) {
      if (error instanceof JsonPathSyntaxError) return undefined;
      throw error;
    }
  }

  /** The constant that is all of `$`, where there is one. */
  whole(): string | undefined {
    const { whole, fields } = this.#of.data;
    const holder = whole && fields.size === 0 ? this.#of.holder(whole) : undefined;
    if (!holder?.shape.accepts([{ path: [], want: "anything" }])) return undefined;
    holder.use();
    return holder.name;
  }

  #byHand(text: string, want: Want): string {
    return `${this.#of.uses.function("jsonpath")}<${TYPES[want]}>\`${text}\``;
  }

  #known(text: string, wish: Omit<Wish, "path">): string | undefined {
    const path = keysOf(text);
    if (!path) return undefined;
    const { start, keys } = path;
    if (start === "$$") {
      const type = CONTEXT[keys.join(".")];
      if (type === undefined || (wish.want !== "anything" && wish.want !== type)) return undefined;
      return accessCode(this.#of.uses.step("context"), keys);
    }
    const { data, base = [] } = this.#of;
    if (!base.every((part, index) => keys[index] === part)) return undefined;
    const [first, ...rest] = keys.slice(base.length);
    const isField = typeof first === "string" && data.fields.has(first);
    const source = isField ? data.fields.get(first) : data.whole;
    const segments = isField ? rest : keys.slice(base.length);
    if (!source || (keys.length === 0 && data.fields.size > 0)) return undefined;
    const holder = this.#of.holder(source);
    if (!holder || (typeof segments[0] === "string" && holder.hidden.has(segments[0]))) return undefined;
    if (!holder.shape.accepts([{ path: segments, ...wish }])) return undefined;
    holder.use();
    return accessCode(holder.name, segments);
  }
}

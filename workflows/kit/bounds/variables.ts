/** How large every variable can get: the input, the results as they are stored, items, and outputs of scopes. */
import type { z } from "zod";
import type { Scope } from "../build/scope.ts";
import { type DistributedState, type State, scopesIn, type TaskState } from "../build/states.ts";
import { allStates, rawBase } from "../build/storage.ts";
import type { Root } from "../expressions/index.ts";
import type { AnyTask } from "../task.ts";
import type { Recorded } from "../workflow-type.ts";
import { CONTEXT, FAILURE, PAYLOAD_LIMIT, S3_OBJECT, STARTED_BY, TASK_TOKEN, WRITTEN } from "./given.ts";
import { sizeOfSchema } from "./schema-size.ts";
import { arrayOf, either, limited, NO_FIELDS, NOTHING, objectOf, partOf, type Size, sameSize, unbounded } from "./size.ts";
import { sizeOfValue } from "./value-size.ts";

/** A workflow as it is recorded, with the schema of its input. */
export interface Bounded extends Recorded {
  readonly input: z.ZodType;
}

export interface Sizes {
  /** What reading the variable gives. */
  of(root: Root): Size;
  /** What lies in the state's data at the variable's name. */
  stored(root: Root): Size;
  output(scope: Scope): Size;
}

/** What grows with every turn of a loop. */
export const GROWS = "a value that grows with every turn of a loop";
const HANDWRITTEN = "what a hand-written state gives";
const CHILDREN = "the results of any number of children";

/** An execution's input; whoever starts it may add the link to itself. */
export function inputSize(schema: z.ZodType): Size {
  const size = sizeOfSchema(schema);
  return size.fields && !size.unbounded ? objectOf([...size.fields, STARTED_BY]) : size;
}

/** What a Task gives, by its contract; AWS may send more than that. */
export function outputSize({ target, output }: AnyTask): Size {
  if (target.kind === "child") return target.output;
  return sizeOfSchema(output, {
    open: target.kind !== "lambda" && target.kind !== "activity" && !("callback" in target && target.callback),
  });
}

/** The children's items of one distributed Map, and how many children there are. */
function handedOut(
  state: DistributedState,
  of: (value: unknown) => Size,
): { readonly items: Size; readonly item: Size; readonly children: number } {
  const { reader, batch } = state;
  const source = reader ? undefined : of(state.items);
  const item = source ? partOf(source, 0) : reader?.item ? sizeOfSchema(reader.item) : S3_OBJECT;
  const most =
    typeof reader?.atMost === "number" ? reader.atMost : reader ? Number.POSITIVE_INFINITY : (source?.count ?? Number.POSITIVE_INFINITY);
  if (!batch) return { items: item, item, children: most };
  const bytes = batch.bytes ?? PAYLOAD_LIMIT;
  const size = batch.size ?? Math.floor(bytes / 2);
  // By bytes, a batch may be full after one item.
  const children = batch.bytes === undefined ? Math.ceil(most / size) : most;
  return { items: limited(arrayOf(item, Math.min(size, most)), bytes), item, children };
}

export class Variables implements Sizes {
  readonly #bounded: Bounded;
  readonly #states: readonly State[];
  #read = new Map<Root, Size>();
  #stored = new Map<Root, Size>();
  #outputs = new Map<Scope, Size>();
  readonly #growing = new Set<Root>();

  constructor(bounded: Bounded) {
    this.#bounded = bounded;
    this.#states = allStates(bounded.top);
    // A size only ever grows from round to round; what still does after so many goes on for ever.
    for (let round = 0; ; round += 1) {
      const before = this.#read;
      this.#round();
      const changed = [...this.#read].filter(([root, size]) => !sameSize(size, before.get(root)));
      if (changed.length === 0) break;
      if (round > this.#states.length + 2) for (const [root] of changed) this.#growing.add(root);
    }
  }

  of(root: Root): Size {
    if (root.kind === "context") return CONTEXT;
    if (root.kind === "taskToken") return TASK_TOKEN;
    return this.#read.get(root) ?? NOTHING;
  }

  stored(root: Root): Size {
    return this.#stored.get(root) ?? this.of(root);
  }

  output(scope: Scope): Size {
    return this.#outputs.get(scope) ?? NO_FIELDS;
  }

  #round(): void {
    const read = new Map<Root, Size>();
    const stored = new Map<Root, Size>();
    const outputs = new Map<Scope, Size>();
    const assign = (root: Root, size: Size, placed = size): void => {
      const grown = this.#growing.has(root) ? unbounded(GROWS) : undefined;
      read.set(root, either(read.get(root), grown ?? size));
      stored.set(root, either(stored.get(root), grown ?? placed));
    };
    for (const [root, scope] of this.#bounded.owners) {
      if (root.kind === "input") assign(root, scope === this.#bounded.top ? inputSize(this.#bounded.input) : unbounded(HANDWRITTEN));
    }
    for (const state of this.#states) {
      this.#assignBy(state, assign);
      for (const catcher of state.catch ?? []) if (catcher.keepsFailure) assign(this.#failureOf(state), FAILURE);
    }
    const end = (scope: Scope): void => {
      for (const state of scope.all) {
        const size = this.#ends(state);
        if (size) outputs.set(scope, either(outputs.get(scope), size));
        scopesIn(state).forEach(end);
      }
    };
    this.#read = read;
    this.#stored = stored;
    end(this.#bounded.top);
    this.#outputs = outputs;
  }

  #scopes: ReadonlyMap<State, Scope> | undefined;
  #failureOf(state: State): Root {
    if (!this.#scopes) {
      const found = new Map<State, Scope>();
      const visit = (scope: Scope): void => {
        for (const inner of scope.all) {
          found.set(inner, scope);
          scopesIn(inner).forEach(visit);
        }
      };
      visit(this.#bounded.top);
      this.#scopes = found;
    }
    return (this.#scopes.get(state) ?? this.#bounded.top).failure;
  }

  readonly #sizeOf = (value: unknown): Size => sizeOfValue(value, (root) => this.of(root));

  #assignBy(state: State, assign: (root: Root, size: Size, placed?: Size) => void): void {
    switch (state.type) {
      case "Task":
        this.#assignTask(state, assign);
        return;
      case "Map": {
        const items = this.#sizeOf(state.items);
        assign(state.item, partOf(items, 0));
        assign(state.result, arrayOf(this.output(state.body), items.count ?? items.bytes / 2));
        return;
      }
      case "DistributedMap": {
        const { items, children } = handedOut(state, this.#sizeOf);
        assign(state.item, items);
        for (const [root, scope] of this.#bounded.owners) {
          if (scope !== state.body || root === state.item) continue;
          if (root.kind === "batch") assign(root, this.#sizeOf(state.batch?.input));
          if (root.kind === "item" && Object.hasOwn(state.with, root.name)) assign(root, this.#sizeOf(state.with[root.name]));
        }
        assign(state.result, state.writer ? WRITTEN : arrayOf(this.output(state.body), children, CHILDREN));
        return;
      }
      case "Parallel": {
        const parts = state.branches.map((branch) => this.output(branch));
        const fields = new Map(parts.map((part, index) => [String(index), part] as const));
        const whole = arrayOf(parts.reduce(either, NOTHING), parts.length);
        assign(state.result, { ...whole, bytes: parts.reduce((sum, { bytes }) => sum + bytes, 1 + Math.max(1, parts.length)), fields });
        return;
      }
      case "Pass":
        if (state.result) assign(state.result, this.#sizeOf(state.value));
        return;
      case "Handwritten":
        assign(state.result, unbounded(HANDWRITTEN));
        return;
      default:
        return;
    }
  }

  #assignTask(state: TaskState, assign: (root: Root, size: Size, placed?: Size) => void): void {
    const output = outputSize(state.task);
    if (state.keep) {
      assign(state.keep.raw, output);
      assign(state.result, this.#sizeOf(state.keep.value));
      return;
    }
    const storage = this.#bounded.storages.get(state.result);
    if (storage?.fields) {
      assign(state.result, objectOf(storage.fields.map((name) => [name, partOf(output, name)] as const)));
      return;
    }
    const [base] = rawBase(state.task);
    assign(state.result, output, base === undefined ? output : objectOf([[base, output]]));
  }

  /** What a state puts out when it ends its scope. */
  #ends(state: State): Size | undefined {
    if (state.type === "Succeed") return NO_FIELDS;
    if (state.type === "Pass" && state.ends) return this.#sizeOf(state.value);
    const ending = this.#bounded.endings.get(state);
    if (ending === "nothing") return NO_FIELDS;
    return ending === "result" && state.result ? this.of(state.result) : undefined;
  }
}

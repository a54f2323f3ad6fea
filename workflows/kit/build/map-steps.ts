/** `map`, `distributedMap` and `parallel`: the steps with machines inside. */
import type { Expr } from "../expressions/index.ts";
import type { BatchOptions, DistributedOptions, ErrorOptions, MapOptions, ReaderOptions, WriterOptions } from "../steps/index.ts";
import type { Recorder } from "./recorder.ts";
import type { Scope } from "./scope.ts";
import type { DistributedState, MapState, ParallelState } from "./states.ts";

type AnyDistributed = DistributedOptions<WriterOptions | undefined> & {
  readonly reader?: ReaderOptions;
  readonly items?: unknown;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly batch?: BatchOptions;
};

/** `item`, and `item2` for a Map inside a Map, so that the inner body can read both. */
function itemName(scope: Scope): string {
  let depth = 1;
  for (let of: Scope | undefined = scope; of && of.kind !== "distributed"; of = of.parent) if (of.kind === "map") depth += 1;
  return depth === 1 ? "item" : `item${depth}`;
}

export function mapSteps(recorder: Recorder) {
  const errors = (name: string, options: ErrorOptions<never>) => ({ retry: options.retry ?? [], catch: recorder.catchers(name, options) });

  return {
    map(name: string, items: unknown, body: (item: Expr<never>) => unknown, options: MapOptions = {}): Expr<unknown> {
      recorder.mention(name);
      const item = recorder.variable("item", itemName(recorder.scope));
      const { scope } = recorder.inScope(
        { kind: "map", label: name },
        (inner) => recorder.owners.set(item, inner),
        () => body(recorder.read<never>(item) as Expr<never>),
      );
      const result = recorder.resultOf(name);
      const state = { name, items, item, body: scope, result, next: undefined, atOnce: options.atOnce };
      recorder.append<MapState>({ type: "Map", ...state, ...errors(name, options) });
      return recorder.read(result);
    },

    distributedMap(name: string, options: AnyDistributed, body: (child: Record<string, unknown>) => unknown): Expr<unknown> {
      recorder.mention(name);
      const carried = options.with ?? {};
      if (Object.hasOwn(carried, "item"))
        recorder.report("with names a value item, which is the item's own name.", name, "Name it otherwise.");
      const { batch } = options;
      const item = batch ? recorder.variable("batch", "Items") : recorder.variable("item", "item");
      const roots = batch
        ? { items: item, batchInput: recorder.variable("batch", "BatchInput") }
        : { item, ...Object.fromEntries(Object.keys(carried).map((key) => [key, recorder.variable("item", key)])) };
      const { scope } = recorder.inScope(
        { kind: "distributed", label: name },
        (inner) => {
          for (const root of Object.values(roots)) recorder.owners.set(root, inner);
        },
        () => body(Object.fromEntries(Object.entries(roots).map(([key, root]) => [key, recorder.read(root)]))),
      );
      const result = recorder.resultOf(name);
      recorder.append<DistributedState>({
        type: "DistributedMap",
        name,
        item,
        body: scope,
        result,
        next: undefined,
        reader: options.reader,
        items: options.items,
        writer: options.writer,
        with: carried,
        batch,
        executions: options.executions ?? "STANDARD",
        label: options.label,
        atOnce: options.atOnce,
        toleratedFailurePercentage: options.toleratedFailurePercentage,
        toleratedFailureCount: options.toleratedFailureCount,
        ...errors(name, options),
      });
      return recorder.read(result);
    },

    parallel(name: string, branches: readonly (() => unknown)[], options: ErrorOptions<never> = {}): readonly Expr<unknown>[] {
      recorder.mention(name);
      const scopes = branches.map(
        (branch, index) => recorder.inScope({ kind: "branch", label: `${name}: branch ${index + 1}` }, () => {}, branch).scope,
      );
      const result = recorder.resultOf(name);
      recorder.append<ParallelState>({ type: "Parallel", name, branches: scopes, result, next: undefined, ...errors(name, options) });
      const all = recorder.read<readonly unknown[]>(result);
      return branches.map((_, index) => all[index] as Expr<unknown>);
    },
  };
}

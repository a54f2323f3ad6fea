/** What is known about the data: whether a value may be absent, and whether it is a text, by the schemas of the input and of the Tasks' results. */
import { z } from "zod";
import type { Scope } from "../../build/scope.ts";
import type { State } from "../../build/states.ts";
import { allStates } from "../../build/storage.ts";
import { isExpression, nodeOf, type PathNode, type Root } from "../../expressions/index.ts";

/** A schema, or a value as it is written in the source. */
type Shape = { readonly schema: z.ZodType } | { readonly written: unknown } | undefined;
type Key = string | number;

export interface Shapes {
  /** Whether something on the way to the value may be absent; false where nothing is known. */
  mayBeAbsent(path: Pick<PathNode, "root" | "segments">): boolean;
  /** Whether the value is a text; false where nothing is known. */
  isText(path: Pick<PathNode, "root" | "segments">): boolean;
}

const KNOWS_NOTHING = [z.ZodUnknown, z.ZodAny, z.ZodCustom] as const;
const isOptional = (schema: z.ZodType): boolean =>
  !KNOWS_NOTHING.some((kind) => schema instanceof kind) && schema.safeParse(undefined).success;

/** The schema without what only says that the value may be absent or null, or is read-only. */
function bare(schema: z.ZodType): z.ZodType {
  let inner = schema;
  while ("unwrap" in inner && !(inner instanceof z.ZodArray)) inner = (inner as z.ZodOptional<z.ZodType>).unwrap();
  return inner;
}

function memberOf(shape: Shape, key: Key): Shape {
  if (!shape) return undefined;
  if ("written" in shape) {
    const { written } = shape;
    return typeof written === "object" && written !== null && Object.hasOwn(written, key)
      ? { written: (written as Readonly<Record<Key, unknown>>)[key] }
      : undefined;
  }
  const schema = bare(shape.schema);
  if (schema instanceof z.ZodObject) {
    const field = Object.hasOwn(schema.shape, key) ? (schema.shape[key] as z.ZodType) : undefined;
    return field && { schema: field };
  }
  return schema instanceof z.ZodArray && typeof key === "number" ? { schema: schema.element as z.ZodType } : undefined;
}

/** What a state leaves behind, when it is the only one that does. */
function resultOf(state: State): Shape {
  if (state.type === "Pass") return { written: state.value };
  if (state.type !== "Task") return undefined;
  return state.keep ? { written: state.keep.value } : { schema: state.task.output as z.ZodType };
}

/** Finds out about the variables of a machine. */
export function shapesOf(top: Scope, owners: ReadonlyMap<Root, Scope>, input: z.ZodType): Shapes {
  const shapes = new Map<Root, Shape>();
  for (const root of owners.keys()) if (root.kind === "input") shapes.set(root, { schema: input });
  for (const state of allStates(top)) {
    if (state.result) shapes.set(state.result, shapes.has(state.result) ? undefined : resultOf(state));
    if (state.type === "Task" && state.keep) shapes.set(state.keep.raw, { schema: state.task.output as z.ZodType });
    if (state.type === "Map") shapes.set(state.item, memberOf({ written: state.items }, 0) ?? elementOf(state.items));
  }

  function elementOf(items: unknown): Shape {
    const node = nodeOf(items);
    return node.kind === "path" ? follow(node, [...node.segments, 0])?.at(-1) : undefined;
  }

  /** The shape at every step of a path, as far as they are known. */
  function follow({ root }: Pick<PathNode, "root">, segments: readonly Key[], depth = 0): readonly Shape[] {
    let shape = resolved(shapes.get(root), depth);
    const all = [shape];
    for (const key of segments) {
      shape = resolved(memberOf(shape, key), depth);
      all.push(shape);
    }
    return all;
  }

  /** What an expression that is written down stands for. */
  function resolved(shape: Shape, depth: number): Shape {
    if (!shape || !("written" in shape) || !isExpression(shape.written)) return shape;
    const node = nodeOf(shape.written);
    return node.kind === "path" && depth < 20 ? follow(node, node.segments, depth + 1).at(-1) : undefined;
  }

  const isText = (shape: Shape): boolean => {
    if (!shape) return false;
    return "schema" in shape ? bare(shape.schema) instanceof z.ZodString : typeof shape.written === "string";
  };
  return {
    isText: ({ root, segments }) => isText(follow({ root }, segments).at(-1)),
    mayBeAbsent: ({ root, segments }) => follow({ root }, segments).some((shape) => shape && "schema" in shape && isOptional(shape.schema)),
  };
}

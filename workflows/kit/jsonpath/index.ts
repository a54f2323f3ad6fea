/**
 * JSONPath as Step Functions reads it (Jayway's dialect): one parser and one evaluator for the kit and for the engine.
 *
 * @example
 * evaluatePath(parsePath("$.orders[*].id"), { orders: [{ id: 1 }, { id: 2 }] }); // [1, 2]
 */
export type { Comparison, FilterExpression, Operand, Path, PathRoot, Segment, Selector } from "./ast.ts";
export { isDefinite, normalizePath, referenceKeys } from "./ast.ts";
export { JsonPathSyntaxError, PathNotFoundError } from "./errors.ts";
export { evaluatePath } from "./evaluate.ts";
export { DEEPEST_INTRINSIC, type IntrinsicArgument, type IntrinsicCall, parseIntrinsic } from "./intrinsic.ts";
export { parsePath } from "./parse.ts";

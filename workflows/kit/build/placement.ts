/** Where a hand-written state puts its result in the data: what can be read after it, and what is gone. */
import { isExpression } from "../expressions/index.ts";
import type { QueryLanguage } from "../workflow-type.ts";

/**
 * What becomes of `$` when a state is left. `kept`: nothing; `whole`: it becomes the result; `at`: the result is the field
 * `name`; `inside`: something in the field `name` is changed; `lost`: it becomes something that nobody here knows.
 */
export type Placement = { readonly kind: "kept" | "whole" | "lost" } | { readonly kind: "at" | "inside"; readonly name: string };

interface Fields {
  readonly Type?: string;
  readonly InputPath?: unknown;
  readonly OutputPath?: unknown;
  readonly Parameters?: unknown;
  readonly Result?: unknown;
  readonly ResultPath?: unknown;
  readonly Output?: unknown;
}

const isWhole = (path: unknown): boolean => path === undefined || path === "$";

function atPath(path: unknown): Placement {
  if (path === null) return { kind: "kept" };
  if (isWhole(path)) return { kind: "whole" };
  const [, name, below] = (typeof path === "string" && /^\$\.([A-Za-z_]\w*)(.*)$/s.exec(path)) || [];
  if (name === undefined) return { kind: "lost" };
  return { kind: below === "" ? "at" : "inside", name };
}

/** Where the state puts its result, in a machine of JSONPath. */
export function placedAt(fields: Fields, language: QueryLanguage): Placement {
  const { Type } = fields;
  const works = Type === "Task" || Type === "Map" || Type === "Parallel";
  if (language === "JSONata") return { kind: works || fields.Output !== undefined ? "whole" : "kept" };
  if (!isWhole(fields.OutputPath)) return { kind: "lost" };
  const filtered = !isWhole(fields.InputPath);
  if (!works && Type !== "Pass") return { kind: filtered ? "lost" : "kept" };
  const changes = works || filtered || fields.Parameters !== undefined || fields.Result !== undefined;
  if (!changes && isWhole(fields.ResultPath)) return { kind: "kept" };
  return isExpression(fields.ResultPath) ? { kind: "lost" } : atPath(fields.ResultPath);
}

/** Where a Catch puts the error, in a machine of JSONPath. */
export function caughtAt(fields: Fields, language: QueryLanguage): Placement {
  if (language === "JSONata") return { kind: "lost" };
  const placement = atPath(fields.ResultPath);
  return placement.kind === "whole" ? { kind: "lost" } : placement;
}

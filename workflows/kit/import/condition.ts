/** Rules of a Choice as conditions, where the kit writes exactly the same rule again. */
import type { Json, JsonObject } from "../asl/index.ts";
import { type Code, call } from "./code.ts";
import { isRaw, type Reader } from "./reader.ts";
import { isPlain, jsonCode, textCode, type Uses } from "./texts.ts";

const ORDER: Readonly<Record<string, string>> = { GreaterThan: "gt", GreaterThanEquals: "gte", LessThan: "lt", LessThanEquals: "lte" };

interface Writer {
  readonly reader: Reader;
  readonly uses: Uses;
}

const all = (codes: readonly (Code | undefined)[]): readonly Code[] | undefined =>
  codes.every((code) => code !== undefined) ? (codes as readonly Code[]) : undefined;

/** One comparison: a variable, an operator and a value. */
function comparison(variable: Json, operator: string, value: Json, { reader, uses }: Writer): Code | undefined {
  const path = (wish: Parameters<Reader["path"]>[1]): string | undefined => reader.path(variable, wish);
  const made = (name: string, left: Code | undefined, ...right: readonly (Code | undefined)[]): Code | undefined => {
    const inputs = all([left, ...right]);
    return inputs && call(uses.function(name), ...inputs);
  };
  const [, kind, order, other] = /^(Numeric|Timestamp)(GreaterThan|GreaterThanEquals|LessThan|LessThanEquals)(Path)?$/.exec(operator) ?? [];
  if (kind === "Numeric" && order !== undefined) {
    const right = other
      ? reader.path(value, { want: "number", strict: true })
      : typeof value === "number"
        ? jsonCode(value, uses)
        : undefined;
    return right && made(ORDER[order] ?? "", path({ want: "number", strict: true }), right);
  }
  if (kind === "Timestamp" && (order === "GreaterThan" || order === "LessThan")) {
    const right = other
      ? reader.path(value, { want: "text", strict: true })
      : typeof value === "string"
        ? textCode(value, uses)
        : undefined;
    return right && made(order === "LessThan" ? "before" : "after", path({ want: "text", strict: true }), right);
  }
  switch (operator) {
    case "StringEquals":
      return typeof value === "string" ? made("eq", path({ want: "text" }), textCode(value, uses)) : undefined;
    case "NumericEquals":
      return typeof value === "number" ? made("eq", path({ want: "number" }), jsonCode(value, uses)) : undefined;
    case "BooleanEquals":
      return typeof value === "boolean" ? made("eq", path({ want: "truth" }), String(value)) : undefined;
    case "IsPresent":
      return value === true ? made("present", path({ want: "anything", asked: true })) : undefined;
    case "StringMatches":
      return typeof value === "string" && isPlain(value, uses)
        ? made("like", path({ want: "text", strict: true }), textCode(value, uses))
        : undefined;
    default:
      return undefined;
  }
}

/** The condition; undefined where the kit would write another rule. */
export function conditionCode(rule: JsonObject, writer: Writer): Code | undefined {
  const entries = Object.entries(rule);
  const [first] = entries;
  if (entries.length === 1 && first) {
    const [operator, value] = first;
    if (operator === "Not" && typeof value === "object" && value !== null && !Array.isArray(value)) {
      const inner = conditionCode(value as JsonObject, writer);
      return inner && call(writer.uses.function("not"), inner);
    }
    if ((operator !== "And" && operator !== "Or") || !Array.isArray(value) || value.length < 2) return undefined;
    const inner = all((value as readonly JsonObject[]).map((of) => conditionCode(of, writer)));
    return inner && call(writer.uses.function(operator.toLowerCase()), ...inner);
  }
  const operator = entries.find(([name]) => name !== "Variable");
  if (entries.length !== 2 || rule.Variable === undefined || !operator) return undefined;
  return comparison(rule.Variable, operator[0], operator[1], writer);
}

/** A condition in JSONata. */
export function jsonataCode(text: unknown, type: string, uses: Uses): Code | undefined {
  const source = typeof text === "string" ? /^\{% (.*) %\}$/s.exec(text)?.[1] : undefined;
  if (source === undefined || !isRaw(source) || !isPlain(source, uses)) return undefined;
  return `${uses.function("jsonata")}<${type}>\`${source}\``;
}

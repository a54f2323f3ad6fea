/** A Choice rule in words. */
import type { JsonObject } from "../asl/index.ts";
import { canonical, isJsonata, isObject, member, objectsOf } from "./json.ts";
import { show, visible } from "./words.ts";

const COMPARED: ReadonlyMap<string, string> = new Map([
  ["Equals", "equals"],
  ["GreaterThan", "is above"],
  ["GreaterThanEquals", "is at least"],
  ["LessThan", "is below"],
  ["LessThanEquals", "is at most"],
  ["Matches", "matches"],
]);
const IS: ReadonlyMap<string, string> = new Map([
  ["IsPresent", "present"],
  ["IsNull", "null"],
  ["IsNumeric", "a number"],
  ["IsString", "a string"],
  ["IsBoolean", "a boolean"],
  ["IsTimestamp", "a timestamp"],
]);
const OPERATOR = /^(?:String|Numeric|Boolean|Timestamp)(Equals|GreaterThanEquals|GreaterThan|LessThanEquals|LessThan|Matches)(Path)?$/;

/** The members of a rule that are its condition. */
export const isCondition = (key: string): boolean =>
  key === "Variable" || key === "Condition" || key === "And" || key === "Or" || key === "Not" || IS.has(key) || OPERATOR.test(key);

function comparison(rule: JsonObject): string {
  const operator = Object.keys(rule).find((key) => key !== "Variable" && isCondition(key));
  const value = operator === undefined ? undefined : member(rule, operator);
  if (operator === undefined || value === undefined || typeof rule.Variable !== "string") return canonical(rule);
  const variable = visible(rule.Variable);
  const kind = IS.get(operator);
  if (kind !== undefined) return `${variable} ${value === true ? "is" : "is not"} ${kind}`;
  const [, compared = "", path] = OPERATOR.exec(operator) ?? [];
  return `${variable} ${COMPARED.get(compared) ?? operator} ${show({ value, computed: path !== undefined })}`;
}

function joined(rules: readonly JsonObject[], word: "and" | "or"): string {
  return rules.map((rule) => (rule.And || rule.Or ? `(${conditionWords(rule)})` : conditionWords(rule))).join(` ${word} `);
}

/**
 * The condition of a rule.
 *
 * @example
 * ```ts
 * conditionWords({ Variable: "$.made", NumericGreaterThanEquals: 480, Next: "Gave up" }); // "$.made is at least 480"
 * ```
 */
export function conditionWords(rule: JsonObject): string {
  const { Condition } = rule;
  if (typeof Condition === "string") return visible(isJsonata(Condition) ? Condition.slice(2, -2).trim() : Condition);
  const [and, or, not] = [objectsOf(rule.And), objectsOf(rule.Or), rule.Not];
  if (and.length > 0) return joined(and, "and");
  if (or.length > 0) return joined(or, "or");
  if (isObject(not)) return `not (${conditionWords(not)})`;
  return comparison(rule);
}

/** Of a plain comparison: what it compares, and how it goes on. */
function halves(rule: JsonObject): readonly [string, string] | undefined {
  if (typeof rule.Variable !== "string") return undefined;
  const start = `${visible(rule.Variable)} `;
  const words = conditionWords(rule);
  return words.startsWith(start) ? [start, words.slice(start.length)] : undefined;
}

/** How a condition changed; what is compared is said once when it is the same. */
export function conditionChange(before: JsonObject, after: JsonObject): string {
  const [was, is] = [conditionWords(before), conditionWords(after)];
  if (was === is) return `${visible(canonical(before))} → ${visible(canonical(after))}`;
  const [old, now] = [halves(before), halves(after)];
  return old && now && old[0] === now[0] ? `${was} → ${now[1]}` : `${was} → ${is}`;
}

/** A hand-written rule of a Choice in words. */
import { isExpression } from "../../expressions/index.ts";
import { sayExpression } from "./expression.ts";

type Fields = Readonly<Record<string, unknown>>;

const SIGNS: Readonly<Record<string, string>> = {
  Equals: "=",
  LessThan: "<",
  LessThanEquals: "≤",
  GreaterThan: ">",
  GreaterThanEquals: "≥",
  Matches: "like",
};

const value = (of: unknown): string => (isExpression(of) || typeof of !== "string" ? sayExpression(of) : of);

function comparison(rule: Fields): string {
  const operator = Object.keys(rule).find((key) => key !== "Variable" && key !== "Comment" && key !== "Next") ?? "";
  const [, type = "", sign = "", path = ""] = /^(String|Numeric|Boolean|Timestamp)(\w+?)(Path)?$/.exec(operator) ?? [];
  const subject = value(rule.Variable);
  if (type === "" || !Object.hasOwn(SIGNS, sign)) return `${subject} ${operator} ${sayExpression(rule[operator])}`;
  const other = path === "" ? sayExpression(rule[operator]) : value(rule[operator]);
  return `${subject} ${SIGNS[sign]} ${other}`;
}

/**
 * A rule as a reader would say it.
 *
 * @example
 * ```ts
 * sayRule({ And: [{ Variable: "$.a", IsPresent: true }, { Variable: "$.a", NumericGreaterThan: 3 }] }); // "$.a IsPresent true and $.a > 3"
 * ```
 */
export function sayRule(rule: Fields): string {
  const inner = (part: unknown): string => {
    const said = sayRule(Object(part) as Fields);
    return / (and|or) /.test(said) ? `(${said})` : said;
  };
  if (Array.isArray(rule.And)) return rule.And.map(inner).join(" and ");
  if (Array.isArray(rule.Or)) return rule.Or.map(inner).join(" or ");
  if (rule.Not !== undefined) return `not ${inner(rule.Not)}`;
  if (rule.Condition !== undefined) return value(rule.Condition).replace(/^\{%\s*|\s*%\}$/g, "");
  return comparison(rule);
}

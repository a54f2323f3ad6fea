/** The entry of a hand-written state: its type, the fields that say most, its rules and what may fail. */
import type { HandwrittenState } from "../../build/states.ts";
import { sayExpression } from "../words/expression.ts";
import { sayErrors, sayRetry } from "../words/retry.ts";
import { sayRule } from "../words/rule.ts";
import { code, list, type SayState } from "./markdown.ts";

/** Fields that are said in words, or that the nested states show. */
const SAID = new Set(["Type", "Resource", "Comment", "QueryLanguage"]);

const text = (value: unknown): string => (typeof value === "string" ? value : sayExpression(value));

/** The first line and the details. */
export function handwrittenEntry(state: HandwrittenState, to: SayState): { readonly does: string; readonly details: readonly string[] } {
  const { fields, language, rules, otherwise, retries } = state;
  const resource = "Resource" in fields ? ` of ${code(text(fields.Resource))}` : "";
  const others = Object.entries(fields).filter(([name]) => !SAID.has(name));
  return {
    does: `is a ${fields.Type}${resource}, written by hand in ${language}`,
    details: [
      ...(others.length === 0 ? [] : [`with ${others.map(([name, value]) => code(`${name}: ${text(value)}`)).join(", ")}`]),
      ...rules.map(({ rule, next }) => `if ${code(sayRule(rule))}: ${to(next)}`),
      ...(otherwise === undefined ? [] : [`otherwise: ${to(otherwise)}`]),
      ...retries.map((rule) => {
        const { ErrorEquals: errors, IntervalSeconds: every = 1, MaxAttempts: max = 3, BackoffRate: backoff = 2 } = rule;
        const { MaxDelaySeconds: maxDelay, JitterStrategy } = rule;
        const said = {
          errors: [],
          every,
          max,
          backoff,
          ...(maxDelay === undefined ? {} : { maxDelay }),
          jitter: JitterStrategy === "FULL",
        };
        return `retried ${sayRetry(said)}, on ${list(sayErrors(errors), "or")}`;
      }),
      ...state.catch.map(({ errors, next }) => `on ${list(sayErrors(errors), "or")}: ${to(next)}`),
    ],
  };
}

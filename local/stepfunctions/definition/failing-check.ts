/** Checks Retry and Catch. */
import { isObject } from "../json.ts";
import type { QueryLanguage } from "./asl.ts";
import { assign } from "./assign-check.ts";
import { type Check, integer, number, oneOf, resultPath, text } from "./checks.ts";
import type { Problems } from "./problems.ts";
import { catcherQuery } from "./query-checks.ts";

const retryFields: Readonly<Record<string, Check>> = {
  Comment: text,
  IntervalSeconds: integer(1),
  MaxAttempts: integer(0),
  BackoffRate: number(1, Number.MAX_VALUE),
  MaxDelaySeconds: integer(1, 31_622_400),
  JitterStrategy: oneOf("FULL", "NONE"),
};

const catchFields: Readonly<Record<QueryLanguage, Readonly<Record<string, Check>>>> = {
  JSONPath: { Comment: text, Next: text, ResultPath: resultPath, Assign: assign("JSONPath") },
  JSONata: { Comment: text, Next: text, Output: catcherQuery, Assign: assign("JSONata", true) },
};

export function checkRetry(value: unknown, location: string, problems: Problems): void {
  checkList(value, location, problems, retryFields);
}

export function checkCatch(
  value: unknown,
  location: string,
  problems: Problems,
  target: (name: unknown, at: string) => void,
  language: QueryLanguage,
): void {
  checkList(value, location, problems, catchFields[language], language);
  if (!Array.isArray(value)) return;
  value.forEach((catcher, index) => {
    if (!isObject(catcher)) return;
    if (catcher.Next === undefined) problems.schema("The field 'Next' is required but was missing", `${location}[${index}]`);
    else target(catcher.Next, `${location}[${index}]/Next`);
  });
}

function checkList(
  value: unknown,
  location: string,
  problems: Problems,
  fields: Readonly<Record<string, Check>>,
  language?: QueryLanguage,
): void {
  if (!Array.isArray(value)) {
    problems.schema("Expected value of type Array", location);
    return;
  }
  value.forEach((entry, index) => {
    const at = `${location}[${index}]`;
    if (!isObject(entry)) {
      problems.schema("Expected value of type Object", at);
      return;
    }
    checkErrorEquals(entry.ErrorEquals, index === value.length - 1, at, problems);
    for (const [name, member] of Object.entries(entry)) {
      if (name === "ErrorEquals") continue;
      const check = Object.hasOwn(fields, name) ? fields[name] : undefined;
      if (check !== undefined) check(member, `${at}/${name}`, problems);
      else if (language !== undefined && name === (language === "JSONata" ? "ResultPath" : "Output")) {
        problems.otherLanguage(name, language, at);
      } else problems.schema(`Field '${name}' is not supported`, at);
    }
  });
}

function checkErrorEquals(names: unknown, last: boolean, location: string, problems: Problems): void {
  const at = `${location}/ErrorEquals`;
  if (!Array.isArray(names) || names.length === 0 || !names.every((name) => typeof name === "string")) {
    problems.schema("The field 'ErrorEquals' must be a non-empty Array of Strings", at);
    return;
  }
  if (!names.includes("States.ALL")) return;
  if (names.length > 1) problems.schema("States.ALL must appear alone in ErrorEquals", at);
  if (!last) problems.schema("States.ALL must appear in the last Retrier or Catcher", at);
}

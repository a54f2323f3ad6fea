/** Checks Retry and Catch. */
import { isObject } from "../json.ts";
import { type Check, integer, number, oneOf, referencePath, text } from "./checks.ts";
import type { Problems } from "./problems.ts";

const retryFields: Readonly<Record<string, Check>> = {
  Comment: text,
  IntervalSeconds: integer(1),
  MaxAttempts: integer(0),
  BackoffRate: number(1, Number.MAX_VALUE),
  MaxDelaySeconds: integer(1, 31_622_400),
  JitterStrategy: oneOf("FULL", "NONE"),
};

const catchFields: Readonly<Record<string, Check>> = { Comment: text, Next: text, ResultPath: referencePath };

export function checkRetry(value: unknown, location: string, problems: Problems): void {
  checkList(value, location, problems, retryFields);
}

export function checkCatch(value: unknown, location: string, problems: Problems, target: (name: unknown, at: string) => void): void {
  checkList(value, location, problems, catchFields);
  if (!Array.isArray(value)) return;
  value.forEach((catcher, index) => {
    if (!isObject(catcher)) return;
    if (catcher.Next === undefined) problems.schema("The field 'Next' is required but was missing", `${location}[${index}]`);
    else target(catcher.Next, `${location}[${index}]/Next`);
  });
}

function checkList(value: unknown, location: string, problems: Problems, fields: Readonly<Record<string, Check>>): void {
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
      else if (name === "Assign" || name === "Output") problems.unsupported(`${name} in a Catcher (variables, JSONata)`, at);
      else problems.schema(`Field '${name}' is not supported`, at);
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

/** Which fields each type of state has in each query language, and what they may hold. */

import type { QueryLanguage, State } from "./asl.ts";
import { assign } from "./assign-check.ts";
import {
  anything,
  type Check,
  expression,
  flag,
  integer,
  number,
  object,
  path,
  pathOrNull,
  referencePath,
  resultPath,
  template,
  text,
  timestamp,
} from "./checks.ts";
import { items, orExpression, query, queryObject } from "./query-checks.ts";

type Fields = Readonly<Record<string, Check>>;
type Type = State["Type"];

/** Retry and Catch have files of their own. */
const common: Fields = { Type: text, Comment: text, QueryLanguage: anything };
const transition: Fields = { Next: text, End: flag };
const failing: Fields = { Retry: anything, Catch: anything };
const machines: Fields = { ItemProcessor: object, Iterator: object, ItemReader: anything, ItemBatcher: anything, ResultWriter: anything };
const seconds = integer(1);

const paths: Fields = { InputPath: pathOrNull, OutputPath: pathOrNull };
const assigned: Fields = { Assign: assign("JSONPath") };
const result: Fields = { ResultPath: resultPath, ResultSelector: template };

const jsonPathFields: Readonly<Record<Type, Fields>> = {
  Pass: { ...common, ...transition, ...paths, ...assigned, Result: anything, ResultPath: resultPath, Parameters: template },
  Task: {
    ...common,
    ...transition,
    ...paths,
    ...assigned,
    ...failing,
    ...result,
    Resource: text,
    Parameters: template,
    Credentials: object,
    TimeoutSeconds: seconds,
    TimeoutSecondsPath: referencePath,
    HeartbeatSeconds: seconds,
    HeartbeatSecondsPath: referencePath,
  },
  Choice: { ...common, ...paths, ...assigned, Choices: anything, Default: text },
  Wait: {
    ...common,
    ...transition,
    ...paths,
    ...assigned,
    Seconds: integer(0),
    SecondsPath: referencePath,
    Timestamp: timestamp,
    TimestampPath: referencePath,
  },
  Succeed: { ...common, ...paths },
  Fail: { ...common, Error: text, ErrorPath: expression, Cause: text, CausePath: expression },
  Parallel: { ...common, ...transition, ...paths, ...assigned, ...failing, ...result, Branches: anything, Parameters: template },
  Map: {
    ...common,
    ...transition,
    ...paths,
    ...assigned,
    ...failing,
    ...result,
    ...machines,
    ItemsPath: path,
    ItemSelector: template,
    Parameters: template,
    MaxConcurrency: integer(0),
    MaxConcurrencyPath: referencePath,
    Label: text,
    ToleratedFailureCount: integer(0),
    ToleratedFailureCountPath: referencePath,
    ToleratedFailurePercentage: number(0, 100),
    ToleratedFailurePercentagePath: referencePath,
  },
};

const ending: Fields = { Output: query, Assign: assign("JSONata") };

const jsonataFields: Readonly<Record<Type, Fields>> = {
  Pass: { ...common, ...transition, ...ending },
  Task: {
    ...common,
    ...transition,
    ...ending,
    ...failing,
    Resource: text,
    Arguments: query,
    Credentials: queryObject,
    TimeoutSeconds: orExpression(seconds),
    HeartbeatSeconds: orExpression(seconds),
  },
  Choice: { ...common, ...ending, Choices: anything, Default: text },
  Wait: { ...common, ...transition, ...ending, Seconds: orExpression(integer(0)), Timestamp: orExpression(timestamp) },
  Succeed: { ...common, Output: query },
  Fail: { ...common, Error: orExpression(text), Cause: orExpression(text) },
  Parallel: { ...common, ...transition, ...ending, ...failing, Branches: anything, Arguments: query },
  Map: {
    ...common,
    ...transition,
    ...ending,
    ...failing,
    ...machines,
    Items: items,
    ItemSelector: queryObject,
    MaxConcurrency: orExpression(integer(0)),
    Label: text,
    ToleratedFailureCount: orExpression(integer(0)),
    ToleratedFailurePercentage: orExpression(number(0, 100)),
  },
};

const fieldsByLanguage = { JSONPath: jsonPathFields, JSONata: jsonataFields };

/** The check of a field, or why there is none: nobody knows it, or only states in the other language have it. */
export function fieldCheck(type: Type, name: string, language: QueryLanguage): Check | "unknown" | "other language" {
  const own = fieldsByLanguage[language][type];
  if (Object.hasOwn(own, name)) return own[name] as Check;
  const other = fieldsByLanguage[language === "JSONata" ? "JSONPath" : "JSONata"][type];
  return Object.hasOwn(other, name) ? "other language" : "unknown";
}

/** Fields of which at most one may be there. */
export const exclusive: readonly (readonly string[])[] = [
  ["Next", "End"],
  ["TimeoutSeconds", "TimeoutSecondsPath"],
  ["HeartbeatSeconds", "HeartbeatSecondsPath"],
  ["Seconds", "SecondsPath", "Timestamp", "TimestampPath"],
  ["Error", "ErrorPath"],
  ["Cause", "CausePath"],
  ["MaxConcurrency", "MaxConcurrencyPath"],
  ["ToleratedFailureCount", "ToleratedFailureCountPath"],
  ["ToleratedFailurePercentage", "ToleratedFailurePercentagePath"],
  ["ItemProcessor", "Iterator"],
  ["ItemSelector", "Parameters"],
];

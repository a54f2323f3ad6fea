/** Which fields a hand-written state may have, by type: the same as in the types of `state`. Others go into `more`. */
import type { AslState, Json, JsonObject } from "../asl/index.ts";
import type { Exits } from "./graph.ts";

type Check = (value: Json) => boolean;
const isText: Check = (value) => typeof value === "string";
const isPath: Check = (value) => value === null || typeof value === "string";
const isCount: Check = (value) => typeof value === "number" || typeof value === "string";
const isAny: Check = () => true;
const isObject: Check = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

const COMMON: Readonly<Record<string, Check>> = {
  Type: isText,
  Comment: isText,
  QueryLanguage: (value) => value === "JSONPath" || value === "JSONata",
  InputPath: isPath,
  OutputPath: isPath,
  Assign: isObject,
  Output: isAny,
};
const RESULT = { Parameters: isAny, Arguments: isAny, ResultSelector: isObject, ResultPath: isPath };
const OWN: Readonly<Record<AslState["Type"], Readonly<Record<string, Check>>>> = {
  Task: {
    ...RESULT,
    Resource: isText,
    Credentials: isAny,
    TimeoutSeconds: isCount,
    TimeoutSecondsPath: isText,
    HeartbeatSeconds: isCount,
    HeartbeatSecondsPath: isText,
  },
  Pass: { Result: isAny, Parameters: isAny, ResultPath: isPath },
  Choice: {},
  Wait: { Seconds: isCount, SecondsPath: isText, Timestamp: isText, TimestampPath: isText },
  Succeed: {},
  Fail: { Error: isText, ErrorPath: isText, Cause: isText, CausePath: isText },
  Map: {
    ...RESULT,
    ItemsPath: isPath,
    Items: isAny,
    ItemReader: isObject,
    ItemSelector: isAny,
    ItemBatcher: isObject,
    ResultWriter: isObject,
    MaxConcurrency: isCount,
    MaxConcurrencyPath: isText,
    ToleratedFailureCount: isCount,
    ToleratedFailureCountPath: isText,
    ToleratedFailurePercentage: isCount,
    ToleratedFailurePercentagePath: isText,
    Label: isText,
  },
  Parallel: RESULT,
};

const RETRY: Readonly<Record<string, Check>> = {
  ErrorEquals: Array.isArray,
  IntervalSeconds: (value) => typeof value === "number",
  MaxAttempts: (value) => typeof value === "number",
  BackoffRate: (value) => typeof value === "number",
  MaxDelaySeconds: (value) => typeof value === "number",
  JitterStrategy: (value) => value === "FULL" || value === "NONE",
  Comment: isText,
};
const CATCH: Readonly<Record<string, Check>> = {
  ErrorEquals: Array.isArray,
  ResultPath: isPath,
  Assign: isObject,
  Output: isAny,
  Comment: isText,
};

const fits = (of: JsonObject, checks: Readonly<Record<string, Check>>): boolean =>
  Object.entries(of).every(([name, value]) => Object.hasOwn(checks, name) && checks[name]?.(value));

/** Whether the type of a Catch can say it. */
export const fitsCatch = (fields: JsonObject): boolean => fits(fields, CATCH);
/** Whether the type of Retry can say it. */
export const fitsRetry = (retry: Json | undefined): retry is readonly JsonObject[] =>
  Array.isArray(retry) && retry.length > 0 && retry.every((rule) => isObject(rule) && fits(rule, RETRY));

/** The language's own fields that the options say. */
function isSaid(state: AslState, field: string, { next, ends }: Exits): boolean {
  const { Type } = state;
  const works = Type === "Task" || Type === "Map" || Type === "Parallel";
  switch (field) {
    case "Next":
      return next !== undefined;
    case "End":
      return ends && Type !== "Succeed" && Type !== "Fail";
    case "Choices":
      return Type === "Choice";
    case "Default":
      return Type === "Choice" && typeof state.Default === "string";
    case "Catch":
      return works && Array.isArray(state.Catch) && state.Catch.length > 0;
    case "Retry":
      return works && fitsRetry(state.Retry);
    case "ItemProcessor":
      return Type === "Map";
    case "Iterator":
      return Type === "Map" && state.ItemProcessor === undefined;
    case "Branches":
      return Type === "Parallel";
    default:
      return false;
  }
}

/** The fields that the types know, and those that they do not. */
export function sortFields(state: AslState, exits: Exits): { readonly known: JsonObject; readonly more: JsonObject } {
  const checks = { ...COMMON, ...OWN[state.Type] };
  const rest = Object.entries(state).filter(([field]) => !isSaid(state, field, exits));
  const isKnown = ([field, value]: readonly [string, Json]): boolean => Object.hasOwn(checks, field) && checks[field]?.(value) === true;
  return { known: Object.fromEntries(rest.filter(isKnown)), more: Object.fromEntries(rest.filter((entry) => !isKnown(entry))) };
}

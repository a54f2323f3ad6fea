/** Which fields each type of state has, and what they may hold. */

import type { State } from "./asl.ts";
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
  template,
  text,
  timestamp,
} from "./checks.ts";

type Fields = Readonly<Record<string, Check>>;

const common: Fields = { Type: text, Comment: text, QueryLanguage: text };
const transition: Fields = { Next: text, End: flag };
const paths: Fields = { InputPath: pathOrNull, OutputPath: pathOrNull };
/** Retry and Catch have a file of their own. */
const failing: Fields = { Retry: anything, Catch: anything };
const result: Fields = { ResultPath: referencePath, ResultSelector: template };

const map: Fields = {
  ItemProcessor: object,
  Iterator: object,
  ItemsPath: path,
  ItemSelector: template,
  Parameters: template,
  MaxConcurrency: integer(0),
  MaxConcurrencyPath: referencePath,
  Label: text,
  ItemReader: anything,
  ItemBatcher: anything,
  ResultWriter: anything,
  ToleratedFailureCount: integer(0),
  ToleratedFailureCountPath: referencePath,
  ToleratedFailurePercentage: number(0, 100),
  ToleratedFailurePercentagePath: referencePath,
};

const seconds = integer(1);

/** By type; every field that is not here is refused. */
export const stateFields: Readonly<Record<State["Type"], Fields>> = {
  Pass: { ...common, ...transition, ...paths, Result: anything, ResultPath: referencePath, Parameters: template },
  Task: {
    ...common,
    ...transition,
    ...paths,
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
  Choice: { ...common, ...paths, Choices: anything, Default: text },
  Wait: {
    ...common,
    ...transition,
    ...paths,
    Seconds: integer(0),
    SecondsPath: referencePath,
    Timestamp: timestamp,
    TimestampPath: referencePath,
  },
  Succeed: { ...common, ...paths },
  Fail: { ...common, Error: text, ErrorPath: expression, Cause: text, CausePath: expression },
  Parallel: { ...common, ...transition, ...paths, ...failing, ...result, Branches: anything, Parameters: template },
  Map: { ...common, ...transition, ...paths, ...failing, ...result, ...map },
};

/** Fields of the language that this engine does not know yet; they are refused by name. */
export const unsupportedFields: ReadonlyMap<string, string> = new Map([
  ["Assign", "Assign (variables)"],
  ["Output", "Output (JSONata)"],
  ["Arguments", "Arguments (JSONata)"],
  ["Items", "Items (JSONata)"],
  ["Condition", "Condition (JSONata)"],
]);

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

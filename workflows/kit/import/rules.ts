/** Retry and Catch of a Task as options of `run`, where every field of them is one that the kit writes. */
import type { Json, JsonObject } from "../asl/index.ts";
import { statesErrors } from "../task.ts";
import { type Code, list, literal, object } from "./code.ts";

const LONGEST = 99_999_999;
const LONGEST_DELAY = 31_622_400;

const isWhole = (value: Json | undefined, least: number, most: number): value is number =>
  typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;

/** Names that a contract may list, or that the language knows; States.ALL alone. */
function isSayable(names: Json | undefined): names is readonly string[] {
  if (!Array.isArray(names) || names.length === 0) return false;
  const list = names as readonly Json[];
  if (list.includes("States.ALL") && list.length > 1) return false;
  return list.every((name) => typeof name === "string" && !/[$%]\{/.test(name) && (!name.startsWith("States.") || statesErrors.has(name)));
}

const isLastForAll = (rules: readonly JsonObject[]): boolean =>
  rules.every(({ ErrorEquals }, index) => index === rules.length - 1 || !(ErrorEquals as readonly string[]).includes("States.ALL"));

const errorsCode = (names: readonly string[]): readonly [string, Code] => ["errors", list(names.map(literal))];

/** The option `retry`. */
export function retryCode(retry: Json): Code | undefined {
  if (!Array.isArray(retry) || retry.length === 0) return undefined;
  const rules = retry as readonly JsonObject[];
  const codes = rules.map(({ ErrorEquals, IntervalSeconds, MaxAttempts, BackoffRate, MaxDelaySeconds, JitterStrategy, ...others }) => {
    const isKnown =
      Object.keys(others).length === 0 &&
      isSayable(ErrorEquals) &&
      isWhole(IntervalSeconds, 1, LONGEST) &&
      isWhole(MaxAttempts, 0, LONGEST) &&
      typeof BackoffRate === "number" &&
      BackoffRate >= 1 &&
      (MaxDelaySeconds === undefined || (isWhole(MaxDelaySeconds, 1, LONGEST_DELAY) && MaxDelaySeconds > IntervalSeconds)) &&
      (JitterStrategy === undefined || JitterStrategy === "FULL");
    if (!isKnown) return undefined;
    return object([
      errorsCode(ErrorEquals),
      ...(IntervalSeconds === 1 ? [] : [["every", String(IntervalSeconds)] as const]),
      ...(MaxAttempts === 3 ? [] : [["max", String(MaxAttempts)] as const]),
      ...(BackoffRate === 2 ? [] : [["backoff", String(BackoffRate)] as const]),
      ...(MaxDelaySeconds === undefined ? [] : [["maxDelay", String(MaxDelaySeconds)] as const]),
      ...(JitterStrategy === undefined ? [] : [["jitter", "true"] as const]),
    ]);
  });
  return codes.every((code) => code !== undefined) && isLastForAll(rules) ? list(codes as readonly Code[]) : undefined;
}

/** The option `catch`. */
export function catchCode(catches: readonly { readonly fields: JsonObject; readonly to: Code }[]): Code | undefined {
  const isKnown = catches.every(
    ({ fields: { ErrorEquals, ResultPath, ...others } }) =>
      Object.keys(others).length === 0 && isSayable(ErrorEquals) && ResultPath === "$.failure",
  );
  if (!isKnown || !isLastForAll(catches.map(({ fields }) => fields))) return undefined;
  return list(catches.map(({ fields, to }) => object([errorsCode(fields.ErrorEquals as readonly string[]), ["to", to]])));
}

/** The names beside `States.*`, each once. */
export function errorNames(retry: Json | undefined, catches: readonly JsonObject[]): readonly string[] {
  const rules = [...(Array.isArray(retry) ? (retry as readonly JsonObject[]) : []), ...catches];
  const names = rules.flatMap(({ ErrorEquals }) => (Array.isArray(ErrorEquals) ? (ErrorEquals as readonly Json[]) : []));
  return [...new Set(names.filter((name): name is string => typeof name === "string" && !name.startsWith("States.")))];
}

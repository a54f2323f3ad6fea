/** States in the language's own words, where the build gives exactly the state that was imported. */
import type { AslState, Json, JsonObject } from "../asl/index.ts";
import { variableName } from "../build/names.ts";
import type { QueryLanguage } from "../workflow-type.ts";
import { type Code, call, key, list, literal, object } from "./code.ts";
import { jsonataCode } from "./condition.ts";
import type { Exits } from "./graph.ts";
import type { Reader } from "./reader.ts";
import { isPlain, jsonCode, textCode, type Uses } from "./texts.ts";

/** The longest wait that Step Functions takes, in seconds. */
const LONGEST = 99_999_999;

export interface Native {
  readonly name: string;
  readonly state: AslState;
  readonly exits: Exits;
  readonly machine: QueryLanguage;
  readonly reader: Reader;
  readonly uses: Uses;
}

/** Whether the state has these fields beside Type, Next and End, and no other. */
const hasOnly = (state: AslState, ...fields: readonly string[]): boolean =>
  Object.keys(state).every((field) => ["Type", "Next", "End", ...fields].includes(field));

const isObject = (value: Json | undefined): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);

/** A template of JSONPath as an object whose fields are expressions. */
export function payloadCode(value: Json, of: Native): Code | undefined {
  if (Array.isArray(value)) {
    const entries = (value as readonly Json[]).map((entry) => payloadCode(entry, of));
    // An array of texts that are paths would be computed as a whole.
    return entries.every((entry) => entry !== undefined) ? list(entries as readonly Code[]) : undefined;
  }
  if (!isObject(value)) return jsonCode(value, of.uses);
  const fields: (readonly [string, Code])[] = [];
  const seen = new Set<string>();
  for (const [name, entry] of Object.entries(value)) {
    const computed = name.endsWith(".$");
    const plain = computed ? name.slice(0, -2) : name;
    const code = computed ? of.reader.value(entry, { want: "anything" }) : payloadCode(entry, of);
    if (code === undefined || seen.has(plain) || plain.endsWith(".$")) return undefined;
    seen.add(plain);
    fields.push([key(plain), code]);
  }
  return object(fields);
}

/** JSON of JSONata as a structure whose texts in `{% %}` are expressions. */
function jsonataValue(value: Json, uses: Uses): Code | undefined {
  if (typeof value === "string") return value.startsWith("{%") ? jsonataCode(value, "unknown", uses) : textCode(value, uses);
  if (typeof value !== "object" || value === null) return jsonCode(value, uses);
  if (Array.isArray(value)) {
    const entries = (value as readonly Json[]).map((entry) => jsonataValue(entry, uses));
    return entries.every((entry) => entry !== undefined) ? list(entries as readonly Code[]) : undefined;
  }
  const fields = Object.entries(value).map(([name, entry]) => [key(name), jsonataValue(entry, uses)] as const);
  return fields.every(([, code]) => code !== undefined) ? object(fields as readonly (readonly [string, Code])[]) : undefined;
}

/** Whether every text of the value is just itself. */
const isPlainJson = (value: Json, uses: Uses): boolean =>
  typeof value === "string"
    ? isPlain(value, uses)
    : typeof value !== "object" || value === null || Object.values(value).every((entry: Json) => isPlainJson(entry, uses));

/** What a Pass in JSONPath gives. */
function passValue(of: Native): Code | undefined {
  const { state, uses } = of;
  const { Result, Parameters, InputPath } = state;
  if (InputPath !== undefined)
    return Result === undefined && Parameters === undefined && InputPath !== "$"
      ? of.reader.path(InputPath, { want: "anything" })
      : undefined;
  if (Parameters !== undefined) return Result === undefined && isObject(Parameters) ? payloadCode(Parameters, of) : undefined;
  if (Result === undefined) return undefined;
  if (typeof Result === "string") return textCode(Result, uses);
  if (!isPlainJson(Result, uses)) return undefined;
  return typeof Result === "object" && Result !== null ? call(uses.function("literal"), jsonCode(Result, uses)) : jsonCode(Result, uses);
}

function pass(of: Native): Code | undefined {
  const { name, state, exits, machine, uses } = of;
  if (machine === "JSONata") {
    if (exits.ends) {
      const value = hasOnly(state, "Output") && state.Output !== undefined ? jsonataValue(state.Output, uses) : undefined;
      return value && call(uses.step("succeed"), literal(name), value);
    }
    const assigned = hasOnly(state, "Assign") && isObject(state.Assign) ? Object.entries(state.Assign) : [];
    const [only] = assigned;
    if (assigned.length !== 1 || only?.[0] !== variableName(name)) return undefined;
    const value = jsonataValue(only[1], uses);
    return value && call(uses.step("pass"), literal(name), value);
  }
  if (exits.ends) {
    if (!hasOnly(state, "Result", "Parameters", "InputPath")) return undefined;
    const isSame = hasOnly(state);
    const value = isSame ? of.reader.whole() : passValue(of);
    return value && call(uses.step("succeed"), literal(name), value);
  }
  if (!hasOnly(state, "Result", "Parameters", "InputPath", "ResultPath") || state.ResultPath !== `$.${variableName(name)}`)
    return undefined;
  const value = passValue(of);
  return value && call(uses.step("pass"), literal(name), value);
}

/** A field, or its twin that holds a path. */
function fieldOrPath(
  field: string,
  want: "text" | "number",
  takes: "path" | "value",
  { state, machine, reader, uses }: Native,
): Code | undefined {
  const [constant, path] = [state[field], state[`${field}Path`]];
  if (constant !== undefined && path === undefined) {
    if (want === "number" && typeof constant === "number") {
      return Number.isInteger(constant) && constant >= 0 && constant <= LONGEST ? jsonCode(constant, uses) : undefined;
    }
    if (typeof constant !== "string") return undefined;
    if (machine === "JSONata" && constant.startsWith("{%")) return jsonataCode(constant, want === "number" ? "number" : "string", uses);
    return want === "text" ? textCode(constant, uses) : undefined;
  }
  if (constant !== undefined || path === undefined || machine === "JSONata") return undefined;
  return takes === "path" ? reader.path(path, { want, strict: true }) : reader.value(path, { want, strict: true });
}

function wait(of: Native): Code | undefined {
  const { name, state, exits, uses } = of;
  if (exits.ends || !hasOnly(state, "Seconds", "SecondsPath", "Timestamp", "TimestampPath")) return undefined;
  const isUntil = state.Timestamp !== undefined || state.TimestampPath !== undefined;
  if (isUntil && (state.Seconds !== undefined || state.SecondsPath !== undefined)) return undefined;
  const value = isUntil ? fieldOrPath("Timestamp", "text", "path", of) : fieldOrPath("Seconds", "number", "path", of);
  return value && call(uses.step("wait"), literal(name), object([[isUntil ? "until" : "seconds", value]]));
}

function fail(of: Native): Code | undefined {
  const { name, state, uses } = of;
  if (!Object.keys(state).every((field) => ["Type", "Error", "ErrorPath", "Cause", "CausePath"].includes(field))) return undefined;
  const [error, cause] = [fieldOrPath("Error", "text", "value", of), fieldOrPath("Cause", "text", "value", of)];
  return error && cause && call(uses.step("fail"), literal(name), error, cause);
}

/** The state as a call of one word; undefined where the build would give another one. Choices are written elsewhere. */
export function nativeCode(of: Native): Code | undefined {
  switch (of.state.Type) {
    case "Pass":
      return pass(of);
    case "Wait":
      return wait(of);
    case "Fail":
      return fail(of);
    default:
      return undefined;
  }
}

/** Fields of a hand-written state, with constants of the source where a path reads what they hold. */
import type { AslState, Json, JsonObject } from "../asl/index.ts";
import { type Code, key, list, object } from "./code.ts";
import type { Reader } from "./reader.ts";
import type { Want } from "./shape.ts";
import { jsonCode, type Uses } from "./texts.ts";

/** Fields that hold one path, and what it leads to. */
const PATHS: Readonly<Record<string, Want>> = {
  InputPath: "anything",
  ItemsPath: "array",
  SecondsPath: "number",
  TimestampPath: "text",
  TimeoutSecondsPath: "number",
  HeartbeatSecondsPath: "number",
  MaxConcurrencyPath: "number",
  ToleratedFailureCountPath: "number",
  ToleratedFailurePercentagePath: "number",
  ErrorPath: "text",
  CausePath: "text",
};
/** Fields that are templates over the state's input. */
const TEMPLATES = new Set(["Parameters", "Credentials", "ItemSelector", "ItemReader", "ItemBatcher", "ResultWriter"]);

/** A template: the fields whose names end in `.$` are read. */
function templateCode(value: Json, reader: Reader, uses: Uses): Code {
  if (typeof value !== "object" || value === null) return jsonCode(value, uses);
  if (Array.isArray(value)) return list((value as readonly Json[]).map((entry) => templateCode(entry, reader, uses)));
  return object(
    Object.entries(value).map(([name, entry]) => {
      const read = name.endsWith(".$") ? reader.constant(entry, { want: "anything" }) : undefined;
      return [key(name), read ?? templateCode(entry, reader, uses)];
    }),
  );
}

/** The fields as code. */
export function filledCode(state: AslState, known: JsonObject, reader: Reader, uses: Uses): Code {
  // Behind an InputPath, `$` is something else.
  const isFiltered = state.InputPath !== undefined && state.InputPath !== "$";
  const code = (name: string, value: Json): Code => {
    const want = PATHS[name];
    // An InputPath of `$` filters nothing, and only the path itself says so.
    const isRead = name === "InputPath" ? isFiltered : !isFiltered;
    if (want !== undefined && isRead) return reader.constant(value, { want }) ?? jsonCode(value, uses);
    return TEMPLATES.has(name) && !isFiltered ? templateCode(value, reader, uses) : jsonCode(value, uses);
  };
  return object(Object.entries(known).map(([name, value]) => [key(name), code(name, value)]));
}

/** A rule of a Choice as code. */
export function filledRule(rule: Json, reader: Reader, uses: Uses): Code {
  if (typeof rule !== "object" || rule === null) return jsonCode(rule, uses);
  if (Array.isArray(rule)) return list((rule as readonly Json[]).map((entry) => filledRule(entry, reader, uses)));
  return object(
    Object.entries(rule).map(([name, value]) => {
      const isPath = typeof value === "string" && (name === "Variable" || name.endsWith("Path"));
      const read = isPath ? reader.constant(value, { want: "anything", asked: true }) : undefined;
      return [key(name), read ?? (isPath ? jsonCode(value, uses) : filledRule(value, reader, uses))];
    }),
  );
}

/** Writes one state: in the language's own words where that gives the same state again, otherwise by hand. */
import type { JsonObject } from "../asl/index.ts";
import { type Code, call, list, literal, object } from "./code.ts";
import { conditionCode, jsonataCode } from "./condition.ts";
import { fitsRetry, sortFields } from "./fields.ts";
import { filledCode, filledRule } from "./filled.ts";
import { type Native, nativeCode } from "./native.ts";
import { type Run, runCode, type TaskParts } from "./task.ts";
import { jsonCode } from "./texts.ts";

/** The inside of a Map, or a branch. */
export interface Body {
  /** What its machine has beside the states. */
  readonly fields: JsonObject;
  readonly code: () => Code;
  readonly isTyped: () => boolean;
}

/** A state, and the code of all that follows it. */
export interface Parts extends Native, Omit<TaskParts, keyof Native | "catches"> {
  readonly rules: readonly { readonly rule: JsonObject; readonly way: Code }[];
  readonly otherwise: Code | undefined;
  readonly catches: readonly { readonly fields: JsonObject; readonly to: Code }[];
  readonly bodies: readonly Body[];
  /** The type of its result, when something reads it. */
  readonly type: () => string | undefined;
}

/** A Choice with a condition for each rule. */
function choiceCode(parts: Parts): Code | undefined {
  const { name, state, uses, machine } = parts;
  if (!Object.keys(state).every((field) => field === "Type" || field === "Choices" || field === "Default") || !parts.otherwise)
    return undefined;
  const rules: Code[] = [];
  for (const { rule, way } of parts.rules) {
    const condition =
      machine === "JSONPath"
        ? conditionCode(rule, parts)
        : Object.keys(rule).length === 1
          ? jsonataCode(rule.Condition, "boolean", uses)
          : undefined;
    if (!condition) return undefined;
    rules.push(call(uses.function("when"), condition, way));
  }
  return call(uses.step("choice"), literal(name), list(rules), parts.otherwise);
}

/** The options of a hand-written state. */
function optionsCode(parts: Parts, more: JsonObject): readonly (readonly [string, Code])[] {
  const { state, exits, uses, bodies } = parts;
  const { Retry } = state;
  const [processor] = bodies;
  const isRead =
    parts.machine === "JSONPath" && state.QueryLanguage !== "JSONata" && (state.InputPath === undefined || state.InputPath === "$");
  const isMap = state.Type === "Map";
  const options: (readonly [string, Code])[] = [];
  if (exits.ends && state.Type !== "Succeed" && state.Type !== "Fail") options.push(["end", "true"]);
  if (fitsRetry(Retry)) options.push(["retry", jsonCode(Retry, uses)]);
  if (parts.catches.length > 0) {
    const caught = parts.catches.map(({ fields, to }) =>
      object([...Object.entries(fields).map(([name, value]) => [name, jsonCode(value, uses)] as const), ["to", to]]),
    );
    options.push(["catch", list(caught)]);
  }
  if (isMap && state.ItemProcessor === undefined) options.push(["processorName", '"Iterator"']);
  if (isMap && processor) {
    if (Object.keys(processor.fields).length > 0) options.push(["processor", jsonCode(processor.fields, uses)]);
    options.push(["body", processor.code()]);
  }
  if (state.Type === "Parallel") {
    const branches = bodies.map((body) =>
      Object.keys(body.fields).length === 0
        ? body.code()
        : object([
            ["fields", jsonCode(body.fields, uses)],
            ["body", body.code()],
          ]),
    );
    options.push(["branches", list(branches)]);
  }
  if (state.Type === "Choice") {
    options.push([
      "rules",
      list(
        parts.rules.map(({ rule, way }) =>
          object([
            ["rule", isRead ? filledRule(rule, parts.reader, uses) : jsonCode(rule, uses)],
            ["body", way],
          ]),
        ),
      ),
    ]);
    if (parts.otherwise) options.push(["otherwise", parts.otherwise]);
  }
  if (Object.keys(more).length > 0) options.push(["more", jsonCode(more, uses)]);
  return options;
}

function handwrittenCode(parts: Parts): Code {
  const { name, state, exits, uses } = parts;
  const { known, more } = sortFields(state, exits);
  const type = parts.type();
  const options = optionsCode(parts, more);
  if (parts.bodies.some((body) => body.isTyped())) uses.functions.add("type Expr");
  const isRead = parts.machine === "JSONPath" && state.QueryLanguage !== "JSONata";
  const filled = isRead ? filledCode(state, known, parts.reader, uses) : jsonCode(known, uses);
  const step = uses.step("state") + (type === undefined ? "" : `<${type}>`);
  return call(step, literal(name), filled, ...(options.length > 0 ? [object(options)] : []));
}

/** A state as a call, and the contract of a Task. */
export interface WrittenState {
  readonly code: Code;
  readonly isNative: boolean;
  readonly contract?: Code;
}

/** The state as a call. */
export function writeState(parts: Parts): WrittenState {
  const { Type } = parts.state;
  const run: Run | undefined = Type === "Task" ? runCode(parts) : undefined;
  if (run) return { ...run, isNative: true };
  // What these give is known to the build alone: where it is read, the source says what it is.
  const native = parts.result.isUsed ? undefined : Type === "Choice" ? choiceCode(parts) : nativeCode(parts);
  return native ? { code: native, isNative: true } : { code: handwrittenCode(parts), isNative: false };
}

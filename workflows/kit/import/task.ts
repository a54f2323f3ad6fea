/** Tasks as `run` with a contract, where the build gives exactly the Task that was imported. */
import type { Json, JsonObject } from "../asl/index.ts";
import { variableName } from "../build/names.ts";
import { type Code, call, key, list, literal, object } from "./code.ts";
import { type Native, payloadCode } from "./native.ts";
import { Reader } from "./reader.ts";
import { catchCode, errorNames, retryCode } from "./rules.ts";
import { Shape } from "./shape.ts";
import { textParts } from "./texts.ts";

const LONGEST = 99_999_999;
const FIELDS = "Type Resource Parameters ResultSelector ResultPath TimeoutSeconds HeartbeatSeconds Retry Catch Next".split(" ");

export interface TaskParts extends Native {
  readonly catches: readonly { readonly fields: JsonObject; readonly to: Code }[];
  /** What is known of its result; whether anything reads it. */
  readonly result: { readonly shape: Shape; readonly isUsed: boolean };
  /** Whether no other state of the language stores its result there. */
  readonly isFree: (place: string) => boolean;
  readonly claim: (place: string) => void;
}

/** A Task as a call, and the contract that it needs. */
export interface Run {
  readonly code: Code;
  readonly contract: Code;
}

/** What a Task calls: the contract's maker with its names, its arguments, and where in the raw result the result is. */
interface Target {
  readonly maker: "lambda" | "awsSdk" | "integration";
  readonly names: readonly string[];
  readonly given: JsonObject;
  readonly base: readonly string[];
  readonly timeout: number;
}

const isObject = (value: Json | undefined): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);
const isCount = (value: Json | undefined, least: number): value is number =>
  typeof value === "number" && Number.isInteger(value) && value >= least && value <= LONGEST;

/** A Lambda whose payload names an operation, in the form that `lambda` writes. */
function lambdaTarget({ FunctionName, Payload, ...others }: JsonObject): Target | undefined {
  const [token, ...rest] = typeof FunctionName === "string" ? textParts(FunctionName, true) : [];
  const handler = typeof token === "object" && rest.length === 0 ? /^(.+)_arn$/.exec(token.token)?.[1] : undefined;
  if (handler === undefined || !isObject(Payload) || Object.keys(others).length > 0 || typeof Payload.operation !== "string")
    return undefined;
  const { operation, ...given } = Payload;
  return { maker: "lambda", names: [handler, operation], given, base: ["Payload"], timeout: 960 };
}

function targetOf({ state, uses }: Native): Target | undefined {
  const { Resource, Parameters } = state;
  const resource = typeof Resource === "string" ? /^arn:aws:states:::([A-Za-z0-9:.-]+)$/.exec(Resource)?.[1] : undefined;
  if (resource === undefined || resource.endsWith(".waitForTaskToken") || !isObject(Parameters)) return undefined;
  const sdk = /^aws-sdk:([a-z0-9]+:[A-Za-z0-9]+)$/.exec(resource)?.[1];
  if (sdk !== undefined) return { maker: "awsSdk", names: [sdk], given: Parameters, base: [], timeout: 300 };
  const lambda = resource === "lambda:invoke" && uses.template ? lambdaTarget(Parameters) : undefined;
  return lambda ?? { maker: "integration", names: [resource], given: Parameters, base: [], timeout: 300 };
}

/** The schema of what is handed in. */
function inputSchema(value: Json): Code {
  if (typeof value === "string") return "z.string()";
  if (typeof value === "number") return "z.number()";
  if (typeof value === "boolean") return "z.boolean()";
  if (!isObject(value)) return Array.isArray(value) ? "z.array(z.unknown())" : "z.null()";
  return call(
    "z.object",
    object(
      Object.entries(value).map(([name, entry]) =>
        name.endsWith(".$") ? [key(name.slice(0, -2)), "z.unknown()"] : [key(name), inputSchema(entry)],
      ),
    ),
  );
}

/** What `keep` makes of the result, and what the result must be for that. */
function keepCode(selector: JsonObject, { base }: Target, parts: TaskParts): { readonly keep: Code; readonly output: Code } | undefined {
  const output = new Shape();
  // What is read of a kept field tells what the field of the result is.
  for (const wish of parts.result.shape.wishes()) {
    const [first, ...below] = wish.path;
    if (first === undefined) continue;
    const path = selector[`${first}.$`];
    const from = typeof path === "string" ? Reader.keys(path) : undefined;
    const isResult = from && from.length > base.length && base.every((part, index) => from[index] === part);
    if (isResult && output.accepts([{ ...wish, path: [...from.slice(base.length), ...below] }])) continue;
    // Of something computed, or of something else than the result, the type is not known.
    if (path === undefined || below.length > 0 || wish.want !== "anything") return undefined;
  }
  const hold = { name: "result", shape: output, hidden: new Set<string>(), use: () => {} };
  const reader = new Reader({
    data: { whole: { kind: "given" }, fields: new Map() },
    uses: parts.uses,
    holder: () => hold,
    base,
  });
  const value = Object.keys(selector).length > 0 ? payloadCode(selector, { ...parts, reader }) : undefined;
  if (value === undefined) return undefined;
  return { keep: { kind: "gives", parameter: "result", value }, output: output.isEmpty ? "z.unknown()" : output.schema() };
}

/** How the result is stored: the contract's output and the option `keep`. */
function storedCode(target: Target, parts: TaskParts): { readonly output: Code; readonly keep?: Code } | undefined {
  const { ResultPath, ResultSelector } = parts.state;
  const { isUsed, shape } = parts.result;
  if (ResultPath === null) return ResultSelector === undefined && !isUsed ? { output: "z.unknown()" } : undefined;
  // Without a reader that the source knows, the build would not store it.
  const place = variableName(parts.name);
  if (ResultPath !== `$.${place}` || !isUsed || !parts.isFree(place)) return undefined;
  if (ResultSelector !== undefined) return isObject(ResultSelector) ? keepCode(ResultSelector, target, parts) : undefined;
  // An object with known fields would be stored field by field.
  return target.base.length === 0 ? { output: `z.custom<${shape.type()}>()` } : undefined;
}

/** The Task as `run`; undefined where the build would give another one. */
export function runCode(parts: TaskParts): Run | undefined {
  const { name, state, exits, uses, machine } = parts;
  const target = targetOf(parts);
  const { TimeoutSeconds, HeartbeatSeconds } = state;
  if (!target || machine !== "JSONPath" || exits.next === undefined || name === "__proto__") return undefined;
  if (!Object.keys(state).every((field) => FIELDS.includes(field)) || !isCount(TimeoutSeconds, 1)) return undefined;
  if (HeartbeatSeconds !== undefined && !(isCount(HeartbeatSeconds, 1) && HeartbeatSeconds < TimeoutSeconds)) return undefined;
  const retry = state.Retry === undefined ? undefined : retryCode(state.Retry);
  const caught = parts.catches.length === 0 ? undefined : catchCode(parts.catches);
  const isSaid = (state.Retry === undefined || retry) && (parts.catches.length === 0 || caught);
  const stored = isSaid ? storedCode(target, parts) : undefined;
  const args = stored ? payloadCode(target.given, parts) : undefined;
  if (!stored || !args) return undefined;
  parts.claim(variableName(name));
  const errors = errorNames(
    state.Retry,
    parts.catches.map(({ fields }) => fields),
  ).filter(
    (error) =>
      target.maker !== "lambda" ||
      !/^Lambda\.(ServiceException|AWSLambdaException|SdkClientException|TooManyRequestsException)$/.test(error),
  );
  const options: (readonly [string, Code])[] = [
    ...(stored.keep ? [["keep", stored.keep] as const] : []),
    ...(TimeoutSeconds === target.timeout ? [] : [["timeout", String(TimeoutSeconds)] as const]),
    ...(HeartbeatSeconds === undefined ? [] : [["heartbeat", String(HeartbeatSeconds)] as const]),
    ...(retry ? [["retry", retry] as const] : []),
    ...(caught ? [["catch", caught] as const] : []),
  ];
  const contract = call(
    target.maker,
    ...target.names.map(literal),
    object([
      ["input", inputSchema(target.given)],
      ["output", stored.output],
      ...(errors.length > 0 ? [["errors", list(errors.map(literal))] as const] : []),
    ]),
  );
  const code = call(uses.step("run"), literal(name), args, ...(options.length > 0 ? [object(options)] : []));
  return { code, contract };
}

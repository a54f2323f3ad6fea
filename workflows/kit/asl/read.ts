/** Reads Amazon States Language that somebody else wrote: says where it is no JSON, or no state machine. */
import { type ParseError, parse as parseJson, printParseErrorCode } from "jsonc-parser";
import { KitError } from "../errors.ts";
import type { AslMachine, StateType } from "./types.ts";

/** A text that is no Amazon States Language: line and column where it is no JSON, the path where it is no machine. */
export class AslError extends KitError {
  override readonly name = "AslError";
}

const TYPES: readonly StateType[] = ["Task", "Pass", "Choice", "Wait", "Succeed", "Fail", "Map", "Parallel"];
/** Deeper than any machine that Step Functions takes. */
const DEEPEST = 64;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

/** The value of a JSON text; comments and trailing commas are no JSON. */
function parse(text: string): unknown {
  const errors: ParseError[] = [];
  const value: unknown = parseJson(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [first] = errors;
  if (!first) return value;
  const before = text.slice(0, first.offset).split("\n");
  const reason = printParseErrorCode(first.error)
    .replace(/(?<=[a-z])(?=[A-Z])/g, " ")
    .toLowerCase();
  throw new AslError(`Line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}: it is no JSON: ${reason}.`);
}

const problem = (at: string, why: string): AslError => new AslError(`${at === "" ? "/" : at}: it is no state machine: ${why}`);

function checkMachine(value: unknown, path: string, depth: number): void {
  if (!isObject(value)) throw problem(path, "an object with StartAt and States is expected.");
  if (depth > DEEPEST) throw problem(path, `machines lie more than ${DEEPEST} deep in each other.`);
  const { StartAt, States } = value;
  if (typeof StartAt !== "string") throw problem(path, "StartAt names no state.");
  if (!isObject(States) || Object.keys(States).length === 0) throw problem(`${path}/States`, "it holds no state.");
  if (!Object.hasOwn(States, StartAt)) throw problem(`${path}/StartAt`, `there is no state "${StartAt}".`);
  for (const [name, state] of Object.entries(States)) {
    const at = `${path}/States/${name}`;
    if (!isObject(state)) throw problem(at, "a state is an object.");
    if (!TYPES.includes(state.Type as StateType))
      throw problem(`${at}/Type`, `${JSON.stringify(state.Type)} is none of ${TYPES.join(", ")}.`);
    if (state.Type === "Map") checkMachine(state.ItemProcessor ?? state.Iterator, `${at}/ItemProcessor`, depth + 1);
    if (state.Type !== "Parallel") continue;
    if (!Array.isArray(state.Branches)) throw problem(`${at}/Branches`, "a Parallel state has a list of branches.");
    for (const [index, branch] of state.Branches.entries()) checkMachine(branch, `${at}/Branches/${index}`, depth + 1);
  }
}

/**
 * The machine that a text holds; a committed template is read as it is, its tokens stand in texts.
 *
 * @throws AslError with line and column, or with the path
 * @example
 * ```ts
 * readAsl('{ "StartAt": "Done", "States": { "Done": { "Type": "Succeed" } } }').StartAt; // "Done"
 * ```
 */
export function readAsl(text: string): AslMachine {
  const value = parse(text.replace(/^\uFEFF/, ""));
  checkMachine(value, "", 0);
  return value as unknown as AslMachine;
}

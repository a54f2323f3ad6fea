/** Reads the text of an intrinsic function call, `States.Format('{}', $.a)`; calls nest up to ten deep. */
import { JsonPathSyntaxError } from "./errors.ts";
import { parsePath } from "./parse.ts";
import { Scanner } from "./scanner.ts";

/** A call and its arguments. */
export interface IntrinsicCall {
  /** `States.Format`. */
  readonly name: string;
  readonly parameters: readonly IntrinsicArgument[];
}
export type IntrinsicArgument =
  | { readonly kind: "literal"; readonly value: null | boolean | number | string }
  | { readonly kind: "path"; readonly text: string }
  | { readonly kind: "call"; readonly call: IntrinsicCall };

/** The functions, with the number of arguments that each takes at least and at most. */
const FUNCTIONS: ReadonlyMap<string, readonly [least: number, most: number]> = new Map([
  ["States.Array", [0, Number.POSITIVE_INFINITY]],
  ["States.ArrayPartition", [2, 2]],
  ["States.ArrayContains", [2, 2]],
  ["States.ArrayRange", [3, 3]],
  ["States.ArrayGetItem", [2, 2]],
  ["States.ArrayLength", [1, 1]],
  ["States.ArrayUnique", [1, 1]],
  ["States.Base64Encode", [1, 1]],
  ["States.Base64Decode", [1, 1]],
  ["States.Format", [1, Number.POSITIVE_INFINITY]],
  ["States.Hash", [2, 2]],
  ["States.JsonMerge", [3, 3]],
  ["States.JsonToString", [1, 1]],
  ["States.MathAdd", [2, 2]],
  ["States.MathRandom", [2, 3]],
  ["States.StringSplit", [2, 2]],
  ["States.StringToJson", [1, 1]],
  ["States.UUID", [0, 0]],
]);
/** Calls inside of calls, at most. */
export const DEEPEST_INTRINSIC = 10;

/**
 * Parses a call of an intrinsic function.
 *
 * @throws JsonPathSyntaxError where the text is none: an unknown function, a wrong number of arguments, a quote without its end
 * @example
 * ```ts
 * parseIntrinsic("States.ArrayLength($.tables)").name; // "States.ArrayLength"
 * ```
 */
export function parseIntrinsic(text: string): IntrinsicCall {
  const scanner = new Scanner(text);
  const call = readCall(scanner, 1);
  scanner.skipSpace();
  if (!scanner.done) scanner.fail("nothing may follow the closing bracket");
  return call;
}

function readCall(scanner: Scanner, depth: number): IntrinsicCall {
  if (depth > DEEPEST_INTRINSIC) scanner.fail(`functions nest at most ${DEEPEST_INTRINSIC} deep`);
  scanner.skipSpace();
  const start = scanner.position;
  const name = scanner.takeWhile((character) => /[A-Za-z0-9.]/.test(character));
  const arity = FUNCTIONS.get(name);
  if (!arity) {
    scanner.position = start;
    return scanner.fail(`"${name}" is none of the intrinsic functions`);
  }
  scanner.expect("(");
  const parameters: IntrinsicArgument[] = [];
  for (scanner.skipSpace(); !scanner.take(")"); scanner.skipSpace()) {
    if (parameters.length > 0) scanner.expect(",");
    parameters.push(readArgument(scanner, depth));
  }
  const [least, most] = arity;
  if (parameters.length < least || parameters.length > most) {
    const wanted = least === most ? String(least) : most === Number.POSITIVE_INFINITY ? `at least ${least}` : `${least} to ${most}`;
    scanner.fail(`${name} takes ${wanted} arguments, not ${parameters.length},`);
  }
  return { name, parameters };
}

function readArgument(scanner: Scanner, depth: number): IntrinsicArgument {
  scanner.skipSpace();
  if (scanner.peek() === "'") return { kind: "literal", value: scanner.quoted() };
  if (scanner.peek() === "$") return { kind: "path", text: readPathText(scanner) };
  if (scanner.startsWith("States.")) return { kind: "call", call: readCall(scanner, depth + 1) };
  const start = scanner.position;
  const word = scanner.takeWhile((character) => !",) \n\t\r".includes(character));
  if (word === "true" || word === "false") return { kind: "literal", value: word === "true" };
  if (word === "null") return { kind: "literal", value: null };
  if (/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(word)) return { kind: "literal", value: Number(word) };
  scanner.position = start;
  return scanner.fail(word === "" ? "an argument is missing" : `${word} is no argument (texts stand in single quotes)`);
}

/** A path ends at a comma, a bracket or a space that is not inside its own brackets or quotes. */
function readPathText(scanner: Scanner): string {
  const start = scanner.position;
  let brackets = 0;
  while (!scanner.done) {
    const next = scanner.peek();
    if (brackets > 0 && (next === "'" || next === '"')) {
      scanner.quoted();
      continue;
    }
    if (brackets === 0 && (next === "," || next === ")" || next === " ")) break;
    if (next === "[" || next === "(") brackets += 1;
    else if (next === "]" || next === ")") brackets -= 1;
    scanner.position += 1;
  }
  const path = scanner.text.slice(start, scanner.position);
  try {
    parsePath(path);
  } catch (error) {
    if (!(error instanceof JsonPathSyntaxError)) throw error;
    scanner.position = start + error.offset;
    scanner.fail(`the path ${path} is not valid`);
  }
  return path;
}

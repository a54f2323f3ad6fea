/** What is wrong with a text that is not JSON, in the words of the service's parser (Jackson) where they are known. */

/** A text is not JSON; `location` is where, as the service writes it. */
export class JsonProblem extends Error {
  override readonly name = "JsonProblem";
  readonly location: string;

  constructor(message: string, location: string) {
    super(message);
    this.location = location;
  }
}

/** @throws JsonProblem */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new JsonProblem(jsonProblem(text, error), locationIn(text, error));
  }
}

/**
 * Words a parse error.
 *
 * @example
 * jsonProblem("hello", error); // "Unrecognized token 'hello': was expecting (JSON String, …)"
 */
export function jsonProblem(text: string, error: unknown): string {
  const word = /^\s*([\p{L}\p{N}_$]+)/u.exec(text)?.[1];
  if (word !== undefined && !["true", "false", "null"].includes(word) && !/^\d/.test(word)) {
    return `Unrecognized token '${word}': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')`;
  }
  const position = positionIn(error);
  const character = position === undefined ? undefined : text[position];
  if (position !== undefined && character !== undefined && /[{,]\s*$/.test(text.slice(Math.max(0, position - 100), position))) {
    return `Unexpected character ('${character}' (code ${character.codePointAt(0)})): was expecting double-quote to start field name`;
  }
  return error instanceof Error ? error.message : String(error);
}

/** V8 tells the position at the end of its message, unless the text is over too early. */
function positionIn(error: unknown): number | undefined {
  const digits = error instanceof Error ? /at position (\d+)/.exec(error.message)?.[1] : undefined;
  return digits === undefined ? undefined : Number(digits);
}

/** Jackson counts to the end of the token that it does not know. */
function locationIn(text: string, error: unknown): string {
  const word = /^\s*[\p{L}\p{N}_$]+/u.exec(text)?.[0];
  const end = word?.length ?? positionIn(error) ?? text.length;
  const before = text.slice(0, end).split("\n");
  return `[Source: (String)"${text}"; line: ${before.length}, column: ${(before.at(-1)?.length ?? 0) + 1}]`;
}

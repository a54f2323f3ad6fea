/** What is wrong with a text that is not JSON, in the words of the service's parser where they are known. */

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
  return error instanceof Error ? error.message : String(error);
}

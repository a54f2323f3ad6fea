/** The two ways in which a JSONPath goes wrong: it cannot be read, or it finds nothing. */

/** The text is not a JSONPath. `offset` counts characters from the start of the text. */
export class JsonPathSyntaxError extends Error {
  override readonly name = "JsonPathSyntaxError";
  readonly path: string;
  readonly offset: number;

  constructor(path: string, offset: number, problem: string) {
    super(`'${path}' is not a valid JSONPath: ${problem} at character ${offset + 1}`);
    this.path = path;
    this.offset = offset;
  }
}

/** A definite path leads nowhere. The message has Jayway's words, as they appear in a state's cause. */
export class PathNotFoundError extends Error {
  override readonly name = "PathNotFoundError";
}

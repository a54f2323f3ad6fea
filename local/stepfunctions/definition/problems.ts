/** What is wrong with a definition, in AWS's codes and words, with the place. */
export interface Problem {
  readonly code: "SCHEMA_VALIDATION_FAILED" | "MISSING_TRANSITION_TARGET" | "INVALID_JSON_DESCRIPTION" | "DUPLICATE_STATE_NAME";
  readonly message: string;
  /** A slash path, `/States/Mask/Resource`. */
  readonly location: string;
}

export class Problems {
  readonly list: Problem[] = [];

  schema(message: string, location: string): void {
    this.list.push({ code: "SCHEMA_VALIDATION_FAILED", message, location: location === "" ? "/" : location });
  }

  /** Something of the language that this engine does not run yet. */
  unsupported(feature: string, location: string): void {
    this.schema(`${feature} is not supported by this engine yet`, location);
  }

  target(message: string, location: string): void {
    this.list.push({ code: "MISSING_TRANSITION_TARGET", message, location });
  }
}

/** `CODE: message at location`. */
export function problemText({ code, message, location }: Problem): string {
  return `${code}: ${message} at ${location}`;
}

/** What is wrong with a definition, in AWS's codes and words, with the place. */
import type { QueryLanguage } from "./asl.ts";

export interface Problem {
  readonly code:
    | "SCHEMA_VALIDATION_FAILED"
    | "MISSING_TRANSITION_TARGET"
    | "INVALID_JSON_DESCRIPTION"
    | "DUPLICATE_STATE_NAME"
    | "INVALID_JSONATA_EXPRESSION"
    | "UNSUPPORTED_JSONATA_EXPRESSION";
  readonly message: string;
  /** A slash path, `/States/Mask/Resource`; a text that is no object has none. */
  readonly location?: string;
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

  /** A field that only states in the other query language have. */
  otherLanguage(field: string, language: QueryLanguage, location: string): void {
    const other = language === "JSONata" ? "JSONPath" : "JSONata";
    this.schema(
      `The QueryLanguage is set to '${language}', but field '${field}' is only supported for the '${other}' QueryLanguage`,
      location,
    );
  }

  /** A text between `{%` and `%}` that is no JSONata. */
  invalidExpression(message: string, location: string): void {
    this.list.push({ code: "INVALID_JSONATA_EXPRESSION", message, location });
  }

  /** JSONata that reads what Step Functions doesn't give. */
  unsupportedExpression(message: string, location: string): void {
    this.list.push({ code: "UNSUPPORTED_JSONATA_EXPRESSION", message, location });
  }

  target(message: string, location: string): void {
    this.list.push({ code: "MISSING_TRANSITION_TARGET", message, location });
  }
}

/** `CODE: message at location`. */
export function problemText({ code, message, location }: Problem): string {
  return `${code}: ${message}${location === undefined ? "" : ` at ${location}`}`;
}

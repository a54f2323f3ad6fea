/** Finds everything that is wrong with the text of a definition, from its JSON to its fields. */
import type { MachineType } from "../engine-types.ts";
import { isObject, type JsonObject } from "../json.ts";
import { JsonProblem, parseJson } from "../json-problem.ts";
import { checkExpress } from "./express-check.ts";
import { type Problem, Problems } from "./problems.ts";
import { validateDefinition } from "./validate.ts";

export interface Diagnosis {
  /** An empty object when the text is none. */
  readonly parsed: JsonObject;
  readonly problems: readonly Problem[];
}

export function diagnose(text: string, type: MachineType): Diagnosis {
  let parsed: unknown;
  try {
    parsed = parseJson(text);
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error;
    // AWS answers an empty text in other words, and without a place.
    const empty = text.trim() === "";
    const problem: Problem = empty ? notAnObject : { code: "INVALID_JSON_DESCRIPTION", message: error.message, location: error.location };
    return { parsed: {}, problems: [problem] };
  }
  if (!isObject(parsed)) return { parsed: {}, problems: [notAnObject] };
  const problems = validateDefinition(parsed);
  if (type === "STANDARD") return { parsed, problems };
  const express = new Problems();
  checkExpress(parsed, "", express);
  return { parsed, problems: [...problems, ...express.list] };
}

const notAnObject: Problem = { code: "SCHEMA_VALIDATION_FAILED", message: "Definition must be a valid JSON object" };

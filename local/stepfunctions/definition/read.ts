/** Reads a definition: its text, and the machine that it describes. */
import { ApiError } from "../errors.ts";
import { isObject } from "../json.ts";
import type { Machine } from "./asl.ts";
import { markLanguages } from "./machines.ts";
import { problemText } from "./problems.ts";
import { validateDefinition } from "./validate.ts";

/** @throws ApiError InvalidDefinition, naming what is wrong and where */
export function readDefinition(definition: string | object): { text: string; machine: Machine } {
  const text = typeof definition === "string" ? definition : JSON.stringify(definition);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw invalid(`INVALID_JSON_DESCRIPTION: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isObject(parsed)) throw invalid("INVALID_JSON_DESCRIPTION: the definition must be a JSON object");
  const problems = validateDefinition(parsed);
  if (problems.length > 0) throw invalid(problems.map(problemText).join(", "));
  markLanguages(parsed);
  return { text, machine: parsed as unknown as Machine };
}

function invalid(problem: string): ApiError {
  return new ApiError("InvalidDefinition", `Invalid State Machine Definition: '${problem}'`);
}

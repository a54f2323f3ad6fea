/** A step's declared outputs: picked from its response by Selector, checked against Type. */
import { evaluatePath, parsePath } from "../../../workflows/kit/jsonpath/index.ts";
import type { OutputDefinition } from "./document/types.ts";
import { StepFailure } from "./failures.ts";
import { fits } from "./parameters.ts";
import { asText } from "./references.ts";

/**
 * The declared outputs of a step.
 *
 * @throws StepFailure when a selector finds nothing, or something of another type
 */
export function selectOutputs(definitions: readonly OutputDefinition[], response: unknown): Record<string, unknown> {
  return Object.fromEntries(definitions.map((definition) => [definition.Name, selectOutput(definition, response)]));
}

function selectOutput({ Name, Selector, Type }: OutputDefinition, response: unknown): unknown {
  const found = select(Selector, response);
  const value = Type === "String" && found !== undefined && found !== null ? asText(found) : found;
  if (fits({ type: Type }, value)) return value;
  const what = found === undefined ? "finds nothing in the response" : `finds no ${Type}`;
  throw new StepFailure(`The output ${Name} (${Selector}) ${what}.`, "PostVerification", "Verification");
}

/** A selector's path. Public runbooks leave the `$.` out, which AWS allows. @throws Error when it is none */
export const selectorPath = (selector: string): ReturnType<typeof parsePath> =>
  parsePath(selector.startsWith("$") ? selector : `$.${selector}`);

/** What a selector finds, or undefined. */
export function select(selector: string, response: unknown): unknown {
  try {
    return evaluatePath(selectorPath(selector), response);
  } catch {
    return undefined;
  }
}

/** An output as the APIs show it: a list of texts. */
export function outputTexts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(asText) : [asText(value)];
}

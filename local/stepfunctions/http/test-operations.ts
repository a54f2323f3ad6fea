/** TestState. */
import { isObject, type JsonObject } from "../json.ts";
import type { TestStateInput } from "../test-state/index.ts";
import { flag, optional, optionalNumber, optionalText, text, validationError } from "./members.ts";
import type { Operation } from "./operations.ts";

export const testOperations: Record<string, Operation> = {
  TestState: (engine, input) =>
    engine.testState({
      definition: text(input, "definition"),
      ...optional("stateName", optionalText(input, "stateName")),
      ...optional("roleArn", optionalText(input, "roleArn")),
      ...optional("input", optionalText(input, "input")),
      ...optional("inspectionLevel", choice(input, "inspectionLevel", ["INFO", "DEBUG", "TRACE"])),
      revealSecrets: flag(input, "revealSecrets", false),
      ...optional("variables", optionalText(input, "variables")),
      ...optional("context", optionalText(input, "context")),
      ...optional("mock", mock(input)),
      ...optional("stateConfiguration", configuration(input)),
    }),
};

function mock(input: JsonObject): TestStateInput["mock"] {
  if (!isObject(input.mock)) return undefined;
  const { errorOutput } = input.mock;
  return {
    ...optional("result", optionalText(input.mock, "result")),
    ...optional("fieldValidationMode", choice(input.mock, "fieldValidationMode", ["STRICT", "PRESENT", "NONE"])),
    ...(isObject(errorOutput)
      ? {
          errorOutput: {
            ...optional("error", optionalText(errorOutput, "error")),
            ...optional("cause", optionalText(errorOutput, "cause")),
          },
        }
      : {}),
  };
}

function configuration({ stateConfiguration: given }: JsonObject): TestStateInput["stateConfiguration"] {
  if (!isObject(given)) return undefined;
  return {
    ...optional("retrierRetryCount", optionalNumber(given, "retrierRetryCount")),
    ...optional("errorCausedByState", optionalText(given, "errorCausedByState")),
    ...optional("mapIterationFailureCount", optionalNumber(given, "mapIterationFailureCount")),
    ...optional("mapItemReaderData", optionalText(given, "mapItemReaderData")),
  };
}

function choice<const T extends string>(input: JsonObject, member: string, values: readonly T[]): T | undefined {
  const given = optionalText(input, member);
  const value = values.find((candidate) => candidate === given);
  if (given === undefined || value !== undefined) return value;
  throw validationError(
    `Value '${given}' at '${member}' failed to satisfy constraint: Member must satisfy enum value set: [${values.join(", ")}]`,
  );
}

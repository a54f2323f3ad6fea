/** Reads a TestState mock, and refuses what the tested state could not have given. */
import type { State } from "../definition/asl.ts";
import { ApiError } from "../errors.ts";
import { isObject } from "../json.ts";
import { JsonProblem, parseJson } from "../json-problem.ts";
import type { Mock, TestStateInput } from "./types.ts";

/** @throws ApiError ValidationException or InvalidDefinition */
export function readMock({ mock, revealSecrets, stateConfiguration }: TestStateInput, state: State): Mock | undefined {
  const groups = state.Type === "Map" || state.Type === "Parallel";
  if (mock === undefined) {
    if (stateConfiguration?.mapIterationFailureCount !== undefined) {
      throw invalid("TestState does not support MapIterationFailureCount when a mock is not specified.");
    }
    if (!groups) return undefined;
    const supported = "Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]";
    throw new ApiError("InvalidDefinition", `TestState API does not support Map or Parallel states. ${supported}`);
  }
  if (!groups && state.Type !== "Task") throw invalid(`State type '${state.Type}' is not supported when a mock is specified`);
  if (revealSecrets === true) throw invalid("TestState does not support RevealSecrets when a mock is specified.");
  const { result, errorOutput, fieldValidationMode: mode = "STRICT" } = mock;
  if ((result === undefined) === (errorOutput === undefined)) {
    throw invalid("A test mock should have only one of the following fields: [result, errorOutput].");
  }
  if (errorOutput !== undefined) return { error: errorOutput.error, cause: errorOutput.cause };
  const value = readResult(result ?? "");
  checkShape(value, state);
  return { result: value, mode };
}

function readResult(text: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof JsonProblem) throw invalid("Mocked result must be valid JSON");
    throw error;
  }
}

function checkShape(value: unknown, state: State): void {
  if (state.Type === "Map" && state.ResultWriter?.Resource !== undefined) {
    if (!isObject(value)) throw invalid("Mocked result must be a JSON object.");
  } else if (state.Type === "Map" || state.Type === "Parallel") {
    if (!Array.isArray(value)) throw invalid("Mocked result must be an array.");
    if (state.Type === "Parallel" && value.length !== state.Branches.length) {
      throw invalid("Mocked result must contain the same number of items as number of Parallel branches.");
    }
  }
}

function invalid(message: string): ApiError {
  return new ApiError("ValidationException", message);
}

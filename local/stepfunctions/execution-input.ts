/** Reads the input that an execution is started with. */
import { ApiError } from "./errors.ts";
import { Data } from "./json.ts";
import { jsonProblem } from "./json-problem.ts";
import { maxDataBytes } from "./quotas.ts";

/** @throws ApiError InvalidExecutionInput when it is not JSON, ValidationException when it is too large */
export function readInput(input: string | object): Data {
  if (typeof input !== "string") return readInput(JSON.stringify(input));
  if (Buffer.byteLength(input) > maxDataBytes) {
    const limit = `Member must have length less than or equal to ${maxDataBytes}`;
    throw new ApiError("ValidationException", `1 validation error detected: Value at 'input' failed to satisfy constraint: ${limit}`);
  }
  if (input.trim() === "") throw new ApiError("InvalidExecutionInput", "Invalid State Machine Execution Input: 'Invalid execution input.'");
  try {
    return new Data(JSON.parse(input), input);
  } catch (error) {
    throw new ApiError("InvalidExecutionInput", `Invalid State Machine Execution Input: '${jsonProblem(input, error)}'`);
  }
}

/** One state, tested outside any machine. */
import type { Home } from "../arns.ts";
import type { Runtime } from "../scope.ts";
import { type ResultModels, runTest, type TestStateInput, type TestStateResult } from "../test-state/index.ts";

export interface TestOperations {
  /**
   * Runs one state once, with mocked results or with the integrations.
   *
   * @throws ApiError InvalidDefinition, InvalidExecutionInput or ValidationException
   */
  testState(input: TestStateInput): Promise<TestStateResult>;
}

export function testOperations(runtime: Runtime, home: Home, models: ResultModels | undefined): TestOperations {
  return { testState: (input) => runTest(input, runtime, home, models) };
}

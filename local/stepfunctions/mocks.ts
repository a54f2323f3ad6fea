/** Mocked Task results: by code here, by SFN_MOCK_CONFIG's file in mock-config.ts. */

/** Everything that a mock may decide by. */
export interface MockRequest {
  readonly stateMachineName: string;
  readonly executionArn: string;
  /** The part after `#` of the ARN that the execution was started with. */
  readonly testCase?: string;
  readonly stateName: string;
  /** How often this state has been invoked in this execution before; retries, loops and iterations of a Map count. */
  readonly invocation: number;
  readonly resource: string;
  readonly service: string;
  readonly action: string;
  /** The evaluated Parameters. */
  readonly parameters: unknown;
  /** Indexes of the enclosing Map iterations, outermost first. */
  readonly iterations: readonly number[];
  readonly roleArn?: string;
}

/** A result or an error, `afterSeconds` of the engine's clock later (at once when absent). */
export type MockResult = { readonly afterSeconds?: number } & (
  | { readonly return: unknown }
  | { readonly throw: { readonly error?: string; readonly cause?: string } }
);

/**
 * Answers a Task, or says `undefined` to leave it to the next source and finally to the integrations.
 *
 * @example
 * const mocks: MockSource = ({ stateName }) => (stateName === "Mask" ? { return: { rows: 3 } } : undefined);
 */
export type MockSource = (request: MockRequest) => MockResult | undefined | Promise<MockResult | undefined>;

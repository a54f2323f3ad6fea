/** The mocks of one execution, with one counter a state; child executions of a distributed Map share their parent's. */
import type { MockRequest, MockResult, MockSource } from "./mocks.ts";

export class MockSession {
  readonly sources: readonly MockSource[];
  readonly testCase: string | undefined;
  /** The machine whose name the mocks know; a Map Run's children run under another one. */
  readonly stateMachineName: string;
  readonly #invocations = new Map<string, number>();

  constructor(stateMachineName: string, sources: readonly MockSource[], testCase?: string) {
    this.stateMachineName = stateMachineName;
    this.sources = sources;
    this.testCase = testCase;
  }

  get active(): boolean {
    return this.sources.length > 0;
  }

  /** Asks the sources in turn; counts the invocation whoever answers. */
  async answer(request: Omit<MockRequest, "invocation" | "testCase" | "stateMachineName">): Promise<MockResult | undefined> {
    const invocation = this.#invocations.get(request.stateName) ?? 0;
    this.#invocations.set(request.stateName, invocation + 1);
    const { testCase, stateMachineName } = this;
    const complete: MockRequest = { ...request, stateMachineName, invocation, ...(testCase === undefined ? {} : { testCase }) };
    for (const source of this.sources) {
      const result = await source(complete);
      if (result !== undefined) return result;
    }
    return undefined;
  }
}

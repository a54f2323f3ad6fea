/** The words of a test file, as much of jest as an in-process run needs: tests are collected, then run in order. */

type Work = () => unknown;
type Run = (...args: readonly unknown[]) => unknown;
type Row = readonly unknown[];

/** Tests of a file, with what stands before and behind them. */
export interface Collected {
  readonly tests: Work[];
  readonly before: Work[];
  readonly after: Work[];
}

/** The globals that a test file finds, which collect into `into`. */
export function testWords(into: Collected): Record<string, unknown> {
  const each = (use: (work: Work) => void) => (rows: readonly unknown[]) => (_name: string, run: Run) => {
    for (const row of rows) use(() => run(...((Array.isArray(row) ? row : [row]) as Row)));
  };
  const add = (work: Work): void => void into.tests.push(work);
  const now = (work: Work): void => void work();
  const skipped = Object.assign(() => undefined, { each: () => () => undefined });
  const it = Object.assign((_name: string, run: Work) => add(() => run()), { each: each(add), skip: skipped });
  const describe = Object.assign((_name: string, run: Work) => now(run), { each: each(now), skip: skipped });
  return {
    it,
    test: it,
    describe,
    beforeAll: (run: Work) => void into.before.push(run),
    afterAll: (run: Work) => void into.after.push(run),
    beforeEach: unsupported("beforeEach"),
    afterEach: unsupported("afterEach"),
  };
}

function unsupported(word: string): () => never {
  return () => {
    throw new Error(`A test file of the mutation check uses ${word}, which its runner does not know.`);
  };
}

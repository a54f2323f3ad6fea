/** fast-check whose properties run in the same way every time, stop at their first failure, and not too long. */
type Assert = (property: unknown, parameters?: Record<string, unknown>) => unknown;

/**
 * The module `fast-check` with another `assert`.
 *
 * @param module - the module as `require` gives it
 * @param mostRuns - runs of a property at most
 */
export function steadyProperties(module: unknown, mostRuns: number): unknown {
  const fc = (module as { default: { assert: Assert } }).default;
  const assert: Assert = (property, parameters = {}) =>
    fc.assert(property, { ...parameters, seed: 1, endOnFailure: true, numRuns: Math.min(mostRuns, Number(parameters.numRuns ?? 100)) });
  return { __esModule: true, ...fc, assert, default: { ...fc, assert } };
}

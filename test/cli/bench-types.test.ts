/** `npm run bench:types`: its generator gives workflows of the asked length, and a state costs what it may. */
import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { TARGET, TypeBench, workflowOf } from "../../local/bench/index.ts";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

it("a state of a workflow of 25 costs the compiler at most 2,500 instantiations, and nothing is left behind", () => {
  const bench = new TypeBench(root);
  try {
    const { costs, empty } = bench.measure([25]);
    expect(empty).toBeGreaterThan(0);
    expect(costs.map(({ states }) => states)).toEqual([25]);
    expect(costs[0]?.perState).toBeGreaterThan(100);
    expect(costs[0]?.perState).toBeLessThanOrEqual(TARGET);
  } finally {
    bench.close();
  }
  expect(existsSync(bench.folder)).toBe(false);
}, 300_000);

it.each([0, 1, 2, 25, 50])("the generator makes %i states", (states) => {
  const source = workflowOf(states);
  const calls = [...source.matchAll(/\b(?:run|poll|choice|map)\("/g)];
  expect(calls).toHaveLength(states);
});

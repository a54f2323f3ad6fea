/** The mutation check: what it changes, and a small share of it on the masking steps. */
import path from "node:path";
import { fileURLToPath } from "node:url";
import { countOf, mutantsOf, mutated, runSuite, score, sentence, suites } from "../../local/mutation/index.ts";
import { share } from "../../local/mutation/share.ts";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const changes = (source: string): string[] =>
  mutantsOf("a.ts", source)
    .map((mutant) => mutated(source, mutant))
    .sort();

describe("mutantsOf", () => {
  it.each<[string, string[]]>([
    ["a = b + 1;", [";", "a = b + (0);", "a = b + 2;", "a = b - 1;"]],
    ["f(a < b);", [";", "f(a <= b);", "f(a >= b);"]],
    ["if (a) { }", ["if (false) { }", "if (true) { }"]],
    ["while (!a) { }", ["while ((a)) { }", "while (false) { }"]],
    [
      "const f = (): string => c ? x : y;",
      ["const f = (): string => (x);", "const f = (): string => (y);", "const f = (): string => undefined;"],
    ],
    [
      "for (let i = 0; i < n; i++) { }",
      [
        "for (let i = (-1); i < n; i++) { }",
        "for (let i = 0; false; i++) { }",
        "for (let i = 0; i < n; i--) { }",
        "for (let i = 0; i <= n; i++) { }",
        "for (let i = 0; i >= n; i++) { }",
        "for (let i = 1; i < n; i++) { }",
      ],
    ],
    ["const a = b ?? '';", ['const a = b ?? "mutant";', "const a = b;"]],
    ["const a = [`${b}`, true];", ['const a = ["", true];', "const a = [];", "const a = [`${b}`, false];"]],
    [
      "const a = /^[^0-9]+$/g;",
      ["const a = /[^0-9]+$/g;", "const a = /^[0-9]+$/g;", "const a = /^[^0-9]+$/;", "const a = /^[^0-9]+/g;", "const a = /^[^0-9]$/g;"],
    ],
  ])("changes %s", (source, expected) => {
    expect(changes(source)).toEqual(expected.sort());
  });

  it.each([
    'import a from "b";',
    'export { a } from "b";',
    "type A = 1 | 'x';",
    "interface A { b: 1 }",
    'throw new Error("words");',
    "const a = { 'b-c': d };",
  ])("leaves %s alone", (source) => {
    expect(changes(source)).toEqual([]);
  });

  it("says where a mutant is", () => {
    const [mutant] = mutantsOf("a/b.ts", "\nconst a = b\n  && c;");
    expect(mutant === undefined ? "" : sentence(mutant)).toBe("a/b.ts:3  &&  →  ||");
  });
});

describe("a share", () => {
  it("is the same for the same seed, in order, and another for another", () => {
    const items = Array.from({ length: 100 }, (_, i) => i);
    const chosen = share(items, 10, 1);
    expect(chosen).toEqual(share(items, 10, 1));
    expect(chosen).toEqual([...chosen].sort((a, b) => a - b));
    expect(chosen).not.toEqual(share(items, 10, 2));
    expect(share(items, 1000, 1)).toEqual(items);
  });
});

describe("a report", () => {
  it("counts mutants that are killed and those that never end apart, and both as noticed", () => {
    const [mutant] = mutantsOf("a.ts", "a = b + 1;");
    if (mutant === undefined) throw new Error("There should be a mutant.");
    const outcomes = [
      { kind: "killed", by: "a test" },
      { kind: "killed", by: "a test" },
      { kind: "timed out" },
      { kind: "survived" },
    ] as const;
    const report = { suite: "a", tested: outcomes.map((outcome) => ({ mutant, outcome })), equivalent: 0, stale: [] };
    expect([countOf(report, "killed"), countOf(report, "timed out"), countOf(report, "survived"), score(report)]).toEqual([2, 1, 1, 0.75]);
    expect(score({ ...report, tested: [] })).toBe(1);
  });
});

describe("a small share of the mutants of the masking steps", () => {
  it("is killed by the tests of the steps", async () => {
    const suite = suites.find(({ name }) => name === "engine");
    if (suite === undefined) throw new Error("There is no suite of the engine.");
    const report = await runSuite(suite, { root, sample: 10, seed: 20261124, mostRuns: 4 });
    expect(report.tested).toHaveLength(10);
    expect(report.tested.filter(({ outcome }) => outcome.kind === "survived").map(({ mutant }) => sentence(mutant))).toEqual([]);
    expect([score(report), report.stale]).toEqual([1, []]);
  }, 300_000);
});

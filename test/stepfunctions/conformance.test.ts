import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import {
  type CaseResult,
  figuresTable,
  findCases,
  lostLevels,
  playCases,
  readBaseline,
  shareOf,
  toBaseline,
} from "../../local/stepfunctions/conformance/index.ts";

const project = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const folder = path.resolve(project, "../shared/conformance");
const baseline = readBaseline(path.join(project, "test/stepfunctions/conformance-baseline.json"));
const python = process.env.KIT_PYTHON ?? path.join(project, ".venv/bin/python");
const playable = existsSync(path.join(folder, "run.py")) && existsSync(python);

const result = (id: string, levels: CaseResult["levels"], more: Partial<CaseResult> = {}): CaseResult => ({
  id,
  group: "g",
  kind: "execution",
  levels,
  diff: {},
  ...more,
});

describe("the recordings", () => {
  (playable ? it : it.skip)(
    "a share of them passes every level that it has passed before (needs ../shared/conformance and .venv)",
    async () => {
      const share = shareOf(findCases(path.join(folder, "cases")), 80, "share");
      const escaped = share.map(({ group, id }) => `${group}:${id}`.replace(/[^\w:/]/gu, "\\$&"));
      const results = await playCases({ folder, python, filter: `^(?:${escaped.join("|")})$`, workers: 4 });
      expect(results).toHaveLength(80);
      expect(lostLevels(results, baseline)).toEqual([]);
    },
  );

  it("the baseline holds ids and levels, and nothing of the recordings themselves", () => {
    expect(Object.values(baseline).filter((levels) => !/^a?b?c?$/.test(levels))).toEqual([]);
  });
});

describe("the baseline", () => {
  const before = toBaseline([
    result("one", { a: true, b: true, c: false }),
    result("two", { a: true }),
    result("three", {}, { skipped: "why" }),
  ]);

  it("keeps what passed, by id, and no case that was not played", () => {
    expect(before).toEqual({ one: "ab", two: "a" });
  });

  it("names every level that is lost, and what was otherwise", () => {
    const now = [result("one", { a: true, b: false, c: true }, { diff: { b: "event 3" } }), result("two", { a: true })];
    expect(lostLevels(now, before)).toEqual(["one, level b: event 3"]);
  });

  it("takes a case that was not played, or is new, as it was", () => {
    expect(lostLevels([result("one", {}, { skipped: "why" }), result("toString", { a: false })], before)).toEqual([]);
  });
});

describe("the share", () => {
  const cases = Array.from({ length: 50 }, (_, index) => ({
    id: `case ${index}`,
    group: "g",
    waitSeconds: index % 5 === 0 ? 3 : 0,
    racy: index % 10 === 1,
  }));

  it("is the same for a seed, another one for another seed, and has no case that waits or depends on timing", () => {
    expect(shareOf(cases, 10, "one")).toEqual(shareOf(cases.toReversed(), 10, "one"));
    expect(shareOf(cases, 10, "one")).not.toEqual(shareOf(cases, 10, "two"));
    expect(shareOf(cases, 50, "one")).toHaveLength(35);
  });
});

describe("the table", () => {
  it("counts by kind, executions of both kinds together, and levels that no case has with a dash", () => {
    const results = [
      result("one", { a: true, b: true, c: false }),
      result("two", { a: false }, { kind: "execution-batch" }),
      result("three", {}, { kind: "api", skipped: "why" }),
    ];
    expect(figuresTable(results).split("\n")).toEqual([
      "                 cases  skipped            a            b          c",
      "api                  1        1            –            –          –",
      "execution            1        0  1/1 100.0 %  1/1 100.0 %  0/1 0.0 %",
      "execution-batch      1        0    0/1 0.0 %            –          –",
      "executions           2        0   1/2 50.0 %  1/1 100.0 %  0/1 0.0 %",
      "all kinds            3        1   1/2 50.0 %  1/1 100.0 %  0/1 0.0 %",
    ]);
  });
});

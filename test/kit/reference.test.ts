/** The reference: current, complete, and its examples valid in both languages. */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { statesOf } from "../../workflows/kit/asl/index.ts";
import { flowSteps } from "../../workflows/kit/build/flow-steps.ts";
import { handwrittenSteps } from "../../workflows/kit/build/handwritten.ts";
import { mapSteps } from "../../workflows/kit/build/map-steps.ts";
import { Recorder } from "../../workflows/kit/build/recorder.ts";
import { taskSteps } from "../../workflows/kit/build/task-steps.ts";
import * as expressions from "../../workflows/kit/expressions/operations/index.ts";
import { toAsl } from "../../workflows/kit/index.ts";
import { chapters, groups, snippetOf, toReference } from "../../workflows/kit/reference/index.ts";

const kit = resolve(dirname(fileURLToPath(import.meta.url)), "../../workflows/kit");
const examples = join(kit, "reference/examples");
const sources = new Map(readdirSync(examples).map((name) => [name, readFileSync(join(examples, name), "utf8")]));
const all = chapters.flatMap(({ file, examples: of }) => Object.entries(of).map(([name, example]) => ({ file, name, example })));

const validate = createRequire(import.meta.url)("asl-validator") as (definition: object) => {
  readonly isValid: boolean;
  errorsText(): string;
};

it("is what its examples give", () => {
  expect(readFileSync(join(kit, "reference.md"), "utf8")).toBe(toReference(sources));
});

it.each(all)("$example.title: both renderings build, are valid and have the same states", ({ example }) => {
  const definitions = (["JSONPath", "JSONata"] as const).map((language) => toAsl(example.build(language)));
  for (const definition of definitions) {
    const result = validate(JSON.parse(definition) as object);
    expect(result.isValid ? "" : result.errorsText()).toBe("");
  }
  const [names, others] = definitions.map((definition) => statesOf(JSON.parse(definition) as never).map(({ name }) => name));
  expect(others).toEqual(names);
});

it("shows every word of the language", () => {
  const recorder = new Recorder("w", {});
  const flow = flowSteps(recorder);
  const words = Object.keys({ ...flow, ...taskSteps(recorder), ...mapSteps(recorder), ...handwrittenSteps(recorder, flow, "JSONPath") });
  const shown = all.map(({ file, name }) => snippetOf(sources.get(file) ?? "", name).code).join("\n");
  const missing = words.filter((word) => word !== "inThisScope" && !new RegExp(`\\b${word}\\(`).test(shown));
  expect(missing).toEqual([]);
  expect(words.length).toBeGreaterThan(12);
});

it("shows every function of expressions", () => {
  const shown = new Set(groups.flatMap(({ entries }) => entries.map((entry) => entry.function)));
  expect(Object.keys(expressions).filter((name) => !shown.has(name))).toEqual([]);
});

it("shows every reader of a distributed Map", () => {
  for (const format of ["LIST", "JSON", "JSONL", "CSV", "PARQUET", "MANIFEST"])
    expect(sources.get("maps.ts")).toContain(`format: "${format}"`);
});

it("refuses an example without a sentence or without a body", () => {
  expect(() => snippetOf(`export const run = example("run", {}, ({ run }) => {\n  run("A", {});\n});\n`, "run")).toThrow(
    "needs a sentence",
  );
  expect(() => snippetOf("/** Runs. */\nexport const run = example(\n", "run")).toThrow("needs a sentence");
});

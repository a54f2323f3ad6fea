/** `workflows/kit/reference.md`: every step and every function with the Amazon States Language that it becomes. */

import { code, table } from "../artifacts/page/markdown.ts";
import { WorkflowError } from "../errors.ts";
import { when } from "../steps/index.ts";
import { printJson } from "../template/index.ts";
import type { AnyWorkflow, QueryLanguage } from "../workflow-type.ts";
import { type Entry, type Example, example, type Group } from "./example.ts";
import { type Chapter, chapters, groups } from "./examples/index.ts";
import { expressionOf, snippetOf } from "./snippet.ts";

const LANGUAGES: readonly QueryLanguage[] = ["JSONPath", "JSONata"];

const HEAD = `# Reference

Every step and every function of expressions, with the Amazon States Language that it becomes in both query languages. This page is built
from \`reference/examples\` by \`npm run workflow:build\`; the [tutorial](README.md) shows how the words go together.

A workflow says its language in \`queryLanguage\`; JSONPath is what it has when it says none. Both renderings of a source have the same states.
The examples have this input: \`runId\`, \`name\`, \`at\` (an instant) and \`document\` (texts), \`count\` and \`limit\` (optional; whole numbers), \`price\`
(a number), \`tags\` (texts), \`tables\` (objects with \`name\` and \`rows\`) and \`owner\` (an object with \`name\` and \`team\`).`;

/** "Parameters.it: JSONPath cannot say upper(input.name): it has …" without what the page says beside it. */
const withoutPlace = (message: string): string => message.replace(/^.* cannot say .*: (?=it |an? )/, "");

/** What is built, or the words of the build error. */
function attempt<R>(build: () => R): R | string {
  try {
    return build();
  } catch (error) {
    if (!(error instanceof WorkflowError)) throw error;
    return error.problems.map(({ message, remedy }) => `${withoutPlace(message)}${remedy === undefined ? "" : ` ${remedy}`}`).join(" ");
  }
}

const fenced = (language: string, text: string): string => `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;

function rendering(of: Example, language: QueryLanguage): string {
  const built = attempt(() => of.build(language));
  if (typeof built === "string") return `${language} cannot say this: ${built}`;
  const states = fenced("json", printJson(built.definition.States));
  return language === "JSONPath" ? states : `<details><summary>${language}</summary>\n\n${states}\n\n</details>`;
}

function exampleSection(of: Example, name: string, source: string): string {
  const { about, code: snippet } = snippetOf(source, name);
  const parts = [`### ${of.title}`, about, fenced("ts", snippet), ...LANGUAGES.map((language) => rendering(of, language))];
  return parts.join("\n\n");
}

function sourceIn(sources: ReadonlyMap<string, string>, file: string): string {
  const source = sources.get(file);
  if (source === undefined) throw new Error(`The source ${file} of the examples is missing.`);
  return source;
}

/** A module's exports come sorted; the page has them in the order of the source. */
const inOrderOf = (source: string, examples: Chapter["examples"]): readonly (readonly [string, Example])[] =>
  Object.entries(examples).sort(([a], [b]) => source.indexOf(`const ${a} = `) - source.indexOf(`const ${b} = `));

function chapterSection({ title, file, examples }: Chapter, sources: ReadonlyMap<string, string>): string {
  const source = sourceIn(sources, file);
  return [`## ${title}`, ...inOrderOf(source, examples).map(([name, of]) => exampleSection(of, name, source))].join("\n\n");
}

/** The first value under one of the names, anywhere inside. */
function find(value: unknown, names: readonly string[]): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    const found = names.includes(name) ? inner : find(inner, names);
    if (found !== undefined) return found;
  }
  return undefined;
}

const statesOf = ({ definition }: AnyWorkflow): unknown => JSON.parse(printJson(definition.States));

/** A small workflow around an expression: a Choice on a condition, a Pass of a value. */
const around = (as: Group["as"], { of }: Entry): Example =>
  example("An expression", {}, ({ input, choice, pass }) => {
    const expression = of(input);
    if (as === "condition") choice("Is it?", [when(expression as never, () => {})], () => {});
    else return pass("Compute", { it: expression });
    return undefined;
  });

/** The expression in a language, as it stands in the definition. */
function expressionIn(language: QueryLanguage, as: Group["as"], entry: Entry): string {
  const built = attempt(() => around(as, entry).build(language));
  if (typeof built === "string") return `cannot say this: ${built}`;
  const states = statesOf(built);
  if (as === "value") {
    const value = find(states, ["it", "it.$"]);
    return code(typeof value === "string" ? value : JSON.stringify(value));
  }
  const { Next: _, ...rule } = ((find(states, ["Choices"]) as readonly Record<string, unknown>[])[0] ?? {}) as Record<string, unknown>;
  return code(typeof rule.Condition === "string" ? rule.Condition : JSON.stringify(rule).replaceAll('":', '": ').replaceAll(',"', ', "'));
}

function groupSection({ title, as, entries }: Group, source: string): string {
  const rows = entries.map((entry) => [
    entry.gives,
    code(expressionOf(source, entry.function, entry.gives)),
    ...LANGUAGES.map((language) => expressionIn(language, as, entry)),
  ]);
  return [`### ${title}`, table(["gives", "write", ...LANGUAGES], rows)].join("\n\n");
}

/**
 * The page.
 *
 * @param sources - name of a file in `reference/examples` → its text
 */
export function toReference(sources: ReadonlyMap<string, string>): string {
  const sections = [
    HEAD,
    ...chapters.map((chapter) => chapterSection(chapter, sources)),
    "## Expressions",
    "Conditions are shown as rules of a Choice, values as a Pass computes them.",
    ...groups.map((group) => groupSection(group, sourceIn(sources, "expressions.ts"))),
  ];
  return `${sections.join("\n\n")}\n`;
}

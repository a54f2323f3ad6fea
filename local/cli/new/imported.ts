/** A workflow from existing Amazon States Language, and a scenario that records what it does with the simplest mocks. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { readAsl, statesOf } from "../../../workflows/kit/asl/index.ts";
import { type Imported, importAsl } from "../../../workflows/kit/import/index.ts";
import type { AnyWorkflow } from "../../../workflows/kit/index.ts";
import { exampleOf, runScenario, type ScenarioResult, scenario } from "../../scenarios/index.ts";
import type { Batch } from "./make.ts";
import type { Names } from "./names.ts";

export interface ImportedFiles {
  readonly imported: Imported;
  readonly batches: readonly Batch[];
}

const giveNothing = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, { returns: {} }] as const));

/** What the execution did, as an expectation. */
function expectation({ execution, visits }: ScenarioResult): string {
  const way = `visits: ${JSON.stringify([...visits.keys()])}`;
  if (execution?.status === "FAILED") return `{ status: "FAILED", error: ${JSON.stringify(execution.error ?? "")}, ${way} }`;
  return `{ status: ${JSON.stringify(execution?.status ?? "SUCCEEDED")}, ${way} }`;
}

async function scenarioFile(workflow: AnyWorkflow, exported: string, tasks: readonly string[], { kebab }: Names): Promise<string> {
  const input = exampleOf(workflow.input);
  const recorded = await runScenario(
    scenario("recorded", workflow, { input, mocks: {}, handwritten: giveNothing(tasks), expect: { status: "SUCCEEDED" } }),
  );
  const mocks = tasks.map((name) => `  ${JSON.stringify(name)}: { returns: {} },\n`).join("");
  return `/** What \`${kebab}\` did on the day of its import, every Task giving an empty object. Say here what it should do instead. */
import { scenario } from "../../local/scenarios/index.ts";
import { ${exported} } from "../../workflows/${kebab}/${kebab}.ts";

const handwritten = {
${mocks}};

export const ${exported}Scenarios = [
  scenario("as it was imported", ${exported}, {
    input: ${JSON.stringify(input)},
    mocks: {},
    handwritten,
    expect: ${expectation(recorded)},
  }),
];
`;
}

/**
 * The files of an imported workflow: its source, and, when that builds, a scenario.
 *
 * @throws AslError when the text is no Amazon States Language, ImportError when the machine cannot be imported
 */
export function importedFiles(root: string, text: string, names: Names): ImportedFiles {
  const machine = readAsl(text);
  const imported = importAsl(machine, { name: names.kebab });
  const path = `workflows/${names.kebab}/${names.kebab}.ts`;
  const tasks = statesOf(machine).flatMap(({ name, state }) => (state.Type === "Task" ? [name] : []));
  const scenarios = async (): Promise<ReadonlyMap<string, string>> => {
    const module = (await import(pathToFileURL(join(root, path)).href)) as Record<string, AnyWorkflow>;
    const workflow = module[imported.exported] as AnyWorkflow;
    return new Map([[`test/scenarios/${names.kebab}.scenarios.ts`, await scenarioFile(workflow, imported.exported, tasks, names)]]);
  };
  return { imported, batches: [new Map([[path, imported.source]]), scenarios] };
}

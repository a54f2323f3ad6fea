/** A workflow from existing Amazon States Language, and a scenario that records what it does with the simplest mocks. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { readAsl, statesOf } from "../../../workflows/kit/asl/index.ts";
import { type Code, call, list, literal, object } from "../../../workflows/kit/import/code.ts";
import { type Imported, importAsl } from "../../../workflows/kit/import/index.ts";
import { layoutStatements } from "../../../workflows/kit/import/layout.ts";
import type { AnyWorkflow } from "../../../workflows/kit/index.ts";
import { exampleOf, runScenario, type ScenarioResult, scenario } from "../../scenarios/index.ts";
import type { Batch } from "./make.ts";
import type { Names } from "./names.ts";

export interface ImportedFiles {
  readonly imported: Imported;
  readonly batches: readonly Batch[];
}

const giveNothing = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, { returns: {} }] as const));

/** JSON as source. */
function codeOf(value: unknown): Code {
  if (typeof value === "string") return literal(value);
  if (Array.isArray(value)) return list(value.map(codeOf));
  if (typeof value === "object" && value !== null) return object(Object.entries(value).map(([name, entry]) => [name, codeOf(entry)]));
  return JSON.stringify(value);
}

/** What the execution did, as an expectation. */
function expectation({ execution, visits }: ScenarioResult): unknown {
  const way = { visits: [...visits.keys()] };
  if (execution?.status === "FAILED") return { status: "FAILED", error: execution.error ?? "", ...way };
  return { status: execution?.status ?? "SUCCEEDED", ...way };
}

async function scenarioFile(workflow: AnyWorkflow, exported: string, tasks: readonly string[], { kebab }: Names): Promise<string> {
  const input = exampleOf(workflow.input);
  const handwritten = giveNothing(tasks);
  const recorded = await runScenario(scenario("recorded", workflow, { input, mocks: {}, handwritten, expect: { status: "SUCCEEDED" } }));
  const told = object([
    ["input", codeOf(input)],
    ["mocks", "{}"],
    ["handwritten", "handwritten"],
    ["expect", codeOf(expectation(recorded))],
  ]);
  const scenarios = list([call("scenario", literal("as it was imported"), exported, told)]);
  return `/** What \`${kebab}\` did on the day of its import, every Task giving an empty object. Say here what it should do instead. */
import { scenario } from "../../local/scenarios/index.ts";
import { ${exported} } from "../../workflows/${kebab}/${kebab}.ts";

${layoutStatements([{ name: "handwritten", value: codeOf(handwritten) }], 0)}
export ${layoutStatements([{ name: `${exported}Scenarios`, value: scenarios }], 0)}`;
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

/** Finds and loads the files `*.scenarios.ts` of a folder. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { scenariosOf } from "./scenario.ts";
import type { Scenario } from "./types.ts";

/** The files of the folder itself, sorted. */
export const scenarioFilesIn = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith(".scenarios.ts"))
        .sort()
        .map((name) => join(folder, name))
    : [];

/**
 * The scenarios of all files.
 *
 * @throws what a file throws when it is imported, for example a WorkflowError
 */
export async function loadScenarios(folder: string): Promise<readonly Scenario[]> {
  const found: Scenario[] = [];
  for (const file of scenarioFilesIn(folder)) found.push(...scenariosOf((await import(pathToFileURL(file).href)) as object));
  return found;
}

/** Builds every committed artifact in memory, with all problems collected. */
import { join } from "node:path";
import { loadScenarios, mockConfigFile, scenarioFilesIn } from "../../scenarios/index.ts";
import { handwrittenLines } from "./handwritten.ts";
import { permissionFiles } from "./permission-files.ts";
import { referencePage } from "./reference.ts";
import { buildSource, findSources } from "./sources.ts";
import { aslProblems } from "./validate-asl.ts";

export interface BuiltArtifacts {
  /** Absolute path → text. */
  readonly files: ReadonlyMap<string, string>;
  readonly problems: readonly string[];
  /** What is written by hand, a line each. */
  readonly handwritten: readonly string[];
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function mockConfig(root: string): Promise<ReadonlyMap<string, string>> {
  const folder = join(root, "test", "scenarios");
  if (scenarioFilesIn(folder).length === 0) return new Map();
  return new Map([[join(root, "local", "MockConfigFile.json"), mockConfigFile(await loadScenarios(folder))]]);
}

/** The artifacts of the project at `root`: workflows, documents, roles' policies, the kit's reference, the mock file from the scenarios. */
export async function buildArtifacts(root: string): Promise<BuiltArtifacts> {
  const files = new Map<string, string>();
  const problems: string[] = [];
  const handwritten: string[] = [];
  for (const source of findSources(root)) {
    try {
      const { artifacts, workflow } = await buildSource(source);
      for (const [name, text] of artifacts) {
        files.set(join(source.folder, name), text);
        const objection = name.endsWith(".asl.json") ? aslProblems(text) : undefined;
        if (objection !== undefined) problems.push(`${name}: asl-validator objects: ${objection}`);
      }
      if (workflow) handwritten.push(...handwrittenLines(workflow));
    } catch (error) {
      problems.push(messageOf(error));
    }
  }
  try {
    for (const [path, text] of await permissionFiles(root)) files.set(path, text);
  } catch (error) {
    problems.push(messageOf(error));
  }
  try {
    for (const [path, text] of referencePage(root)) files.set(path, text);
  } catch (error) {
    problems.push(messageOf(error));
  }
  // Scenarios import the workflows: a broken one would be told a second time.
  if (problems.length === 0) {
    try {
      for (const [path, text] of await mockConfig(root)) files.set(path, text);
    } catch (error) {
      problems.push(`The scenarios cannot be loaded: ${messageOf(error)}`);
    }
  }
  return { files, problems, handwritten };
}

/** How long it takes to load and build every shipped workflow, in this process. */
import { performance } from "node:perf_hooks";
import { buildSource, findSources } from "../cli/artifacts/sources.ts";

export interface BuildTime {
  readonly workflows: number;
  readonly seconds: number;
}

/**
 * Loads the sources (kit, contracts and zod with them, unless they are loaded already), builds them and makes every artifact as a text.
 *
 * @param root - the project's folder
 */
export async function measureBuild(root: string): Promise<BuildTime> {
  const sources = findSources(root).filter(({ kind }) => kind === "workflow");
  const begin = performance.now();
  for (const source of sources) await buildSource(source);
  return { workflows: sources.length, seconds: (performance.now() - begin) / 1000 };
}

/** Finds the sources of workflows and documents, and loads them. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Automation } from "../../../ssm-documents/kit/index.ts";
import { type AnyWorkflow, artifactsOf } from "../../../workflows/kit/index.ts";
import { documentArtifacts } from "./document/index.ts";

/** A folder with a source of its own name. */
export interface Source {
  readonly kind: "workflow" | "document";
  readonly name: string;
  readonly folder: string;
  readonly file: string;
}

const ROOMS = [
  { kind: "workflow", room: "workflows" },
  { kind: "document", room: "ssm-documents" },
] as const;

/** `workflows/<name>/<name>.ts` and `ssm-documents/<name>/<name>.ts`, sorted. */
export function findSources(root: string): readonly Source[] {
  return ROOMS.flatMap(({ kind, room }) => {
    const parent = join(root, room);
    if (!existsSync(parent)) return [];
    return readdirSync(parent, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && existsSync(join(parent, entry.name, `${entry.name}.ts`)))
      .map(({ name }) => ({ kind, name, folder: join(parent, name), file: join(parent, name, `${name}.ts`) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  });
}

const isWorkflow = (value: unknown): value is AnyWorkflow =>
  typeof value === "object" && value !== null && "definition" in value && "readers" in value && "tasks" in value;
const isDocument = (value: unknown): value is Automation =>
  typeof value === "object" && value !== null && "content" in value && "recorded" in value && "name" in value;

/** What a source gives: the artifacts, file name → text, and the workflow where it is one. */
export interface Built {
  readonly artifacts: ReadonlyMap<string, string>;
  readonly workflow?: AnyWorkflow;
}

/**
 * Loads a source and makes its artifacts.
 *
 * @throws what the source throws, and Error when it exports nothing of its folder's name
 */
export async function buildSource({ kind, name, file }: Source): Promise<Built> {
  const values = Object.values((await import(pathToFileURL(file).href)) as object);
  if (kind === "workflow") {
    const workflow = values.filter(isWorkflow).find((workflow) => workflow.name === name);
    if (workflow) return { artifacts: artifactsOf(workflow), workflow };
  } else {
    const found = values.filter(isDocument).find((document) => document.name === name);
    if (found) return { artifacts: documentArtifacts(found) };
  }
  throw new Error(`${file} exports no ${kind} named "${name}". A ${kind} has the name of its folder.`);
}

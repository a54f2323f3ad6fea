/** The kit's reference page, from the examples beside it. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { toReference } from "../../../workflows/kit/reference/index.ts";

/** `workflows/kit/reference.md` as path → text; nothing where a project has no examples. */
export function referencePage(root: string): ReadonlyMap<string, string> {
  const kit = join(root, "workflows", "kit");
  const folder = join(kit, "reference", "examples");
  if (!existsSync(folder)) return new Map();
  const sources = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")] as const);
  return new Map([[join(kit, "reference.md"), toReference(new Map(sources))]]);
}

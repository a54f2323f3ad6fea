/** Finds artifacts whose source is gone. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const ARTIFACT = /(?<!README)\.(asl\.json|mmd|md|tokens\.json|policy\.json|document\.yaml)$/;

/** Artifacts in the folders of workflows, documents and handlers that no source gives any more. */
export function leftOver(root: string, files: ReadonlyMap<string, string>): readonly string[] {
  return ["workflows", "ssm-documents", "handlers"]
    .map((room) => join(root, room))
    .filter(existsSync)
    .flatMap((room) =>
      readdirSync(room, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .flatMap(({ name }) => readdirSync(join(room, name)).map((file) => join(room, name, file))),
    )
    .filter((path) => ARTIFACT.test(path) && !files.has(path));
}

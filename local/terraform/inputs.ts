/** What Terraform reads beside its own files: committed artifacts and the functions' zips. */
import { readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { allHandlers } from "../refresh/functions.ts";

/** The project's folder. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/** The handlers whose zips are in `dist/` after a build. */
export const zipped: readonly string[] = allHandlers();

/** Definitions, policies, the document: from the project's folder. */
export const artifacts: readonly string[] = ["handlers", "ssm-documents", "workflows"].flatMap((room) =>
  readdirSync(path.join(root, room), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(?:asl\.json|policy\.json|document\.yaml)$/.test(file))
    .map((file) => `${room}/${file.replaceAll(path.sep, "/")}`),
);

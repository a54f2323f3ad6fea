/** Where Terraform's files and what they read lie. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");
/** The stand-in for the AWS provider, which lies beside the project where there is one. */
export const standIn = path.resolve(root, "../shared/terraform");
/** The Automation document, from the project's folder. */
export const documentFile = "ssm-documents/aurora-snapshot-clone-mask/aurora-snapshot-clone-mask.document.yaml";

/** A file of the project as text. */
export const read = (file: string): string => readFileSync(path.join(root, file), "utf8");

/** The workflows that have a definition. */
export const workflows = readdirSync(path.join(root, "workflows"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && readdirSync(path.join(root, "workflows", entry.name)).includes(`${entry.name}.asl.json`))
  .map(({ name }) => name)
  .sort();

/** The handlers that the build zips: those with an entry. */
export const handlers = readdirSync(path.join(root, "handlers"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && readdirSync(path.join(root, "handlers", entry.name)).includes("index.ts"))
  .map(({ name }) => name)
  .sort();

/** What Terraform reads beside its own files and the zips, from the project's folder: definitions, policies, the document. */
export const artifacts = ["handlers", "ssm-documents", "workflows"].flatMap((room) =>
  readdirSync(path.join(root, room), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(?:asl\.json|policy\.json|document\.yaml)$/.test(file))
    .map((file) => `${room}/${file.replaceAll(path.sep, "/")}`),
);

/** A file of a workflow, from the project's folder. */
export const workflowFile = (name: string, ending: string): string => `workflows/${name}/${name}.${ending}`;

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

/** A file of a workflow, from the project's folder. */
export const workflowFile = (name: string, ending: string): string => `workflows/${name}/${name}.${ending}`;

/** Where Terraform's files and what they read lie. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../../../local/terraform/index.ts";

export { artifacts, root, zipped as handlers } from "../../../local/terraform/index.ts";

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

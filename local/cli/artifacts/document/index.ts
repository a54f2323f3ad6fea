/** The committed artifacts of an Automation document, as texts; for the build of artifacts. */
import { type Automation, toYaml } from "../../../../ssm-documents/kit/index.ts";
import { documentPage } from "./page.ts";
import { documentPicture } from "./picture.ts";

export { documentPage } from "./page.ts";
export { documentPicture } from "./picture.ts";

/** File name → text, for everything that is committed beside a document's source. */
export const documentArtifacts = (document: Automation): ReadonlyMap<string, string> =>
  new Map([
    [`${document.name}.document.yaml`, toYaml(document)],
    [`${document.name}.mmd`, documentPicture(document)],
    [`${document.name}.md`, documentPage(document)],
  ]);

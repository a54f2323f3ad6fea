/** The Automation document `aurora-snapshot-clone-mask`. `statement.ts` beside it is the planner's side of the contract. */
import { type Automation, toYaml } from "../kit/index.ts";

export { auroraSnapshotCloneMask } from "./aurora-snapshot-clone-mask.ts";

/** The text of a document's committed file. */
export const renderAutomation = (document: Automation): string => toYaml(document);

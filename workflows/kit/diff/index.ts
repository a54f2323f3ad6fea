/** The semantic diff of two machines, for reviewers. The kit's front door and `npm run workflow:diff` may enter. */
export type { Change, Subject } from "./change.ts";
export { diffMachines } from "./diff-machines.ts";
export type { PermissionLines } from "./permissions.ts";
export { type DiffFormat, diffFormats, type MachineDiff, printDiff } from "./print/index.ts";

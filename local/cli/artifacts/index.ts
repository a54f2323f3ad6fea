/** The committed artifacts: found, built, compared and written for `npm run workflow:build`. */
export { type BuiltArtifacts, buildArtifacts } from "./build-artifacts.ts";
export { leftOver } from "./left-over.ts";
export { type PermissionSource, permissionFiles, permissionSources, policyTemplate } from "./permission-files.ts";
export { findSources, type Source } from "./sources.ts";
export { typeErrors } from "./type-errors.ts";
export { staleFiles, writeAll } from "./write-files.ts";

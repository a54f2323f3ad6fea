/** The committed artifacts: found, built, compared and written for `npm run workflow:build`. */
export { type BuiltArtifacts, buildArtifacts } from "./build-artifacts.ts";
export { findSources, type Source } from "./sources.ts";
export { staleFiles, writeAll } from "./write-files.ts";

/** The reference page and the examples that it is made of, each a workflow that builds. `local/cli/artifacts` and tests may enter. */
export type { Entry, Example, Group } from "./example.ts";
export { type Chapter, chapters, groups } from "./examples/index.ts";
export { toReference } from "./page.ts";
export { expressionOf, type Snippet, snippetOf } from "./snippet.ts";

/** What `npm run workflow:diff` needs of git and of the artifacts; only that command enters. */
export { GitError, Repository } from "./git.ts";
export { type Compared, compare, diffsOf, namesIn } from "./machines.ts";

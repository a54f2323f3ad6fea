/** What a run shows while it works. `npm run local` and `npm test` enter here. */
import { lineProgress } from "./lines.ts";
import type { Progress } from "./progress.ts";
import { type Terminal, treeProgress } from "./tree.ts";

export { lineProgress } from "./lines.ts";
export { type Progress, type Step, shown } from "./progress.ts";
export { treeProgress } from "./tree.ts";

/** A tree on a terminal, plain lines under `CI` or when the output is no terminal. */
export function createProgress(output: Terminal & { readonly isTTY?: boolean }, environment: Record<string, string | undefined>): Progress {
  const ci = environment.CI !== undefined && environment.CI !== "" && environment.CI !== "false";
  return output.isTTY && !ci && environment.TERM !== "dumb" ? treeProgress(output) : lineProgress((text) => void output.write(text));
}

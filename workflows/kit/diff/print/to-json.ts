/** The diff for programs. */
import type { MachineDiff } from "./index.ts";

/** Every machine that was compared, also those without changes. */
export function toJson(diffs: readonly MachineDiff[], since: string): string {
  const workflows = diffs.map(({ name, changes }) => ({ name, changes }));
  return `${JSON.stringify({ schemaVersion: 1, since, workflows }, null, 2)}\n`;
}

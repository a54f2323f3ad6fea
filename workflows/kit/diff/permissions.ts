/** Permissions gained and lost. */
import type { Change } from "./change.ts";
import { visible } from "./words.ts";

/** What the old and the new machine may do: "lambda:InvokeFunction on ${masking_handler_arn}". */
export interface PermissionLines {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

const lines = (from: readonly string[], others: readonly string[]): readonly string[] => {
  const known = new Set(others);
  return [...new Set(from)].filter((line) => !known.has(line)).sort();
};

/** One change a permission. */
export function permissionChanges({ before, after }: PermissionLines): readonly Change[] {
  const base = { subject: "permission", around: [] } as const;
  return [
    ...lines(after, before).map((to): Change => ({ ...base, action: "added", to, words: `may now ${visible(to)}`, risky: true })),
    ...lines(before, after).map(
      (from): Change => ({ ...base, action: "removed", from, words: `may no longer ${visible(from)}`, risky: false }),
    ),
  ];
}

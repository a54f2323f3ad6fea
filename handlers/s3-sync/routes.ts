/** Decides which way an object takes into the test environment; pure. */
import { findPrefix, type Rules } from "../masking/rules/index.ts";

/** The ways: see the contract's `ManifestLine`. */
export type Route = "copy" | "ndjson" | "csv" | "drop";

const byExtension = new Map<string, Route>([
  ["ndjson", "ndjson"],
  ["jsonl", "ndjson"],
  ["json", "ndjson"],
  ["csv", "csv"],
]);

/**
 * An object below a prefix that the rules declare harmless is copied as it is; JSON and CSV are masked; what nobody can
 * mask is not brought over. What is empty (a folder's marker, `_SUCCESS`) has only a name to mask.
 *
 * @example
 * ```ts
 * routeOf("billing/exports/0001.csv", rules, 120); // "csv"
 * ```
 */
export function routeOf(key: string, rules: Rules, size?: number): Route {
  if (findPrefix(rules, key) !== undefined) return "copy";
  const extension = extensionOf(key);
  // An empty file is no Parquet, and whoever reads it as such finds it broken.
  return byExtension.get(extension) ?? (size === 0 && extension !== "parquet" ? "ndjson" : "drop");
}

/** What follows the last dot of the object's name, in lower case; "" when nothing does. */
export function extensionOf(key: string): string {
  const name = key.slice(key.lastIndexOf("/") + 1);
  const dot = name.lastIndexOf(".");
  return dot <= 0 ? "" : name.slice(dot + 1).toLowerCase();
}
